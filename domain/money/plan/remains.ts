/**
 * What remains of a plan on a day, after what was paid until then. Interest runs on what is really open: who pays early
 * pays less of it, who pays late more. It is rounded at each instalment's date and at each payment.
 */
import type { CalendarDate } from '../../time.ts';
import { type Components, coverComponents } from '../components.ts';
import { interestOn } from './interest.ts';
import { capitalise, type Plan } from './plan.ts';
import { type Instalment, withInterest } from './schedule.ts';
import type { PlanTerms } from './terms.ts';

/** Money that came in under a plan, minor units. */
export interface Receipt {
  readonly on: CalendarDate;
  readonly minor: bigint;
}

/** An instalment and how far it is paid, minor units. */
export interface InstalmentState {
  readonly on: CalendarDate;
  readonly minor: bigint;
  readonly paid: bigint;
}

/** A plan on a day. Amounts are minor units. */
export interface Remains {
  readonly on: CalendarDate;
  readonly paid: bigint;
  /** Interest that ran until then. */
  readonly interest: bigint;
  /** What ends the plan if it is paid on that day. */
  readonly owed: Components;
  /** Money beyond all that was owed. */
  readonly over: bigint;
  /** Every instalment of the schedule; money covers the oldest first. */
  readonly instalments: readonly InstalmentState[];
}

/** The payments of a schedule that come before a day. */
export const plannedBefore = ({ instalments }: Plan, on: CalendarDate): Receipt[] =>
  instalments
    .filter((instalment) => instalment.on < on)
    .map((instalment) => ({ on: instalment.on, minor: instalment.minor }));

/** What remains at the end of `on`. Receipts after it do not count; none is before the day of the figures. */
export function remainsOf(plan: Plan, receipts: readonly Receipt[], on: CalendarDate): Remains {
  const { terms, agreed, instalments } = plan;
  const counted = receipts.filter((receipt) => receipt.on <= on);
  const days = [...instalments, ...counted].map((event) => event.on);
  if (terms.deferral !== null && terms.deferral.interest !== 'accrues') days.push(terms.deferral.until);
  let ledger: Ledger = { at: terms.today, owed: agreed, interest: 0n };
  let over = 0n;
  for (const day of [...new Set([...days, on])].filter((day) => day <= on).sort()) {
    ledger = accrue(ledger, day, terms);
    const came = receivedOf(counted.filter((receipt) => receipt.on === day));
    const { left, over: unspent } = coverComponents(ledger.owed, came, terms.order);
    ledger = { ...ledger, owed: left };
    over += unspent;
  }
  const paid = receivedOf(counted);
  return { on, paid, interest: ledger.interest, owed: ledger.owed, over, instalments: statesOf(instalments, paid) };
}

const receivedOf = (receipts: readonly Receipt[]): bigint => receipts.reduce((sum, { minor }) => sum + minor, 0n);

/** What is owed on a day, and the interest that ran until then. */
interface Ledger {
  readonly at: CalendarDate;
  readonly owed: Components;
  readonly interest: bigint;
}

/** Lets interest run until a day, by what the terms say of a time without payment. */
function accrue({ at, owed, interest }: Ledger, day: CalendarDate, terms: PlanTerms): Ledger {
  const { deferral } = terms;
  const isWaived = deferral?.interest === 'waived' && day <= deferral.until;
  const ran = isWaived ? 0n : interestOn(owed.principal, terms.interest, at, day);
  const after = { at: day, owed: withInterest(owed, ran), interest: interest + ran };
  if (deferral?.interest !== 'capitalised' || day !== deferral.until) return after;
  // What was paid meanwhile may have covered some of it.
  const unpaid = after.interest < after.owed.interest ? after.interest : after.owed.interest;
  return { ...after, owed: capitalise(after.owed, unpaid) };
}

function statesOf(instalments: readonly Instalment[], money: bigint): InstalmentState[] {
  let rest = money;
  return instalments.map(({ on, minor }) => {
    const paid = rest < minor ? rest : minor;
    rest -= paid;
    return { on, minor, paid };
  });
}
