/** Limitation of suits on consumer debts: state law, of which a few states are known here. */
import { addMonths, type CalendarDate } from '../../time.ts';
import type { LegalCase } from '../case.ts';
import { withPauses } from '../limitation.ts';

/**
 * Years by state, general knowledge. Where a state knows several periods for one debt, the shortest stands here.
 * CA: Code Civ. Proc. 337; FL: Stat. 95.11; IL: 735 ILCS 5/13-205; MA: c. 260 s. 2; NC: G.S. 1-52; NY: CPLR 214-i;
 * PA: 42 Pa.C.S. 5525; TX: Civ. Prac. & Rem. Code 16.004.
 */
const YEARS: Readonly<Record<string, number>> = { CA: 4, FL: 4, IL: 5, MA: 6, NC: 3, NY: 3, PA: 4, TX: 4 };

/** The last day to sue, or what is not known. */
export type Limitation =
  | { readonly kind: 'runs'; readonly lastDay: CalendarDate }
  | { readonly kind: 'unknown'; readonly words: string };

/**
 * The last day to sue. Nothing that may have restarted the period counts, since what restarts it differs by state; of
 * several states the earliest end counts. The days of a stay or of military service do not count.
 */
export function limitationOf({ regions, debt }: Pick<LegalCase, 'regions' | 'debt'>, today: CalendarDate): Limitation {
  const from = debt.accruedOn ?? debt.lastDueOn;
  if (from === null) return { kind: 'unknown', words: 'it is not known when the right to sue arose' };
  if (regions.length === 0) return { kind: 'unknown', words: 'the state whose limitation applies is not known' };
  let least = Number.POSITIVE_INFINITY;
  for (const region of regions) {
    const years = YEARS[region];
    if (years === undefined)
      return { kind: 'unknown', words: `the limitation of ${region} is not known here: counsel must say` };
    least = Math.min(least, years);
  }
  return { kind: 'runs', lastDay: withPauses(debt, { law: 'US', today }, from, addMonths(from, least * 12)) };
}
