/**
 * What is asked for of an account at a date: what is late, or the balance once charged off, without what is disputed
 * and without money in suspense that may be for it.
 */
import { type Dispute, type Disputed, openDisputes, type Split, splitBy } from './disputes.ts';
import { type Delinquency, delinquency } from './dpd.ts';
import type { Due, StandingFacts } from './facts.ts';
import { type Position, positionOf } from './money/position.ts';
import { suspenseOf } from './suspense.ts';
import { type CalendarDate, daysBetween } from './time.ts';

/** What is asked for, and what is owed. Delinquency counts over the dues that are neither disputed nor in suspense. */
export interface Asked extends Delinquency {
  /** Minor units asked for: the overdue amount, or the balance once charged off. */
  readonly asked: bigint;
  /** Everything owed, disputed or not. */
  readonly position: Position;
  /** Everything owed that is neither disputed nor in suspense, minor units; negative when too much was paid. */
  readonly undisputed: bigint;
  /** Money in suspense that may be for the account, minor units. */
  readonly suspense: bigint;
  /** The part of each unpaid due that is disputed or in suspense; empty where a dispute is about the whole debt. */
  readonly apart: readonly Due[];
  /** What is disputed; null when no dispute is open. */
  readonly disputed: Disputed | null;
  /** Nothing is asked for any more, nor would be without disputes and money in suspense. */
  readonly cured: boolean;
}

/** What is asked for at the end of a date. `chargedOffOn`: the date of the charge-off in force. */
export function askedOn(account: StandingFacts, on: CalendarDate, chargedOffOn: CalendarDate | null): Asked {
  const disputes = openDisputes(account.facts);
  const told = positionOf(account, on);
  const suspense = suspenseOf(account.facts);
  const split = splitBy(disputes, told);
  const apart = suspense === 0n ? split : splitBy([...disputes, inSuspense(suspense)], told);
  const position = split?.position ?? told;
  const { balance } = position;
  const owed = lateOf(account, position.open, { on, chargedOffOn, balance });
  const without = (parts: Split | null): Late =>
    parts ? lateOf(account, parts.undisputed, { on, chargedOffOn, balance: balance - parts.minor }) : owed;
  const shown = without(apart);
  const undisputed = balance - (apart?.minor ?? 0n);
  const disputed =
    disputes.length === 0 ? null : disputedOf(disputes, split, apart === split ? shown : without(split), owed);
  const { overdue, dpd, oldest, open, late, nextOverdueOn, asked } = shown;
  const cured = owed.asked === 0n;
  // Written out: an object that is made by a spread is slow to make and to read, and each decision makes some.
  return {
    overdue,
    dpd,
    oldest,
    open,
    late,
    nextOverdueOn,
    asked,
    position,
    undisputed,
    suspense,
    apart: apart?.disputed ?? NOTHING,
    disputed,
    cured,
  };
}

const NOTHING: readonly Due[] = [];

/** Money in suspense is kept apart as a disputed sum is. */
const inSuspense = (minor: bigint) => ({ dues: null, minor });

/** Minor units overdue at the end of a date that no dispute of today keeps apart. */
export function overdueOn(account: StandingFacts, on: CalendarDate): bigint {
  const position = positionOf(account, on);
  const open = splitBy(openDisputes(account.facts), position)?.undisputed ?? position.open;
  return delinquency(open, on, account.grace).overdue;
}

type Late = Delinquency & { readonly asked: bigint };

function disputedOf(disputes: readonly Dispute[], split: Split | null, late: Late, owed: Late): Disputed {
  const { oldest } = owed;
  if (split === null) return { extent: 'whole', disputes, dues: [], minor: 0n, oldest };
  const extent = late.asked === 0n && owed.asked > 0n ? 'whole' : 'part';
  return { extent, disputes, dues: split.disputed, minor: split.minor, oldest };
}

/**
 * After a charge-off the balance is asked for; days past due count from the charge-off unless an older due is
 * uncovered.
 */
function lateOf(
  { grace }: StandingFacts,
  open: readonly Due[],
  { on, chargedOffOn, balance }: { on: CalendarDate; chargedOffOn: CalendarDate | null; balance: bigint },
): Late {
  const { overdue, dpd, oldest, open: unpaid, late, nextOverdueOn } = delinquency(open, on, grace);
  if (chargedOffOn === null || balance <= 0n) {
    const asked = chargedOffOn === null ? overdue : 0n;
    return { overdue, dpd, oldest, open: unpaid, late, nextOverdueOn, asked };
  }
  const first = oldest !== null && oldest < chargedOffOn ? oldest : chargedOffOn;
  const days = Math.max(0, daysBetween(first, on));
  return { overdue, dpd: days, oldest: first, open: unpaid, late, nextOverdueOn, asked: balance };
}
