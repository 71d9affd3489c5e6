/** The lender's callers: each open call task is tried once at noon and once in the evening. */

import { DAY_MS, type Instant } from '../../domain/time.ts';
import { outcomeRow } from '../../stages/call/outcomes.ts';
import { answerCall } from '../behaviour/calls.ts';
import type { CallAnswer } from '../behaviour/debtor.ts';
import type { TaskRow } from '../maps/book.ts';
import { dispute, promise, tellWrongNumber } from './people.ts';
import type { PersonLife } from './person-life.ts';
import { type SimulatedAccount, seenOn } from './simulated-account.ts';

/** Works on the call tasks in the order in which they opened; a call may withdraw the next. */
export function workCalls(life: PersonLife): void {
  const calls = life.tasks.filter(({ kind }) => kind === 'call');
  if (calls.length === 0) return;
  for (const task of calls) if (task.state === 'open') call(life, task);
  life.tasks = life.tasks.filter(({ state }) => state === 'open');
}

function call(life: PersonLife, { account: row, effect }: TaskRow): void {
  if (row === null || effect === null) return;
  const account = life.accountOf(row);
  const attempt = effect.occurrence;
  const answer = answerCall(life.debtor, { account: seenOn(account, life.debtorDay), day: life.debtorDay, attempt });
  const { contact, result, callBackInDays } = answer;
  life.contacted(account, 'call');
  if (contact === 'right-party') life.receive(account.of.id, 'call');
  const body = {
    effect: effect.id,
    contact,
    ...(result === undefined ? {} : { result }),
    ...(callBackInDays === undefined ? {} : { callBackAt: life.engine.now + callBackInDays * DAY_MS }),
  };
  life.engine.tell(row, { kind: 'call-outcome', body });
  follow(life, account, answer, body.callBackAt);
  life.engine.runUntil(life.engine.now);
}

/** What the outcome records besides. */
function follow(
  life: PersonLife,
  account: SimulatedAccount,
  { contact, result, parts, offer }: CallAnswer,
  callBackAt: Instant | undefined,
): void {
  const { engine, row } = life;
  const { incidents } = account.figures;
  switch (outcomeRow(contact, result).follows) {
    case 'promise':
      promise(life, account, parts ?? [], 'caller', offer);
      return;
    case 'dispute':
      dispute(life, account, 'other');
      return;
    case 'payment-announced':
      engine.tell(account.row, { kind: 'payment-announced', body: {} });
      return;
    case 'hardship':
      incidents.hardship += 1;
      engine.tellOf(row, { kind: 'hardship', body: {} });
      return;
    case 'write-only':
      incidents.stop += 1;
      engine.tellOf(row, { kind: 'preference', body: { writeOnly: true } });
      return;
    case 'call-back':
      if (callBackAt !== undefined) engine.tellOf(row, { kind: 'call-back-wished', body: { at: callBackAt } });
      return;
    case 'wrong-number':
      tellWrongNumber(life);
      return;
    case 'death':
      incidents.death += 1;
      engine.tellOf(row, { kind: 'death', body: { reported: 'caller' } });
      return;
    case 'bankruptcy':
      incidents.bankruptcy += 1;
      engine.tellOf(row, { kind: 'bankruptcy', body: {} });
      return;
    default:
      return;
  }
}
