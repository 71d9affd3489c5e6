/** What a closed account still hears: which news opens it again, and which a person must see first. */
import type { AccountFact, AccountFactBodies } from './facts.ts';

/** How an account was closed. */
export type ClosedHow = AccountFactBodies['closed']['how'];
/** What may be told of a closed account. */
export type ClosedNews = 'owed' | 'paid' | 'disputed';

/** `reopens`: the account is collected again. `task`: a person looks first. `nothing`: it is as expected. */
type Answer = 'reopens' | 'nothing' | { readonly task: string };

/**
 * By how it was closed. `owed`: a payment came back, or the book lists a due. Reasons are words of the task
 * `after-closing`.
 */
const AFTER_CLOSING: Readonly<Record<ClosedHow, Readonly<Record<ClosedNews, Answer>>>> = {
  paid: {
    owed: 'reopens',
    paid: { task: 'money came in after the account was paid: give it back or book it elsewhere' },
    disputed: { task: 'a dispute about an account that is paid' },
  },
  settled: {
    owed: { task: 'is the settlement broken? money came back, or the book lists a due' },
    paid: { task: 'money came in after the settlement' },
    disputed: { task: 'a dispute about an account that is settled' },
  },
  sold: {
    owed: { task: 'a payment came back after the sale: tell the buyer' },
    paid: { task: 'money came in after the sale: pass it on to the buyer' },
    disputed: { task: 'a dispute after the sale: pass it on to the buyer' },
  },
  withdrawn: {
    owed: { task: 'a payment came back, or the book lists a due, after the account was withdrawn' },
    paid: { task: 'money came in after the account was withdrawn' },
    disputed: { task: 'a dispute about an account that was withdrawn' },
  },
  'written-off': {
    owed: { task: 'a payment came back after the write-off' },
    paid: { task: 'money came in after the write-off: a recovery to be booked' },
    disputed: { task: 'a dispute about an account that was written off' },
  },
};

/** What follows from news about an account that was closed in this way. */
export const afterClosing = (how: ClosedHow, news: ClosedNews): Answer => AFTER_CLOSING[how][news];

/** How the last fact that closed the account did so; null when none did. */
export function closedBy(facts: readonly AccountFact[]): ClosedHow | null {
  let how: ClosedHow | null = null;
  for (const { kind, body } of facts) {
    if (kind === 'closed') how = body.how;
    else if (kind === 'ladder-answer' && body.answer === 'write-off') how = 'written-off';
    else if (kind === 'ladder-answer' && body.answer === 'sell') how = 'sold';
  }
  return how;
}

/** How the account is closed now; null when it is open, or something is owed again that opens it. */
export function closedNow(facts: readonly AccountFact[], owes: boolean): ClosedHow | null {
  const how = closedBy(facts);
  return how !== null && owes && afterClosing(how, 'owed') === 'reopens' ? null : how;
}
