import { expect, test } from '@jest/globals';
import { account, day, fact, noon, opening } from '../../tests/support/facts.ts';
import type { AccountFact, AccountFactKind } from '../facts.ts';
import { type MoneyNews, moneyTasks } from './news.ts';
import { positionOf } from './position.ts';

const NONE: MoneyNews = { kinds: new Set(), closed: null, rose: false };
const tasks = (news: Partial<MoneyNews>, on: number, ...facts: AccountFact[]) => {
  const known = account({ opening: opening(undefined, undefined, day(0)), facts });
  return moneyTasks(known, positionOf(known, day(on)), { ...NONE, ...news });
};
const kinds = (...all: AccountFactKind[]) => new Set(all);

test('nothing to see asks nobody', () => {
  expect(tasks({}, 5)).toEqual([]);
  expect(tasks({ kinds: kinds('payment', 'dispute'), rose: true }, 5)).toEqual([]);
});

test('a payment that the book lacks, until it counts as returned', () => {
  const payment = fact('payment', { minor: 143_400n, via: 'lender' }, noon(1));
  const body = { asOf: day(7), balance: 4_100_000n, dues: [{ on: day(0), minor: 143_400n }] };
  const facts = [payment, { ...fact('balance-update', body, noon(7)), source: 'book' }];
  expect(tasks({}, 7, ...facts)).toEqual([
    {
      kind: 'payment-not-in-book',
      reason: `NT$ 1,434 of ${day(1)} is not in the book of ${day(7)}; believed until ${day(9)} (fact ${payment.id})`,
    },
  ]);
  expect(tasks({}, 10, ...facts)).toEqual([]);
});

test('two tellings that may be one', () => {
  const first = fact('payment', { minor: 500n, via: 'lender' }, noon(1));
  const [task, ...others] = tasks({}, 3, first, { ...first, id: 'other', source: 'agency' });
  expect([task, others]).toEqual([
    {
      kind: 'told-twice',
      reason: `NT$ 5 told twice from ${day(1)} on: is it one payment or two? (facts ${first.id}, other)`,
    },
    [],
  ]);
});

test.each<[Partial<MoneyNews>, number]>([
  [{ closed: 'sold' }, 0],
  [{ closed: 'sold', rose: true }, 1],
  [{ closed: 'sold', kinds: kinds('payment') }, 1],
  [{ closed: 'sold', kinds: kinds('dispute') }, 1],
  [{ closed: 'sold', kinds: kinds('balance-update') }, 0],
  [{ closed: 'paid', rose: true }, 0],
  [{ closed: 'settled', rose: true, kinds: kinds('reversal') }, 1],
])('news of a closed account: %j', (news, count) => {
  expect(tasks(news, 5).map(({ kind }) => kind)).toEqual(Array.from({ length: count }, () => 'after-closing'));
});
