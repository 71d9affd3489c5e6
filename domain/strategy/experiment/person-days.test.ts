import { describe, expect, test } from '@jest/globals';
import { account, day, fact, noon, opening, personFact } from '../../../tests/support/facts.ts';
import type { AccountFact, AccountFacts } from '../../facts.ts';
import type { PastContact } from '../../past-contact.ts';
import { daysOf, divideAlike, happenedWithin } from './person-days.ts';

/** Days 1 to 10. */
const DAYS = daysOf({ horizonDays: 10 }, day(1));
const paid = (on: number, minor: bigint, reference: string): AccountFact =>
  fact('payment', { minor, via: 'lender', reference }, noon(on));
const takenBack = (on: number, minor: bigint, of: string): AccountFact => fact('reversal', { minor, of }, noon(on));
const owing = (...facts: AccountFact[]): AccountFacts =>
  account({ opening: opening([{ on: day(0), minor: 143_400n }], 143_400n, day(1)), facts });
const moneyOf = (...facts: AccountFact[]) => happenedWithin({ accounts: [owing(...facts)], contacts: [] }, DAYS).money;

test('the day of entering is the first', () => expect(DAYS).toEqual({ from: day(1), through: day(10) }));

describe('money', () => {
  test('of the first and the last day counts, of the day after does not', () =>
    expect(moneyOf(paid(1, 10_000n, 'a'), paid(10, 20_000n, 'b'), paid(11, 40_000n, 'c'))).toBe(30_000n));
  test('taken back within the days does not count; later it does', () => {
    expect(moneyOf(paid(3, 10_000n, 'a'), takenBack(5, 10_000n, 'a'))).toBe(0n);
    expect(moneyOf(paid(3, 10_000n, 'a'), takenBack(12, 10_000n, 'a'))).toBe(10_000n);
  });
  test('told twice counts once', () => expect(moneyOf(paid(3, 10_000n, 'a'), paid(4, 10_000n, 'a'))).toBe(10_000n));
  test('of all accounts of the person counts', () => {
    const accounts = [owing(paid(3, 10_000n, 'a')), { ...owing(paid(4, 5000n, 'b')), accountId: 'other' }] as const;
    expect(happenedWithin({ accounts, contacts: [] }, DAYS).money).toBe(15_000n);
  });
});

test('contacts and complaints within the days count', () => {
  const contact = (on: number): PastContact => ({ at: noon(on), channel: 'sms', accountId: 'a', purpose: 'demand' });
  const own = owing(fact('dispute', { about: 'amount' }, noon(2)), fact('dispute', { about: 'service' }, noon(11)));
  const facts = [
    personFact('stop', { channel: 'sms' }, noon(4)),
    personFact('distress', { level: 'pressure', reported: 'person' }, noon(5)),
    personFact('hardship', {}, noon(6)),
    personFact('cease', { written: false }, noon(12)),
  ];
  const accounts = [{ ...own, person: { ...own.person, facts } }] as const;
  const contacts = [0, 1, 10, 11].map(contact);
  expect(happenedWithin({ accounts, contacts }, DAYS)).toEqual({ money: 0n, contacts: 2, complaints: 3 });
});

test('strategies divide alike by the same conditions under the same names', () => {
  const segment = { title: { en: 'x', 'zh-Hans': 'x' }, ladder: 'soft', selfCureDays: 0 };
  const late = {
    segments: [
      { ...segment, name: 'late', when: 'dpd > 9' },
      { ...segment, name: 'rest' },
    ],
  };
  const firmer = { segments: late.segments.map((each) => ({ ...each, ladder: 'firm', selfCureDays: 3 })) };
  const later = {
    segments: [
      { ...segment, name: 'late', when: 'dpd > 19' },
      { ...segment, name: 'rest' },
    ],
  };
  expect([divideAlike([late, firmer]), divideAlike([late, later])]).toEqual([true, false]);
  expect([divideAlike([late, null]), divideAlike([null, null])]).toEqual([false, false]);
});
