/** Whether a debit may be scheduled, and whether one that is must be cancelled: protections, mandate, tries, sums. */
import { isStoppedBy } from './care/stops.ts';
import type { CreditorFacts } from './creditor-facts.ts';
import { type DebitInFlight, mandatesOf } from './debits.ts';
import type { StandingFacts } from './facts.ts';
import { isPayment } from './money/entries.ts';
import { sumOf } from './money/settle.ts';
import { showAmount } from './money.ts';
import type { Standing } from './standing.ts';
import { addDays, type CalendarDate, daysBetween } from './time.ts';

/** Tries of one due, and days between two of them, where the creditor says nothing. */
export const DEFAULT_DEBITS = { tries: 2, spacingDays: 7 } as const;

/** Why something may not be, and what to do instead. */
export interface Refusal {
  readonly reason: string;
  readonly remedy: string;
}

/** Why no money may be drawn from the person now, whatever was agreed; null when it may. */
export function drawingRefusal({ closed }: StandingFacts, { disputed, care, heldUntil }: Standing): Refusal | null {
  if (closed) return { reason: 'the account is closed', remedy: 'Nothing more is to be drawn.' };
  if (disputed !== null)
    return { reason: 'a dispute is open', remedy: 'Answer it first: npx arrears record ACCOUNT dispute-closed.' };
  const hold = care.find(({ effects }) => isStoppedBy(effects, { purpose: 'demand', channel: 'email' }));
  if (hold !== undefined)
    return {
      reason: `the person is protected (${hold.type})`,
      remedy: 'Wait until that ends: npx arrears explain ACCOUNT says who lifts it.',
    };
  if (heldUntil !== null)
    return { reason: `a hold is in force until ${heldUntil}`, remedy: 'Schedule it for after the hold has ended.' };
  return null;
}

/** A debit that somebody wants to schedule. */
export interface WantedDebit {
  readonly minor: bigint;
  readonly on: CalendarDate;
  /** Reference of the mandate; the only one in force when left out. */
  readonly mandate?: string | undefined;
  /** The dues that it is for; all that are unpaid and due by its day when left out. */
  readonly dues?: readonly CalendarDate[] | undefined;
}

/** A debit that may be scheduled, or why it may not. */
export type Scheduling =
  | { readonly kind: 'allowed'; readonly mandate: string; readonly dues: CalendarDate[] }
  | ({ readonly kind: 'refused' } & Refusal);

const refused = (reason: string, remedy: string): Scheduling => ({ kind: 'refused', reason, remedy });

/** Whether a debit may be scheduled. `standing` is that of today. */
export function scheduling(account: StandingFacts, standing: Standing, wanted: WantedDebit): Scheduling {
  const forbidden = drawingRefusal(account, standing);
  if (forbidden !== null) return { kind: 'refused', ...forbidden };
  const [pending] = standing.debits.pending;
  if (pending !== undefined)
    return refused(
      `debit ${pending.debit} of ${pending.on} is not answered yet`,
      `Wait for it, or cancel it: npx arrears debit cancel ACCOUNT --debit ${pending.debit}.`,
    );
  const mandates = mandatesOf(account.facts);
  const mandate = wanted.mandate ?? (mandates.length === 1 ? mandates[0] : undefined);
  if (mandate === undefined || !mandates.includes(mandate)) return noMandate(wanted.mandate, mandates);
  return withinLimits(account, standing, wanted, mandate);
}

function noMandate(named: string | undefined, mandates: readonly string[]): Scheduling {
  if (named === undefined && mandates.length > 1)
    return refused(`several mandates are in force: ${mandates.join(', ')}`, 'Name one: --mandate MANDATE.');
  return refused(
    named === undefined ? 'no mandate is in force' : `mandate ${named} is not in force`,
    'Once the person gives one, record it: npx arrears record ACCOUNT mandate-given --mandate MANDATE.',
  );
}

/** The limits of the creditor: for each due so many tries, so many days apart, and no more money than is due. */
function withinLimits(account: StandingFacts, standing: Standing, wanted: WantedDebit, mandate: string): Scheduling {
  const { open, most } = dueBy(standing, wanted);
  if (wanted.minor > most)
    return refused(
      `${showAmount(wanted.minor, account.currency)} is more than what is due by ${wanted.on}: ${showAmount(most, account.currency)}`,
      'Schedule at most that, or a later day.',
    );
  const { tries, spacingDays } = debitLimitsOf(account.creditor);
  for (const due of open) {
    const tried = standing.debits.all.filter(({ state, dues }) => state !== 'cancelled' && dues.includes(due));
    if (tried.length >= tries)
      return refused(
        `the due of ${due} was tried ${tried.length} times, and no more than ${tries} are allowed`,
        'Ask the person how they want to pay it; another due has tries of its own.',
      );
    const last = tried
      .map(({ on }) => on)
      .sort()
      .at(-1);
    if (last !== undefined && daysBetween(last, wanted.on) < spacingDays)
      return refused(
        `the due of ${due} was tried on ${last}, and ${spacingDays} days lie between two tries`,
        `Schedule it for ${addDays(last, spacingDays)} or later.`,
      );
  }
  return { kind: 'allowed', mandate, dues: open };
}

/** The unpaid dues that a debit is for, and the most that it may draw for them. */
function dueBy({ position, chargedOff, balance }: Standing, { on, dues }: WantedDebit) {
  const open = position.open.filter((due) => due.on <= on && (dues === undefined || dues.includes(due.on)));
  return { open: open.map((due) => due.on), most: chargedOff ? balance : sumOf(open) };
}

/** The limits of a creditor. */
export const debitLimitsOf = ({ debits }: Pick<CreditorFacts, 'debits'>) => ({
  tries: debits?.tries ?? DEFAULT_DEBITS.tries,
  spacingDays: debits?.spacingDays ?? DEFAULT_DEBITS.spacingDays,
});

/** Why a debit that was scheduled must be cancelled; null when it may go ahead. */
export function cancelReason(debit: DebitInFlight, account: StandingFacts, standing: Standing): string | null {
  const forbidden = drawingRefusal(account, standing);
  if (forbidden !== null) return forbidden.reason;
  if (!mandatesOf(account.facts).includes(debit.mandate)) return `mandate ${debit.mandate} is not in force any more`;
  const isPaidSince = standing.position.entries.some((entry) => isPayment(entry) && entry.at >= debit.scheduledAt);
  return isPaidSince && dueBy(standing, { ...debit, dues: undefined }).most < debit.minor
    ? 'what it is for was paid otherwise'
    : null;
}
