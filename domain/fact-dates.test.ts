import { describe, expect, test } from '@jest/globals';
import { day, noon, ZONE } from '../tests/support/facts.ts';
import type { WireKind } from './contracts/event.ts';
import { dateFaults, momentFault } from './fact-dates.ts';
import { DAY_MS, instantAt, MINUTE_MS } from './time.ts';

const money = { currency: 'TWD', minor: '100' };
const promise = (...days: number[]) => ({ parts: days.map((on) => ({ on: day(on), amount: money })) });
/** Faults of a fact told at noon of day 10 that happened at noon of `happened`. */
const faultsOf = (kind: WireKind, data: object, happened = 10) =>
  dateFaults(kind, data, { now: noon(10), occurredAt: noon(happened), zone: ZONE });
const FINE: [string, WireKind, object, number?][] = [
  ['a book of today', 'balance-update', { asOf: day(10), balance: money, dues: [] }],
  ['a promise for the day on which it is made', 'promise', promise(10)],
  ['a promise told late, for a day after it was made', 'promise', promise(5), 4],
  ['a hold that lies in the past', 'hold', { from: day(-9), until: day(-2), reason: 'x' }],
  ['a hold of one day that happened then', 'hold', { until: day(3), reason: 'x' }, 3],
  ['a hold that lies ahead', 'hold', { from: day(20), until: day(30), reason: 'x' }],
  ['a charge-off that lies ahead', 'charge-off', { on: day(20), amount: money }],
  ['a record of this month', 'bureau-correction', { month: '2026-03', remedy: 'correct', reason: 'x' }],
  ['an answer without a date', 'ladder-answer', { answer: 'wait' }],
  ['an answer until today', 'ladder-answer', { answer: 'wait', until: day(10) }],
  [
    'a decision on classes that is over when it is told',
    'classes-reviewed',
    { ability: 'low', willingness: 'high', reason: 'x', until: day(6) },
    3,
  ],
  ['hardship since today', 'hardship', { since: day(10) }],
  ['hardship without a date', 'hardship', {}],
  ['a contact a minute ahead of our clock', 'agency-contact', { at: new Date(noon(10) + MINUTE_MS).toISOString() }],
];
const REFUSED: [string, WireKind, object, string, string, number?][] = [
  ['a book of 2062', 'balance-update', { asOf: '2062-01-01', balance: money, dues: [] }, '/data/asOf', 'lies after'],
  ['a book of tomorrow', 'balance-update', { asOf: day(11), balance: money, dues: [] }, '/data/asOf', 'lies after'],
  ['a promise for yesterday', 'promise', promise(9, 20), '/data/parts/0/on', 'lies before the promise'],
  ['a promise told late for an earlier day', 'promise', promise(5), '/data/parts/0/on', 'lies before the', 6],
  ['a hold that ends before it begins', 'hold', { from: day(5), until: day(4) }, '/data/until', 'lies before from'],
  ['a hold that ended before it is told', 'hold', { until: day(4) }, '/data/until', 'lies before the hold begins'],
  ['a record of the next month', 'bureau-rejected', { month: '2026-04' }, '/data/month', 'lies after today'],
  ['waiting until yesterday', 'ladder-answer', { answer: 'wait', until: day(9) }, '/data/until', 'lies before today'],
  [
    'a decision on classes that ends before it is made',
    'classes-reviewed',
    { ability: 'low', willingness: 'high', reason: 'x', until: day(2) },
    '/data/until',
    'lies before the decision',
    3,
  ],
  ['hardship from tomorrow on', 'hardship', { since: day(11) }, '/data/since', 'lies after today'],
  ['a contact of tomorrow', 'agency-contact', { at: new Date(noon(11)).toISOString() }, '/data/at', 'lies in the fut'],
];

const fine = FINE.map(([name, kind, data, happened = 10]) => [name, kind, data, happened] as const);
const refused = REFUSED.map(([name, kind, data, field, reason, happened = 10]) => {
  return [name, kind, data, field, reason, happened] as const;
});

describe('dates of facts', () => {
  test.each(fine)('%s is taken', (_, kind, data, happened) => expect(faultsOf(kind, data, happened)).toEqual([]));
  test.each(refused)(
    '%s is refused, by its field, with reason and remedy',
    (_, kind, data, field, reason, happened) => {
      const faults = faultsOf(kind, data, happened);
      expect(faults).toEqual([{ pointer: field, words: expect.stringContaining(reason) }]);
      expect(faults[0]?.words).toMatch(/: (give|a promise is for)/);
    },
  );
  test("today is the creditor's", () => {
    const evening = instantAt(day(10), 23 * 60, 'Europe/London');
    const of = (zone: string) =>
      dateFaults(
        'balance-update',
        { asOf: day(11), balance: money, dues: [] },
        { now: evening, occurredAt: evening, zone },
      );
    expect(of('Europe/London')).toHaveLength(1);
    expect(of('Asia/Taipei')).toEqual([]);
  });
  test('a moment: neither ahead of our clocks nor beyond forty years', () => {
    const now = noon(10);
    expect([now, now + 5 * MINUTE_MS, now - 39 * 365 * DAY_MS].map((at) => momentFault(at, now))).toEqual([
      null,
      null,
      null,
    ]);
    expect(momentFault(now + 6 * MINUTE_MS, now)).toBe('lies in the future');
    expect(momentFault(now - 41 * 365 * DAY_MS, now)).toBe('lies more than 40 years in the past');
  });
});
