import { describe, expect, test } from '@jest/globals';
import { account, day, fact, noon, personFact } from '../../tests/support/facts.ts';
import type { Channel, Purpose } from '../channels.ts';
import type { AccountFacts, PastContact } from '../facts.ts';
import { situationOf } from '../situation.ts';
import { instantAt, localDate, localMinute } from '../time.ts';
import { contactCaps } from './contact-caps.ts';
import { POLICIES } from './index.ts';
import { lawfulHours, windowEnd } from './lawful-hours.ts';
import type { Intent, Policy } from './policy.ts';
import { announcedPayment, gentleAfterReversal, hold, quietAfterPayment, runningPromise } from './quiet.ts';
import { care, dispute, placement, stop } from './refusals.ts';

const intentAt = (at: number, over: Partial<Intent> = {}): Intent => ({
  stage: 'sms',
  step: 'sms-10',
  channel: 'sms',
  purpose: 'demand',
  harsh: false,
  at,
  ...over,
});
const judge = (policy: Policy, facts: AccountFacts, at: number, over: Partial<Intent> = {}) =>
  policy.judge(situationOf(facts, Math.min(at, noon(3))), intentAt(at, over));
const inZone = (zone: string) => account({}, { zone });
const clock = (zone: string, date: string, time: string) => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return instantAt(date, hour * 60 + minute, zone);
};

describe('lawful hours', () => {
  test.each([
    ['07:59', 'same'],
    ['08:00', null],
    ['12:00', null],
    ['20:59', null],
    ['21:00', 'next'],
    ['23:59', 'next'],
    ['00:00', 'same'],
  ] as const)('%s in the person’s zone', (time, expected) => {
    for (const zone of ['Asia/Taipei', 'America/New_York', 'Asia/Kolkata']) {
      const at = clock(zone, '2026-05-04', time);
      const answer = judge(lawfulHours, inZone(zone), at);
      if (expected === null) expect(answer).toBeNull();
      else {
        const until = answer?.kind === 'wait' ? answer.until : 0;
        expect(localDate(until, zone)).toBe(expected === 'same' ? '2026-05-04' : '2026-05-05');
        expect(localMinute(until, zone)).toBeGreaterThanOrEqual(480);
        expect(localMinute(until, zone)).toBeLessThan(540);
      }
    }
  });
  test('the zone is the person’s, not the lender’s', () => {
    expect(judge(lawfulHours, inZone('America/New_York'), clock('Asia/Taipei', '2026-05-04', '12:00'))).not.toBeNull();
  });
  test('on the days of clock changes the hours are the wall’s', () => {
    for (const date of ['2026-03-08', '2026-11-01']) {
      const zone = 'America/New_York';
      expect(judge(lawfulHours, inZone(zone), clock(zone, date, '07:59'))).not.toBeNull();
      expect(judge(lawfulHours, inZone(zone), clock(zone, date, '08:00'))).toBeNull();
      expect(judge(lawfulHours, inZone(zone), clock(zone, date, '20:59'))).toBeNull();
      expect(windowEnd(clock(zone, date, '12:00'), zone)).toBe(clock(zone, date, '21:00'));
    }
  });
  test('files and desks have no night, receipts have', () => {
    const night = clock('Asia/Taipei', '2026-05-04', '03:00');
    for (const channel of ['agency', 'bureau', 'court', 'desk'] as Channel[])
      expect(judge(lawfulHours, account(), night, { channel })).toBeNull();
    expect(judge(lawfulHours, account(), night, { channel: 'email', purpose: 'receipt' })).not.toBeNull();
    expect(windowEnd(night, 'Asia/Taipei')).toBeNull();
  });
});

describe('contact caps', () => {
  const contact = (on: number, over: Partial<PastContact> = {}): PastContact => ({
    at: noon(on),
    channel: 'sms',
    accountId: 'another account',
    purpose: 'demand',
    ...over,
  });
  const asked = (contacts: PastContact[], over: Partial<Intent> = {}) => judge(contactCaps, account({ contacts }), noon(10), over);
  test('two a day, over all accounts and channels', () => {
    expect(asked([contact(10)])).toBeNull();
    const answer = asked([contact(10), contact(10, { channel: 'call', accountId: 'account-1' })]);
    expect(answer).toMatchObject({ kind: 'wait', reason: { code: 'daily-cap' } });
    expect(answer?.kind === 'wait' && localDate(answer.until, 'Asia/Taipei')).toBe(day(11));
  });
  test('seven in seven days; free again on the seventh day after the oldest that counts', () => {
    const week = [4, 5, 6, 7, 8, 9, 9].map((on) => contact(on));
    const answer = asked(week);
    expect(answer).toMatchObject({ kind: 'wait', reason: { code: 'weekly-cap' } });
    expect(answer?.kind === 'wait' && localDate(answer.until, 'Asia/Taipei')).toBe(day(11));
    expect(asked([3, 5, 6, 7, 8, 9, 9].map((on) => contact(on)))).toBeNull();
  });
  test('the agency’s calls count, receipts do not, notices count and are not held', () => {
    expect(asked([contact(10), contact(10, { purpose: 'receipt' })])).toBeNull();
    expect(asked([contact(10), contact(10, { purpose: 'notice' })])).not.toBeNull();
    expect(asked([contact(10), contact(10)], { purpose: 'notice' })).toBeNull();
    expect(asked([contact(10), contact(10)], { channel: 'agency' })).toBeNull();
  });
  test('a day is the person’s day', () => {
    const zone = 'America/New_York';
    const late = instantAt(day(9), 20 * 60, zone);
    const facts = account({ contacts: [contact(0, { at: late }), contact(0, { at: late })] }, { zone });
    expect(judge(contactCaps, facts, instantAt(day(9), 20 * 60 + 30, zone))).not.toBeNull();
    expect(judge(contactCaps, facts, instantAt(day(10), 9 * 60, zone))).toBeNull();
  });
});

describe('quiet times', () => {
  const paid = fact('payment', { minor: 1n, via: 'lender' }, noon(2));
  const cases: [string, Policy, AccountFacts, number][] = [
    ['hold', hold, account({ facts: [fact('hold', { until: day(5), reason: 'x' }, noon(2))] }), 5],
    ['promise', runningPromise, account({ facts: [fact('promise', { parts: [{ on: day(6), minor: 9n }], by: 'debtor' }, noon(2))] }), 8],
    ['payment', quietAfterPayment, account({ facts: [paid] }), 5],
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
  test('a payment that came back buys no quiet, and for five days nothing harsher', () => {
    const facts = account({ facts: [paid, fact('reversal', { minor: 1n }, noon(3))] });
    expect(judge(quietAfterPayment, facts, noon(3))).toBeNull();
    const harsh = { harsh: true, purpose: 'handover' as const, channel: 'agency' as const };
    const answer = judge(gentleAfterReversal, facts, noon(3), harsh);
    expect(answer?.kind === 'wait' && localDate(answer.until, 'Asia/Taipei')).toBe(day(9));
    expect(judge(gentleAfterReversal, facts, noon(3))).toBeNull();
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
  test('STOP of that channel only, receipts too', () => {
    const facts = account({}, { facts: [personFact('stop', { channel: 'sms' }, noon(2))] });
    expect(lifted(stop, facts)).toEqual(['start']);
    expect(lifted(stop, facts, { purpose: 'receipt' })).toEqual(['start']);
    expect(lifted(stop, facts, { channel: 'email' })).toBeNull();
    expect(lifted(stop, facts, { channel: 'agency' })).toBeNull();
  });
  test('care: hardship by a person, death and bankruptcy by nothing but the closing', () => {
    const of = (one: ReturnType<typeof personFact>) => account({}, { facts: [one] });
    expect(lifted(care, of(personFact('hardship', {}, noon(2))))).toEqual(['hardship-ended']);
    expect(lifted(care, of(personFact('bankruptcy', {}, noon(2))))).toEqual(['closed']);
    const dead = of(personFact('death', { reported: 'family' }, noon(2)));
    expect(lifted(care, dead)).toEqual(['closed']);
    expect(lifted(care, dead, { purpose: 'receipt', channel: 'email' })).toEqual(['closed']);
    expect(lifted(care, dead, { purpose: 'undo', channel: 'agency' })).toBeNull();
    expect(lifted(care, of(personFact('hardship', {}, noon(2))), { purpose: 'receipt', channel: 'email' })).toBeNull();
  });
  test('placement silences demands about the placed account, nothing else', () => {
    const one = { id: 'p', agency: 'north', state: 'recalled' as const, handedOverAt: noon(1), termEndsOn: day(60), recalledAt: null };
    const placed = account({ placements: [one] });
    expect(lifted(placement, placed)).toEqual(['agency-returned', 'recall-acknowledged']);
    for (const purpose of ['notice', 'receipt', 'report', 'undo'] as Purpose[]) expect(lifted(placement, placed, { purpose })).toBeNull();
    expect(lifted(placement, account({ placements: [{ ...one, state: 'ended' }] }))).toBeNull();
    expect(lifted(placement, account({}, { placedWith: 'north' }))).toBeNull();
  });
});

test('every policy has a name and a title of its own', () => {
  expect(new Set(POLICIES.map((one) => one.name)).size).toBe(POLICIES.length);
  expect(new Set(POLICIES.map((one) => one.title)).size).toBe(POLICIES.length);
});
