/** What the engine does about plans after an evaluation, over maps. Mirrors engine/agreements/follow-plans.ts. */
import { type GivenOrder, planOrders, settledNow, waiversTakenBack } from '../../domain/agreements/book-orders.ts';
import type { AccountFactBodies } from '../../domain/facts.ts';
import { isInstructionFault, readInstruction } from '../../domain/instruction-faults.ts';
import { answerDeadline, instructionsOf } from '../../domain/instructions.ts';
import { standingOf } from '../../domain/standing.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import type { AccountRow, Book } from '../../simulation/maps/book.ts';
import { recordAccountFact } from '../../simulation/maps/facts.ts';
import { readFacts } from '../../simulation/maps/read.ts';

/** The instructions that plans gave: their ids over maps are their keys. */
const givenTo = ({ facts }: AccountRow): GivenOrder[] =>
  instructionsOf(facts).map(({ id, state }) => ({ id, key: id, state }));

/** Whether plans gave the instruction. */
export const isOfPlan = (instruction: string): boolean => instruction.startsWith('plan/');

export function followPlans(book: Book, account: AccountRow, now: Instant): void {
  const known = readFacts(book, account, now);
  const standing = standingOf(known, now);
  for (const { state, said } of standing.agreements) {
    book.count(`plan:${state}`);
    if (said.settlement) book.count(`settlement:${state}`);
  }
  if (account.closed || standing.agreement === null) return;
  const given = givenTo(account);
  const fresh = planOrders(known, now).filter(({ key }) => !given.some((order) => order.key === key));
  const today = localDate(now, account.creditor.zone);
  for (const { key, effectiveOn, ...told } of fresh) {
    const facts = readFacts(book, account, now);
    const sum = readInstruction(told, { facts, today, standing: standingOf(facts, now) });
    if (isInstructionFault(sum)) continue;
    const deadline = answerDeadline(now, account.creditor);
    const body: AccountFactBodies['book-instructed'] = {
      ...{ instruction: key, kind: told.kind, effectiveOn, deadline },
      ...sum,
    };
    book.count(`instruction:${told.kind} of a plan`);
    recordAccountFact(book, account, { kind: 'book-instructed', body }, { now, source: 'instructions' });
  }
  for (const { id } of waiversTakenBack(known, given, now)) {
    const body = { instruction: id, reason: 'the money of the settlement came back', by: 'plans' };
    book.count('waiver taken back');
    recordAccountFact(book, account, { kind: 'book-withdrawn', body }, { now, source: 'plans' });
  }
  if (fresh.length > 0) return;
  const settled = settledNow(known, given, now);
  if (settled === null) return;
  book.count('settlement closes');
  recordAccountFact(
    book,
    account,
    { kind: 'closed', body: { how: 'settled' } },
    { now, source: 'plans', external: settled },
  );
}
