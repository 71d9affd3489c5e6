/**
 * Restarts of many accounts at once. Two people confirm for all of them what only people know: contact data, creditor,
 * owner and authority. A machine judges the rest of each account, when it is proposed and on the day of its release.
 */
import { isReachable } from './attention.ts';
import { restartChecks, restartOf } from './restart.ts';
import type { Situation } from './stage.ts';
import { type CalendarDate, DAY_MS, type Instant } from './time.ts';

/** Accounts of bulk restarts that are released on a working day, where a creditor names no number. */
export const RESTARTS_A_DAY = 100;
/** Business time after which a proposal that nobody approved lapses. */
export const PROPOSAL_MS = 30 * DAY_MS;

/** `waiting` until its turn has come; `dropped` back to its own task. */
export const RESTART_ITEM_STATES = ['waiting', 'released', 'dropped', 'cancelled'] as const;
/** One of RESTART_ITEM_STATES. */
export type RestartItemState = (typeof RESTART_ITEM_STATES)[number];

/** What keeps an account out of a bulk restart. */
export const BULK_CHECKS = [
  'book',
  'limitation',
  'contact-point',
  'care',
  'hold',
  'dispute',
  'answer',
  'silence',
  'rules',
] as const;
/** One of BULK_CHECKS. */
export type BulkCheck = (typeof BULK_CHECKS)[number];

export interface BulkFault {
  readonly check: BulkCheck;
  readonly words: string;
}

/** All that keeps an account out of a bulk restart on a day in the creditor's zone. */
export function bulkFaults(situation: Situation, on: CalendarDate): BulkFault[] {
  const restart = restartOf(situation);
  if (restart === null) return [{ check: 'silence', words: 'its next contact needs no review any more' }];
  const { confirmed, waitsUntil } = restart;
  if (confirmed) return [{ check: 'answer', words: 'a person let it begin again' }];
  if (waitsUntil !== null) return [{ check: 'answer', words: `a person lets it wait until ${waitsUntil}` }];
  const { heldUntil, disputed } = situation.standing;
  const faults: BulkFault[] = [];
  for (const { name, passed, words } of restartChecks(situation, { ...restart, confirmed: true }, on))
    if (!passed && name !== 'authority') faults.push({ check: name, words: `not true: ${words}` });
  if (!isReachable(situation))
    faults.push({ check: 'contact-point', words: 'no address or number reaches the person' });
  if (heldUntil !== null) faults.push({ check: 'hold', words: `it is on hold until ${heldUntil}` });
  if (disputed) faults.push({ check: 'dispute', words: 'a dispute is open' });
  return faults;
}

/** Whether nothing is wrong but the age of the book: the next one may confirm the balance. */
export const onlyAwaitsBook = (faults: readonly BulkFault[]): boolean =>
  faults.length > 0 && faults.every(({ check }) => check === 'book');

/** Whether a proposal of that moment has lapsed. */
export const hasLapsed = (proposedAt: Instant, now: Instant): boolean => now >= proposedAt + PROPOSAL_MS;
