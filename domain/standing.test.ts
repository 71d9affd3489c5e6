import { describe, expect, test } from '@jest/globals';
import { account, day, fact, noon, personFact } from '../tests/support/facts.ts';
import type { AccountFact, PersonFact } from './facts.ts';
import { paidOf } from './money/entries.ts';
import { standingOf } from './standing.ts';
import { HOUR_MS } from './time.ts';

const paid = (minor: bigint, on: number) => fact('payment', { minor, via: 'lender' }, noon(on));
const promised = (made: number, ...parts: [number, bigint][]) =>
  fact('promise', { parts: parts.map(([on, minor]) => ({ on: day(on), minor })), by: 'debtor' }, noon(made));
const at = (on: number, ...facts: AccountFact[]) => standingOf(account({ facts }), noon(on));
const states = (on: number, ...facts: AccountFact[]) =>
  at(on, ...facts).promises.map((promise) => `${promise.state} ${promise.until}`);

describe('money', () => {
  const book = (on: number, unpaid: bigint) =>
    fact('balance-update', { asOf: day(on), balance: unpaid, dues: [{ on: day(0), minor: unpaid }] }, noon(on));
  test('payments, reversals, money known from the book, disputes', () => {
    const { received, overdue, position } = at(
      9,
      paid(1000n, 1),
      fact('reversal', { minor: 400n }, noon(2)),
      book(5, 142_750n),
      fact('dispute-closed', { outcome: 'part', reduceBy: 70n }, noon(8)),
    );
    // Money: 1000 - 400, and the 50 that only the book knew of.
    expect([received, paidOf(position.entries), overdue]).toEqual([720n, 650n, 142_680n]);
  });
  test('a lower due in the book is a payment for the quiet days, a higher one is none', () => {
    expect(at(4, book(3, 143_399n)).lastPaymentAt).toBe(noon(3) - 12 * HOUR_MS);
    expect(at(4, book(3, 143_401n)).lastPaymentAt).toBeNull();
  });
  test('charged off: the balance is asked for until it is paid', () => {
    const off = fact('charge-off', { on: day(10), minor: 4_100_000n }, noon(10));
    expect(standingOf(account({ facts: [off] }), noon(12))).toMatchObject({
      asked: 4_100_000n,
      overdue: 143_400n,
      dpd: 12,
      cured: false,
    });
    expect(standingOf(account({ facts: [paid(143_400n, 3), off] }), noon(12))).toMatchObject({
      overdue: 0n,
      dpd: 2,
      oldest: day(10),
      cured: false,
    });
    expect(standingOf(account({ facts: [off], balance: 0n }), noon(12))).toMatchObject({ asked: 0n, cured: true });
    expect(standingOf(account({ facts: [off] }), noon(9))).toMatchObject({
      chargedOff: false,
      asked: 143_400n,
      beginOn: [day(10)],
    });
    const laterDue = account({ facts: [off], dues: [{ on: day(11), minor: 1n }] });
    expect(standingOf(laterDue, noon(30))).toMatchObject({ dpd: 20, oldest: day(10) });
  });
});

describe('promises', () => {
  test('runs until its date plus two days, then it is broken', () => {
    const fact = promised(1, [5, 100_000n]);
    expect(states(7, fact)).toEqual([`running ${day(7)}`]);
    expect(states(8, fact)).toEqual([`broken ${day(7)}`]);
  });
  test('kept by money since it was made, not by older money', () => {
    expect(states(8, promised(1, [5, 100_000n]), paid(100_000n, 7))).toEqual([`kept ${day(7)}`]);
    expect(states(8, paid(100_000n, 0), promised(1, [5, 100_000n]))).toEqual([`broken ${day(7)}`]);
    expect(states(9, promised(1, [5, 100_000n]), paid(100_000n, 8))).toEqual([`broken ${day(7)}`]);
    expect(states(9, promised(1, [5, 100_000n]), paid(99_999n, 5))).toEqual([`broken ${day(7)}`]);
  });
  test('a reversal of the money breaks it', () =>
    expect(
      states(9, promised(1, [5, 100_000n]), paid(100_000n, 4), fact('reversal', { minor: 100_000n }, noon(6))),
    ).toEqual([`broken ${day(7)}`]));
  test('several parts: each by its own date, all money counts', () => {
    const parts: [number, bigint][] = [
      [5, 40_000n],
      [15, 40_000n],
      [25, 40_000n],
    ];
    expect(states(6, promised(1, ...parts))).toEqual([`running ${day(7)}`]);
    expect(states(9, promised(1, ...parts), paid(40_000n, 5))).toEqual([`running ${day(17)}`]);
    expect(states(20, promised(1, ...parts), paid(80_000n, 5))).toEqual([`running ${day(27)}`]);
    expect(states(20, promised(1, ...parts), paid(40_000n, 5))).toEqual([`broken ${day(17)}`]);
    expect(states(28, promised(1, ...parts), paid(40_000n, 5), paid(40_000n, 15), paid(40_000n, 25))).toEqual([
      `kept ${day(27)}`,
    ]);
  });
  test('more than was owed was promised: nothing overdue is kept', () =>
    expect(states(9, promised(1, [5, 200_000n]), paid(143_400n, 4))).toEqual([`kept ${day(7)}`]));
  test('a later promise takes the place of one that runs; broken ones stay broken', () => {
    expect(states(4, promised(1, [5, 100_000n]), promised(3, [20, 100_000n]))).toEqual([
      `replaced ${day(7)}`,
      `running ${day(22)}`,
    ]);
    const twice = at(30, promised(1, [5, 100_000n]), promised(10, [20, 100_000n]));
    expect(twice).toMatchObject({ brokenPromises: 2, runningPromise: null });
  });
});

describe('disputes, holds, announcements', () => {
  const dispute = (on: number) => fact('dispute', { about: 'amount' }, noon(on));
  const closed = (on: number) => fact('dispute-closed', { outcome: 'rejected' }, noon(on));
  test('open until each is closed', () => {
    const isDisputed = (...facts: AccountFact[]) => at(9, ...facts).disputed !== null;
    expect(isDisputed(dispute(1))).toBe(true);
    expect(isDisputed(dispute(1), closed(2))).toBe(false);
    expect(isDisputed(dispute(1), dispute(2), closed(3))).toBe(true);
    expect(isDisputed(dispute(1), closed(2), dispute(3))).toBe(true);
  });
  const hold = (until: number, from?: number) =>
    fact('hold', { until: day(until), reason: 'x', ...(from === undefined ? {} : { from: day(from) }) }, noon(1));
  test('a hold from its day to its day, the longest counts, a release ends all', () => {
    expect(at(5, hold(5)).heldUntil).toBe(day(5));
    expect(at(6, hold(5)).heldUntil).toBeNull();
    expect(at(3, hold(9, 4)).heldUntil).toBeNull();
    expect(at(4, hold(9, 4)).heldUntil).toBe(day(9));
    expect(at(3, hold(9), hold(5)).heldUntil).toBe(day(9));
    expect(at(3, hold(9), fact('hold-released', { reason: 'x' }, noon(2))).heldUntil).toBeNull();
  });
  test('a hold that lies in the past stops nothing now; one that lies ahead is known', () => {
    expect(at(9, hold(5, 2))).toMatchObject({ heldUntil: null, beginOn: [] });
    expect(at(3, hold(9, 4))).toMatchObject({ heldUntil: null, beginOn: [day(4)] });
    expect(at(3, hold(9, 4), fact('hold-released', { reason: 'x' }, noon(2))).beginOn).toEqual([]);
  });
  test('announced until booked, however the bank dates it and whatever arrives first', () => {
    const said = fact('payment-announced', {}, noon(3));
    expect(at(9, said).announcement?.on).toBe(day(3));
    expect(at(4, said, paid(1n, 2)).announcement).toBeNull();
    expect(at(4, paid(1n, 2), said).announcement).toBeNull();
    expect(at(9, paid(1n, -1), said).announcement?.on).toBe(day(3));
  });
  test('a caller who hears "paid" announces too', () => {
    const said = fact('call-outcome', { effect: 'x', contact: 'right-party', result: 'says-paid' }, noon(3));
    expect(at(4, said).announcement?.on).toBe(day(3));
  });
});

describe('the person', () => {
  const of = (...facts: PersonFact[]) => standingOf(account({}, { facts }), noon(3));
  test('STOP and START by channel, the last word counts', () => {
    const stop = personFact('stop', { channel: 'email' }, noon(1));
    const start = personFact('start', { channel: 'email' }, noon(2));
    expect([...of(stop).optedOut]).toEqual(['email']);
    expect([...of(stop, start).optedOut]).toEqual([]);
    expect([...of(start, stop, personFact('stop', { channel: 'call' }, noon(2))).optedOut]).toEqual(['email', 'call']);
  });
  test('hardship ends by a person; death and bankruptcy do not', () => {
    const IN = (type: string) => ({ care: [{ type, until: null }] });
    const ended = personFact('hardship-ended', { reason: 'x' }, noon(2));
    expect(of(personFact('hardship', {}, noon(1)), ended).care).toEqual([]);
    expect(of(personFact('hardship', {}, noon(1)), ended, personFact('hardship', {}, noon(2)))).toMatchObject(
      IN('hardship'),
    );
    expect(of(personFact('death', { reported: 'family' }, noon(1)), ended)).toMatchObject(IN('death'));
    expect(of(personFact('bankruptcy', {}, noon(1)), ended)).toMatchObject(IN('bankruptcy'));
  });
});
