import { describe, expect, test } from '@jest/globals';
import { account, day, fact, noon, opening } from '../../tests/support/facts.ts';
import type { AccountFact, Due } from '../facts.ts';
import { standingOf } from '../standing.ts';
import { addWeekdays, HOUR_MS } from '../time.ts';
import { positionOf } from './position.ts';
import { sumOf } from './settle.ts';

/** "5=1434;30=1380": unpaid parts by day after the first due date. */
const read = (text: string): Due[] =>
  text === ''
    ? []
    : text.split(';').map((part) => {
        const [on = '', minor = ''] = part.split('=');
        return { on: day(Number(on)), minor: BigInt(minor) };
      });
const show = (dues: readonly Due[]): string =>
  dues.map(({ on, minor }) => `${Math.round((Date.parse(on) - Date.parse(day(0))) / 86_400_000)}=${minor}`).join(';');

const paid = (on: number, minor: bigint, reference?: string): AccountFact =>
  fact('payment', { minor, via: 'lender', ...(reference === undefined ? {} : { reference }) }, noon(on));
const takenBack = (on: number, minor: bigint, of?: string): AccountFact =>
  fact('reversal', { minor, ...(of === undefined ? {} : { of }) }, noon(on));
const book = (on: number, dues: string, source = 'book'): AccountFact => {
  const listed = read(dues);
  const balance = listed.reduce((sum, { minor }) => sum + minor, 0n);
  return { ...fact('balance-update', { asOf: day(on), balance, dues: listed }, noon(on) - 12 * HOUR_MS), source };
};

const knows = (dues: string, asOf: number, ...facts: AccountFact[]) =>
  account({
    opening: opening(
      read(dues),
      read(dues).reduce((sum, { minor }) => sum + minor, 0n),
      day(asOf),
    ),
    facts: [...facts].sort((a, b) => a.occurredAt - b.occurredAt),
  });
const openAt = (on: number, dues: string, asOf: number, ...facts: AccountFact[]): string =>
  show(positionOf(knows(dues, asOf, ...facts), day(on)).open);

// Day 0 is a Monday.
describe('money and the book, in any order of arrival', () => {
  test('a payment that arrives after the book that has it changes nothing', () => {
    const dues = '-30=1434;0=1380';
    expect(openAt(6, dues, 1, book(5, '0=1380'))).toBe('0=1380');
    expect(openAt(6, dues, 1, book(5, '0=1380'), paid(4, 1434n))).toBe('0=1380');
  });
  test('a book that lags is behind, and the payment is believed', () => {
    const account = knows('0=1434', 1, paid(2, 1434n), book(4, '0=1434'));
    const position = positionOf(account, day(5));
    expect([show(position.open), position.balance]).toEqual(['', 0n]);
    expect(position.behind).toEqual([
      { id: expect.any(String), kind: 'payment', on: day(2), minor: 1434n, until: addWeekdays(day(2), 3) },
    ]);
  });
  test('paid, in a lagging book, bounced, paid again: nothing is owed', () => {
    const facts = [paid(2, 1434n), book(5, '0=1434'), takenBack(4, 1434n), paid(7, 1434n)];
    expect(openAt(6, '0=1434', 1, ...facts.slice(0, 3))).toBe('0=1434');
    expect(openAt(8, '0=1434', 1, ...facts)).toBe('');
    expect(openAt(8, '0=1434', 1, ...facts, book(8, ''))).toBe('');
  });
  test('a reversal of money from before the import opens a due of its own', () => {
    expect(openAt(12, '-1=1380', 5, takenBack(8, 1434n))).toBe('-1=1380;8=1434');
    expect(openAt(12, '-1=1380', 5, takenBack(8, 1434n), paid(9, 1380n))).toBe('8=1434');
    expect(openAt(12, '-1=1380', 5, paid(7, 1380n), takenBack(8, 1434n, 'old'))).toBe('8=1434');
    // One dated on or before the first book is in that book.
    expect(openAt(12, '-1=1380', 5, takenBack(5, 1434n, 'old'))).toBe('-1=1380');
  });
  test('a book that has a part of such a reversal in a due of its own: what is owed and what came in agree', () => {
    const account = knows('0=834;30=834', 1, paid(5, 434n), book(12, '0=400;30=834'), takenBack(20, 600n, 'untold'));
    const after = { ...account, facts: [...account.facts, book(21, '0=410;30=834')] };
    const { dues, entries, open, balance } = positionOf(after, day(22));
    expect([show(open), balance]).toEqual(['0=410;20=590;30=834', 1834n]);
    expect(sumOf(dues) - sumOf(entries)).toBe(sumOf(open));
  });
  test('the book says which dues are unpaid, not only their sum', () => {
    const account = knows('0=1000;30=1000;60=1000', 1, book(62, '0=1000'));
    expect(show(positionOf(account, day(62)).open)).toBe('0=1000');
    expect(standingOf(account, noon(62))).toMatchObject({ overdue: 1000n, dpd: 62, oldest: day(0), received: 2000n });
  });
  test('a payment that no book has is contested, believed for two weekdays, and then counts as returned', () => {
    const facts = knows('0=1434', 1, paid(1, 1434n), book(2, ''), book(8, '0=1434'));
    const at = (on: number) => positionOf(facts, day(on));
    expect(at(7).contested).toEqual([]);
    expect(at(8)).toMatchObject({ open: [], contested: [{ minor: 1434n, until: day(10) }], changesOn: day(11) });
    expect(show(at(10).open)).toBe('');
    expect([show(at(11).open), at(11).contested]).toEqual(['0=1434', []]);
    expect(at(11).entries.at(-1)).toMatchObject({ kind: 'returned', on: day(11), minor: -1434n });
    expect(standingOf(facts, noon(11))).toMatchObject({ overdue: 1434n, received: 0n });
    // A person saw the money.
    const [payment] = facts.facts as [AccountFact];
    const seen = { ...facts, facts: [...facts.facts, fact('payment-confirmed', { payment: payment.id }, noon(9))] };
    expect(positionOf(seen, day(20))).toMatchObject({ open: [], behind: [{ minor: 1434n }], contested: [] });
  });
  test('what a book has in time is never contested later for a payment of before the first book', () => {
    const account = knows('0=1434', 5, paid(3, 1434n), book(20, '0=1434'));
    expect(show(positionOf(account, day(19)).open)).toBe('');
    expect(positionOf(account, day(20))).toMatchObject({ contested: [], open: read('0=1434') });
  });
});

describe('the balance', () => {
  const off = (on: number) => fact('charge-off', { on: day(on), minor: 41_000n }, noon(on));
  const whole = (on: number, dues: string, balance: bigint): AccountFact => ({
    ...fact('balance-update', { asOf: day(on), balance, dues: read(dues) }, noon(on) - 12 * HOUR_MS),
    source: 'book',
  });
  const charged = (...facts: AccountFact[]) =>
    account({ opening: opening(read('0=1434'), 41_000n, day(1)), facts: [off(2), ...facts] });

  test('a payment beyond all dues that a lagging book lacks is believed in full', () => {
    const facts = charged(paid(3, 41_000n), whole(4, '0=1434', 41_000n));
    expect(standingOf(facts, noon(4))).toMatchObject({ balance: 0n, asked: 0n, cured: true });
    const bare = charged(paid(3, 41_000n), whole(4, '', 41_000n));
    expect(standingOf(bare, noon(4))).toMatchObject({ balance: 0n, asked: 0n, cured: true });
  });
  test('until it counts as returned', () => {
    const facts = charged(paid(3, 41_000n), whole(4, '0=1434', 41_000n), whole(10, '0=1434', 41_000n));
    expect(standingOf(facts, noon(10))).toMatchObject({ balance: 0n, asked: 0n });
    expect(standingOf(facts, noon(16))).toMatchObject({ balance: 41_000n, asked: 41_000n });
  });
  test('new purchases are owed once the lag is over', () => {
    const facts = charged(paid(3, 1434n), whole(9, '', 40_066n));
    expect(standingOf(facts, noon(9)).balance).toBe(40_066n);
  });
  test('paid in full on the day of the first book', () => {
    expect(positionOf(charged(paid(1, 41_000n)), day(1)).balance).toBe(0n);
  });
});
