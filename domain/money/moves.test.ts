import { describe, expect, test } from '@jest/globals';
import { account, day, fact, noon } from '../../tests/support/facts.ts';
import { inOrder } from '../fact-order.ts';
import type { AccountFact, AccountFactBodies } from '../facts.ts';
import { doubtsOf, movesOf } from './moves.ts';

interface Told {
  on: number;
  source?: string;
  id?: string | null;
}
const told = (kind: 'payment' | 'reversal', body: object, { on, source = 'bank', id }: Told): AccountFact => {
  const made = fact(kind, body as AccountFactBodies['payment'], noon(on));
  return { ...made, source, reference: id === undefined ? made.reference : id };
};
const paid = (minor: bigint, at: Told, reference?: string) =>
  told('payment', { minor, via: 'lender', ...(reference ? { reference } : {}) }, at);
const back = (minor: bigint, at: Told, of?: string) => told('reversal', { minor, ...(of ? { of } : {}) }, at);
const moves = (...facts: AccountFact[]) =>
  movesOf(account({ facts: [...facts].sort(inOrder) }), day(100)).map(
    ({ kind, on, minor }) => `${kind} ${on} ${minor}`,
  );
const doubts = (...facts: AccountFact[]) =>
  doubtsOf(account({ facts: [...facts].sort(inOrder) })).map(({ kind, minor }) => `${kind} ${minor}`);

describe('identity of money', () => {
  test('one transaction counts once, whoever tells it; other amounts of it count each', () => {
    const [first, again] = [paid(500n, { on: 1 }, 'T-1'), paid(500n, { on: 2, source: 'agency' }, 'T-1')];
    expect(moves(first, again)).toEqual([`payment ${day(1)} 500`]);
    expect(moves(again, first)).toEqual([`payment ${day(1)} 500`]);
    expect(moves(first, paid(400n, { on: 1 }, 'T-1'))).toHaveLength(2);
  });
  test('the number of the account names no transaction', () => {
    expect(moves(paid(500n, { on: 1 }, 'A-1'), paid(500n, { on: 2 }, 'A-1'))).toHaveLength(2);
  });
  test('reversals take back a payment once, by its reference or its id, and never more than it', () => {
    const payment = paid(500n, { on: 1, id: 'evt-1' }, 'T-1');
    expect(moves(payment, back(500n, { on: 2 }, 'T-1'), back(500n, { on: 3, source: 'core' }, 'evt-1'))).toEqual([
      `payment ${day(1)} 500`,
      `reversal ${day(2)} 500`,
    ]);
    expect(moves(payment, back(300n, { on: 2 }, 'T-1'), back(300n, { on: 3 }, 'T-1'))).toEqual([
      `payment ${day(1)} 500`,
      `reversal ${day(2)} 300`,
      `reversal ${day(3)} 200`,
    ]);
    // Told by its second name.
    const again = paid(500n, { on: 1, source: 'agency', id: 'a-1' }, 'T-1');
    expect(moves(payment, again, back(900n, { on: 2 }, 'a-1'))).toContain(`reversal ${day(2)} 500`);
  });
  test('a reversal of what nobody told counts once by its name, and each time without one', () => {
    expect(moves(back(500n, { on: 2 }, 'old'), back(500n, { on: 3, source: 'core' }, 'old'))).toHaveLength(1);
    expect(moves(back(500n, { on: 2 }, 'old'), back(400n, { on: 3 }, 'old'))).toHaveLength(2);
    expect(moves(back(500n, { on: 2 }), back(500n, { on: 3 }))).toHaveLength(2);
  });
  test('what a person compared as the same counts once', () => {
    const [first, second] = [paid(500n, { on: 1, id: null }), paid(500n, { on: 1, source: 'cli', id: null })];
    const compared = (same: boolean) => fact('money-compared', { first: first.id, second: second.id, same }, noon(3));
    expect(moves(first, second, compared(true))).toHaveLength(1);
    expect(moves(first, second, compared(false))).toHaveLength(2);
    expect(doubts(first, second)).toEqual(['payment 500']);
    expect(doubts(first, second, compared(true))).toEqual([]);
    expect(doubts(first, second, compared(false))).toEqual([]);
  });
  test('what moves nothing is left out, and so is what lies ahead of the date', () => {
    const rejected = fact('dispute-closed', { outcome: 'rejected' }, noon(1));
    const reduced = fact('dispute-closed', { outcome: 'part', reduceBy: 70n }, noon(2));
    const sold = fact('closed', { how: 'sold' }, noon(2));
    expect(moves(rejected, sold, reduced, paid(1n, { on: 101 }))).toEqual([`reduction ${day(2)} 70`]);
  });
  test('on one day payments come first', () => {
    const closed = fact('closed', { how: 'paid' }, noon(1));
    expect(moves(closed, paid(5n, { on: 1 }))).toEqual([`payment ${day(1)} 5`, `closing ${day(1)} null`]);
  });
});

describe('told twice?', () => {
  test('equal amounts within three days, from two sources or without an id', () => {
    expect(doubts(paid(500n, { on: 1 }), paid(500n, { on: 4, source: 'agency' }))).toEqual(['payment 500']);
    expect(doubts(paid(500n, { on: 1 }), paid(500n, { on: 5, source: 'agency' }))).toEqual([]);
    expect(doubts(paid(500n, { on: 1 }), paid(501n, { on: 1, source: 'agency' }))).toEqual([]);
    expect(doubts(back(500n, { on: 1 }), back(500n, { on: 2, source: 'agency' }))).toEqual(['reversal 500']);
    expect(doubts(paid(500n, { on: 1 }), back(500n, { on: 2, source: 'agency' }))).toEqual([]);
  });
  test('two events of one source, or two transactions of one source, are two', () => {
    expect(doubts(paid(500n, { on: 1 }), paid(500n, { on: 2 }))).toEqual([]);
    expect(doubts(paid(500n, { on: 1, id: null }, 'T-1'), paid(500n, { on: 2, id: null }, 'T-2'))).toEqual([]);
    expect(doubts(paid(500n, { on: 1, id: null }, 'T-1'), paid(500n, { on: 2, id: null }))).toEqual(['payment 500']);
    expect(doubts(paid(500n, { on: 1 }, 'T-1'), paid(500n, { on: 2, source: 'agency' }, 'T-1'))).toEqual([]);
  });
});
