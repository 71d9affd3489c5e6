/** What a caller meets. Answers follow from what the debtor intends to do this month. */

import { disputesBy } from './complaints.ts';
import type { CallAnswer, CallQuestion, Debtor } from './debtor.ts';
import { draw, drawBetween } from './draw.ts';
import { emptyPromise, intentOf, monthOf, planOf } from './month.ts';

/** Attempts of the first round. Later rounds follow a broken promise. */
const FIRST_ROUND = 6;

function unanswered(chance: number): CallAnswer {
  if (chance < 0.55) return { contact: 'no-answer' };
  if (chance < 0.7) return { contact: 'busy' };
  return { contact: chance < 0.92 ? 'voicemail' : 'third-party' };
}

/** What is said before the conversation turns to money. */
function firstWords(debtor: Debtor, { account, day, attempt }: CallQuestion): CallAnswer | null {
  const { fate, stops } = debtor.traits;
  const answer = (result: CallAnswer['result']): CallAnswer => ({ contact: 'right-party', ...(result && { result }) });
  if (fate?.what === 'death' && day >= fate.day) return answer('deceased');
  if (fate?.what === 'bankruptcy' && day >= fate.day) return answer('bankrupt-or-represented');
  if (attempt > FIRST_ROUND) return null;
  if (fate?.what === 'hardship' && day >= fate.day) return answer('cannot-pay');
  if (disputesBy(debtor, account.account) === 'call') return answer('disputes');
  return stops === 'call' ? answer('writes-only') : null;
}

function callBack({ seed }: Debtor, { account, day }: CallQuestion): CallAnswer {
  return {
    contact: 'right-party',
    result: 'call-back',
    callBackInDays: drawBetween(1, 3, seed, account.account, day, 'call back'),
  };
}

function aboutMoney(debtor: Debtor, question: CallQuestion): CallAnswer {
  const { account, day, attempt } = question;
  const intent = intentOf(debtor, account, monthOf(day), true);
  const parts = planOf(debtor, account, day, intent);
  const chance = draw(debtor.seed, account.account, day, `answer ${attempt}`);
  const contact = 'right-party';
  const [first] = parts;
  if (intent === 'rolled' || !first) {
    if (chance < 0.4) return { contact, result: 'refuses' };
    if (chance < 0.7) return { contact, result: 'promise', parts: emptyPromise(debtor, account, day) };
    return chance < 0.8 ? { contact, result: 'says-paid' } : callBack(debtor, question);
  }
  if (chance < 0.08) return { contact, result: 'refuses' };
  if (chance < 0.2) return callBack(debtor, question);
  if (parts.length > 1) return { contact, result: 'offer-accepted', offer: 'instalments', parts };
  const wait = first.day - day;
  if (wait <= 2 && chance < 0.6) return { contact, result: 'says-paid' };
  return wait >= 10
    ? { contact, result: 'offer-accepted', offer: 'deferral', parts }
    : { contact, result: 'promise', parts };
}

/** Result of one call attempt about an overdue account. */
export function answerCall(debtor: Debtor, question: CallQuestion): CallAnswer {
  const { account, day, attempt } = question;
  const { phone, picksUp } = debtor.traits;
  if (phone === 'not-in-use') return { contact: 'invalid-number' };
  const chance = draw(debtor.seed, account.account, day, `picks up ${attempt}`);
  if (chance >= picksUp) return unanswered((chance - picksUp) / (1 - picksUp));
  if (phone === 'other-person') return { contact: 'right-party', result: 'not-this-person' };
  return firstWords(debtor, question) ?? aboutMoney(debtor, question);
}
