/** Instructions to the lender's book that staff give, and the answers of the book. */
import { answerDeadline, instructionsOf } from '../../domain/instructions.ts';
import { DAY_MS, HOUR_MS, localDate } from '../../domain/time.ts';
import type { AccountRow } from '../../simulation/maps/book.ts';
import type { SimulatedApi } from './api.ts';
import type { SimulatedEngine } from './engine.ts';
import { isOfPlan } from './follow-plans.ts';

/**
 * The lender's book is instructed. It confirms, in time or late, rejects, or never answers; sometimes a person takes
 * the instruction back. An answer comes after the instruction, also where that is told late.
 */
export function instruct(engine: SimulatedEngine, api: SimulatedApi, account: AccountRow, owed: bigint): void {
  const { random, now } = engine;
  const instruction = `i-${engine.book.no()}`;
  const kind = random.pick(['waiver', 'waiver', 'corrected-due', 'plan', 'fee-stop', 'refund'] as const);
  const today = localDate(now, account.creditor.zone);
  const told = { instruction, kind, effectiveOn: today, deadline: answerDeadline(now, account.creditor) };
  const sum = kind === 'waiver' || kind === 'corrected-due' ? { minor: owed / 10n } : {};
  api.account(account, { kind: 'book-instructed', body: { ...told, ...sum } }, 'instructions');
  const answer = random.weighted({ confirmed: 5, rejected: 4, withdrawn: 1, never: 0.5 });
  engine.book.count(`instruction:${kind}>${answer}`);
  answerByBook(engine, api, account, instruction, answer);
}

/** What becomes of an instruction some days later: an answer of the book, or a person's word. */
export function answerByBook(
  engine: SimulatedEngine,
  api: SimulatedApi,
  account: AccountRow,
  instruction: string,
  answer: 'confirmed' | 'rejected' | 'withdrawn' | 'never',
): void {
  engine.after(engine.random.whole(2 * DAY_MS + HOUR_MS, 9 * DAY_MS), () => {
    const bookedOn = localDate(engine.now, account.creditor.zone);
    if (answer === 'confirmed')
      api.account(account, { kind: 'book-confirmed', body: { instruction, bookedOn } }, 'book');
    else if (answer === 'rejected')
      api.account(account, { kind: 'book-rejected', body: { instruction, reason: 'not booked' } }, 'book');
    else if (answer === 'withdrawn')
      api.account(account, { kind: 'book-withdrawn', body: { instruction, reason: 'a mistake', by: 'ann' } });
  });
}

/** The book answers what plans instructed, sooner or later. */
export function answerPlans({ random, now, book }: SimulatedEngine, api: SimulatedApi, account: AccountRow): void {
  for (const { id, state } of instructionsOf(account.facts)) {
    if (state !== 'open' || !isOfPlan(id) || !random.chance(0.08)) continue;
    const isBooked = random.chance(0.85);
    book.count(`instruction of a plan>${isBooked ? 'confirmed' : 'rejected'}`);
    const bookedOn = localDate(now, account.creditor.zone);
    if (isBooked) api.account(account, { kind: 'book-confirmed', body: { instruction: id, bookedOn } }, 'book');
    else api.account(account, { kind: 'book-rejected', body: { instruction: id, reason: 'not booked' } }, 'book');
  }
}
