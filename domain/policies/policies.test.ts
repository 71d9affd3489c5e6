import { describe, expect, test } from '@jest/globals';
import { RULES } from '../../stages/rules.ts';
import { account, day, fact, noon, personFact } from '../../tests/support/facts.ts';
import type { Announcement } from '../announcements.ts';
import type { Purpose } from '../channels.ts';
import type { AccountFacts } from '../facts.ts';
import { hash32 } from '../hash.ts';
import type { PastContact } from '../past-contact.ts';
import { situationOf } from '../situation.ts';
import { instantAt, localDate } from '../time.ts';
import {
  announcedPayment,
  announcedUntil,
  coolingOffAfterPayment,
  coolingOffAfterReturnedPayment,
  coolingOffUntil,
  hold,
  returnedPaymentCoolingOffUntil,
  runningPromise,
} from './cooling-off.ts';
import { coolingOffAfterFailedDebit, debitInFlight } from './debit.ts';
import { POLICIES } from './index.ts';
import { oneAStep } from './one-a-step.ts';
import type { Intent, Policy } from './policy.ts';
import { dispute, optOut, placement, vulnerability } from './refusals.ts';

const intentAt = (at: number, over: Partial<Intent> = {}): Intent => ({
  stage: 'sms',
  step: 'sms-10',
  channel: 'sms',
  purpose: 'demand',
  escalated: false,
  at,
  ...over,
});
const judge = (policy: Policy, facts: AccountFacts, at: number, over: Partial<Intent> = {}) =>
  policy.judge(situationOf(facts, Math.min(at, noon(3)), RULES), intentAt(at, over));
/** Minutes by which a person's morning comes later than others'. */
const spread = (number: string) => (hash32(number) % 12) * 5;
const PERSONS = ['P-1', 'P-2', 'P-3', 'P-77'];
const clock = (zone: string, date: string, time: string) => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return instantAt(date, hour * 60 + minute, zone);
};

describe('quiet times', () => {
  const paid = fact('payment', { minor: 1n, via: 'lender' }, noon(2));
  const cases: [string, Policy, AccountFacts, number][] = [
    ['hold', hold, account({ facts: [fact('hold', { until: day(5), reason: 'x' }, noon(2))] }), 5],
    [
      'promise',
      runningPromise,
      account({ facts: [fact('promise', { parts: [{ on: day(6), minor: 90_000n }], by: 'debtor' }, noon(2))] }),
      8,
    ],
    ['payment', coolingOffAfterPayment, account({ facts: [paid] }), 5],
    ['announced', announcedPayment, account({ facts: [fact('payment-announced', {}, noon(2))] }), 7],
  ];
  test.each(cases)('%s: until its last day, demands, notices and handovers', (_, policy, facts, last) => {
    for (const purpose of ['demand', 'notice', 'handover'] as Purpose[]) {
      const answer = judge(policy, facts, noon(3), { purpose });
      expect(answer?.kind === 'wait' && localDate(answer.until, 'Asia/Taipei')).toBe(day(last + 1));
    }
    for (const purpose of ['receipt', 'report', 'undo', 'review'] as Purpose[])
      expect(judge(policy, facts, noon(3), { purpose })).toBeNull();
    expect(judge(policy, facts, noon(last + 1))).toBeNull();
  });
  test.each([
    ['hold', hold, 'hold', `a hold is in force until ${day(5)}`],
    ['promise', runningPromise, 'promise-running', `a promise runs until ${day(8)}`],
    ['payment', coolingOffAfterPayment, 'just-paid', `quiet after a payment until ${day(5)}`],
    ['announced', announcedPayment, 'payment-announced', `a payment was announced until ${day(7)}`],
  ] as const)('%s: says why, and ends in the morning of its person, to the minute', (name, policy, code, words) => {
    const [, , facts, last] = cases.find((item) => item[0] === name) ?? ['', policy, account(), 0];
    for (const number of PERSONS) {
      const own = { ...facts, person: { ...facts.person, number } };
      const until = instantAt(day(last + 1), 9 * 60 + spread(number), 'Asia/Taipei');
      expect(judge(policy, own, noon(3))).toEqual({ kind: 'wait', until, reason: { code, words } });
      expect(judge(policy, own, until - 1)).not.toBeNull();
      expect(judge(policy, own, until)).toBeNull();
    }
  });
  test.each([
    ['awaited', 'payment-announced', 'a payment was announced'],
    ['in-review', 'announcement-in-review', 'a person reviews an announced payment'],
    ['proof', 'proof-asked', 'proof of an announced payment is asked for'],
  ] as const)('an announced payment that is %s says so', (state, code, words) => {
    const facts = account({ facts: [fact('payment-announced', {}, noon(2))] });
    const situation = situationOf(facts, noon(3), RULES);
    const announcement = { ...situation.standing.announcement, state, until: day(7) } as Announcement;
    const stands = { ...situation, standing: { ...situation.standing, announcement } };
    expect(announcedPayment.judge(stands, intentAt(noon(3)))?.reason).toEqual({
      code,
      words: `${words} until ${day(7)}`,
    });
  });
  test('a promise that a person reviews says so', () => {
    const far = fact('promise', { parts: [{ on: day(90), minor: 143_400n }], by: 'debtor' }, noon(2));
    expect(judge(runningPromise, account({ facts: [far] }), noon(3))?.reason).toEqual({
      code: 'promise-in-review',
      words: `a person reviews a promise until ${day(7)}`,
    });
  });
  test('an announced payment buys three working days, over the weekend', () => {
    const said = account({ facts: [fact('payment-announced', {}, noon(3))] });
    expect(announcedUntil(situationOf(said, noon(8), RULES))).toBe(day(8));
    expect(announcedUntil(situationOf(said, noon(9), RULES))).toBeNull();
    expect(announcedUntil(situationOf(account(), noon(3), RULES))).toBeNull();
  });
  test('a payment after one that came back is a payment', () => {
    const back = (on: number) => account({ facts: [paid, fact('reversal', { minor: 1n }, noon(on))] });
    expect(coolingOffUntil(situationOf(back(1), noon(3), RULES))).toBe(day(5));
    expect(coolingOffUntil(situationOf(back(2), noon(3), RULES))).toBeNull();
    expect(coolingOffUntil(situationOf(account(), noon(3), RULES))).toBeNull();
    expect(returnedPaymentCoolingOffUntil(situationOf(account(), noon(3), RULES))).toBeNull();
  });
  test('a payment that came back buys no quiet, and for five days nothing harsher', () => {
    const facts = account({ facts: [paid, fact('reversal', { minor: 1n }, noon(3))] });
    expect(judge(coolingOffAfterPayment, facts, noon(3))).toBeNull();
    const escalated = { escalated: true, purpose: 'handover' as const, channel: 'agency' as const };
    const answer = judge(coolingOffAfterReturnedPayment, facts, noon(3), escalated);
    expect(answer?.kind === 'wait' && localDate(answer.until, 'Asia/Taipei')).toBe(day(9));
    expect(answer?.reason).toEqual({
      code: 'payment-returned',
      words: `a payment came back, nothing harsher until ${day(8)}`,
    });
    expect(judge(coolingOffAfterReturnedPayment, facts, noon(3), { ...escalated, purpose: 'undo' })).toBeNull();
    expect(judge(coolingOffAfterReturnedPayment, facts, noon(3))).toBeNull();
  });
});

describe('around a debit', () => {
  const scheduled = fact(
    'debit-scheduled',
    { debit: 'D', minor: 143_400n, on: day(7), mandate: 'M', dues: [day(0)], by: 'ann' },
    noon(1),
  );
  const failed = fact('debit-failed', { debit: 'D', reason: 'no-funds' }, noon(3));
  test('demands, notices and handovers wait until it is answered; receipts, tasks and recalls do not', () => {
    const facts = account({ facts: [scheduled] });
    for (const purpose of ['demand', 'notice', 'handover'] as Purpose[])
      expect(judge(debitInFlight, facts, noon(3), { purpose })?.reason).toEqual({
        code: 'debit-pending',
        words: `a debit of NT$ 1,434 on ${day(7)} is pending until ${day(14)}`,
      });
    for (const purpose of ['receipt', 'report', 'undo', 'review'] as Purpose[])
      expect(judge(debitInFlight, facts, noon(3), { purpose })).toBeNull();
    expect(judge(debitInFlight, facts, noon(15))).toBeNull();
    expect(judge(debitInFlight, account(), noon(3))).toBeNull();
  });
  test('once it has failed demands go on, and nothing harsher happens for five days', () => {
    const facts = account({ facts: [scheduled, failed] });
    expect(judge(debitInFlight, facts, noon(3))).toBeNull();
    expect(judge(coolingOffAfterFailedDebit, facts, noon(3))).toBeNull();
    const escalated = { escalated: true, purpose: 'handover' as const, channel: 'agency' as const };
    expect(judge(coolingOffAfterFailedDebit, facts, noon(3), escalated)?.reason).toEqual({
      code: 'debit-failed',
      words: `a debit failed, nothing harsher until ${day(8)}`,
    });
    expect(judge(coolingOffAfterFailedDebit, facts, noon(9), escalated)).toBeNull();
    expect(judge(coolingOffAfterFailedDebit, facts, noon(3), { ...escalated, purpose: 'undo' })).toBeNull();
    expect(judge(coolingOffAfterFailedDebit, account({ facts: [scheduled] }), noon(3), escalated)).toBeNull();
  });
});

describe('what only a fact lifts', () => {
  const lifted = (policy: Policy, facts: AccountFacts, over: Partial<Intent> = {}) => {
    const answer = judge(policy, facts, noon(3), over);
    return answer?.kind === 'refuse' ? [...answer.liftedBy] : answer;
  };
  test('dispute', () => {
    const facts = account({ facts: [fact('dispute', { about: 'other' }, noon(2))] });
    expect(lifted(dispute, facts)).toEqual(['dispute-closed']);
    expect(lifted(dispute, facts, { purpose: 'undo' })).toBeNull();
    expect(lifted(dispute, account())).toBeNull();
  });
  test('a dispute about a part: the rest goes on, to court and to a bureau for the first time it does not', () => {
    const facts = account({ facts: [fact('dispute', { about: 'other', minor: 400n }, noon(2))] });
    const goes = (over: Partial<Intent>) => lifted(dispute, facts, over) === null;
    expect(goes({})).toBe(true);
    expect(goes({ channel: 'call' })).toBe(true);
    expect(goes({ purpose: 'handover', channel: 'agency' })).toBe(true);
    expect(goes({ purpose: 'notice', notice: 'placement' })).toBe(true);
    expect(goes({ purpose: 'report', channel: 'bureau' })).toBe(true);
    expect(goes({ purpose: 'handover', channel: 'court' })).toBe(false);
    expect(goes({ purpose: 'notice', notice: 'letter-of-claim' })).toBe(false);
    expect(goes({ purpose: 'notice', notice: 'adverse-report' })).toBe(false);
    const all = account({ facts: [fact('dispute', { about: 'other', dues: [day(0)] }, noon(2))] });
    expect(lifted(dispute, all)).toEqual(['dispute-closed']);
  });
  test('STOP of that channel only, receipts too', () => {
    const facts = account({}, { facts: [personFact('stop', { channel: 'sms' }, noon(2))] });
    expect(lifted(optOut, facts)).toEqual(['start']);
    expect(lifted(optOut, facts, { purpose: 'receipt' })).toEqual(['start']);
    expect(lifted(optOut, facts, { channel: 'email' })).toBeNull();
    expect(lifted(optOut, facts, { channel: 'agency' })).toBeNull();
    for (const channel of ['email', 'call'] as const) {
      const item = account({}, { facts: [personFact('stop', { channel }, noon(2))] });
      expect(lifted(optOut, item, { channel })).toEqual(['start']);
      expect(lifted(optOut, item)).toBeNull();
    }
  });
  test('care: hardship by a person, death and bankruptcy by nothing but the closing', () => {
    const of = (fact: ReturnType<typeof personFact>) => account({}, { facts: [fact] });
    expect(lifted(vulnerability, of(personFact('hardship', {}, noon(2))))).toEqual(['hardship-ended']);
    expect(lifted(vulnerability, of(personFact('bankruptcy', {}, noon(2))))).toEqual(['closed']);
    const dead = of(personFact('death', { reported: 'family' }, noon(2)));
    expect(lifted(vulnerability, dead)).toEqual(['closed']);
    for (const channel of ['email', 'sms', 'call'] as const)
      expect(lifted(vulnerability, dead, { purpose: 'receipt', channel })).toEqual(['closed']);
    expect(lifted(vulnerability, dead, { purpose: 'undo', channel: 'agency' })).toBeNull();
    expect(
      lifted(vulnerability, of(personFact('hardship', {}, noon(2))), { purpose: 'receipt', channel: 'email' }),
    ).toBeNull();
  });
  test('placement silences demands about the placed account, nothing else', () => {
    const item = {
      id: 'p',
      agency: 'north',
      state: 'recalled' as const,
      handedOverAt: noon(1),
      termEndsOn: day(60),
      recalledAt: null,
    };
    const placed = account({ placements: [item] });
    expect(lifted(placement, placed)).toEqual(['agency-returned', 'recall-acknowledged']);
    for (const purpose of ['notice', 'receipt', 'report', 'undo'] as Purpose[])
      expect(lifted(placement, placed, { purpose })).toBeNull();
    expect(lifted(placement, account({ placements: [{ ...item, state: 'ended' }] }))).toBeNull();
    expect(lifted(placement, account({}, { placedWith: 'north' }))).toBeNull();
  });
});

test('what a person reads of a refusal', () => {
  const reason = (policy: Policy, facts: AccountFacts) => judge(policy, facts, noon(3))?.reason;
  const of = (...facts: ReturnType<typeof personFact>[]) => account({}, { facts });
  const [hardship, bankruptcy] = [personFact('hardship', {}, noon(2)), personFact('bankruptcy', {}, noon(2))];
  const death = personFact('death', { reported: 'family' }, noon(2));
  const placed = {
    id: 'p',
    agency: 'north',
    state: 'accepted' as const,
    handedOverAt: noon(1),
    termEndsOn: day(60),
    recalledAt: null,
  };
  expect(reason(dispute, account({ facts: [fact('dispute', { about: 'other' }, noon(2))] }))).toEqual({
    code: 'disputed',
    words: 'the debt is disputed and the dispute is open',
  });
  expect(reason(optOut, of(personFact('stop', { channel: 'sms' }, noon(2))))).toEqual({
    code: 'stopped',
    words: 'the person asked for no more contact by sms',
  });
  expect(reason(vulnerability, of(hardship))).toEqual({ code: 'care', words: 'the person is in hardship' });
  expect(reason(vulnerability, of(hardship, bankruptcy))).toEqual({
    code: 'care',
    words: 'the person is bankrupt or represented',
  });
  expect(reason(vulnerability, of(hardship, bankruptcy, death))).toEqual({
    code: 'care',
    words: 'the person is reported dead',
  });
  expect(reason(placement, account({ placements: [placed] }))).toEqual({
    code: 'placed',
    words: 'the account is placed with agency north',
  });
});

test('nothing speaks against a plain account at noon', () => {
  for (const policy of POLICIES)
    expect([policy.name, judge(policy, account(), noon(3), { escalated: true })]).toEqual([policy.name, null]);
});

describe('one message a person, step and day', () => {
  const said = (over: Partial<PastContact> = {}, accountId = 'account-2'): PastContact => ({
    at: noon(3),
    channel: 'sms',
    accountId,
    purpose: 'demand',
    covers: [{ accountId, stage: 'sms', step: 'sms-10' }],
    ...over,
  });
  const hour = 3_600_000;
  const until = (contact: PastContact, over: Partial<Intent> = {}, at = noon(3) + hour) => {
    const answer = judge(oneAStep, account({ contacts: [contact] }), at, over);
    return answer?.kind === 'wait' ? localDate(answer.until, 'Asia/Taipei') : null;
  };
  test('what another account has said today waits until tomorrow, by whatever written channel and for any purpose', () => {
    expect(until(said())).toBe(day(4));
    expect(until(said(), { channel: 'email', purpose: 'notice' })).toBe(day(4));
  });
  test('another step, another stage, another day, a call, its own message and a contact of an agency hold nothing back', () => {
    expect(until(said(), { step: 'sms-14' })).toBeNull();
    expect(until(said(), { stage: 'agency' })).toBeNull();
    expect(until(said(), {}, noon(4))).toBeNull();
    expect(until(said(), { channel: 'call' })).toBeNull();
    expect(until(said({}, 'account-1'))).toBeNull();
    const both = ['account-1', 'account-2'].map((accountId) => ({ accountId, stage: 'sms', step: 'sms-10' }));
    expect(until(said({ covers: both }))).toBeNull();
    const { covers: _, ...byAgency } = said();
    expect(until(byAgency)).toBeNull();
  });
  test('one of several contacts suffices, and says why', () => {
    const contacts = [said({ channel: 'call', covers: [] }), said(), said({ at: noon(1) })];
    expect(judge(oneAStep, account({ contacts }), noon(3) + hour)).toMatchObject({
      kind: 'wait',
      reason: { code: 'said-today', words: 'the person has had this message today, about another account' },
    });
  });
  test('the day is the person’s', () => {
    const person = { zone: 'America/Los_Angeles' };
    const at = clock(person.zone, '2026-03-03', '23:30');
    const facts = account({ contacts: [said({ at })] }, person);
    expect(judge(oneAStep, facts, at + hour)).toBeNull();
    expect(judge(oneAStep, facts, at + 10 * 60_000)).not.toBeNull();
  });
});

test('every policy by its name and title', () => {
  expect(Object.fromEntries(POLICIES.map((item) => [item.name, item.title]))).toEqual({
    'being-booked': 'being booked',
    care: 'care',
    'after-breathing-space': 'breathing space ended',
    complaint: 'complaint',
    stop: 'STOP',
    suspense: 'money in suspense',
    representation: 'represented',
    dispute: 'dispute',
    placement: 'placed with agency',
    hold: 'hold',
    'running-promise': 'promise',
    plan: 'repayment plan',
    restart: 'long silence',
    'call-back': 'call-back',
    'one-a-step': 'said today',
    'quiet-after-payment': 'just paid',
    'announced-payment': 'payment announced',
    'gentle-after-reversal': 'payment returned',
    debit: 'debit in flight',
    'gentle-after-failed-debit': 'debit failed',
    pressure: 'pressure',
    'rest-after-answer': 'just answered',
  });
});
