import { expect, test } from '@jest/globals';
import { account, DUE_ON, day, fact, noon } from '../tests/support/facts.ts';
import fc from '../tests/support/property.ts';
import type { AccountFacts } from './facts.ts';
import { type LastPayment, lastPaymentOf } from './last-payment.ts';
import { standingOf } from './standing.ts';

const paid = (on: number, minor: bigint) => fact('payment', { minor, via: 'lender' }, noon(on));
const returned = (on: number) => fact('reversal', { minor: 10n }, noon(on));
/** A book of that day in which `unpaid` of the due is unpaid. */
const book = (on: number, unpaid: bigint) =>
  fact('balance-update', { asOf: day(on), balance: 4_000_000n, dues: [{ on: DUE_ON, minor: unpaid }] }, noon(on));
const named = (on: number, minor: bigint, asOf: number) => ({ on: day(on), minor, asOf: day(asOf) });
const last = (over: Partial<AccountFacts>): LastPayment | null => {
  const facts = account(over);
  return lastPaymentOf(facts, standingOf(facts, noon(60)));
};
const at = (on: number, minor: bigint): LastPayment => ({ on: day(on), minor });

const KNOWN: [string, Partial<AccountFacts>, LastPayment | null][] = [
  ['nothing is known', {}, null],
  ['two payments', { facts: [paid(2, 10n), paid(5, 20n)] }, at(5, 20n)],
  ['the older of two was told last', { facts: [paid(5, 20n), paid(2, 10n)] }, at(5, 20n)],
  ['only the book names one', { bookPayment: named(-30, 70n, 1) }, at(-30, 70n)],
  [
    'a payment after the one that the book names',
    { facts: [paid(2, 10n)], bookPayment: named(-30, 70n, 1) },
    at(2, 10n),
  ],
  [
    'a payment told late, before the one that the book names',
    { facts: [paid(2, 10n)], bookPayment: named(4, 70n, 9) },
    at(4, 70n),
  ],
  ['the same payment, by both', { facts: [paid(4, 70n)], bookPayment: named(4, 70n, 9) }, at(4, 70n)],
  [
    'two payments of a day: the later of them',
    { facts: [paid(4, 70n), fact('payment', { minor: 5n, via: 'agency' }, noon(4) + 1)] },
    at(4, 5n),
  ],
  ['implied by the book', { facts: [paid(2, 10n), book(9, 143_360n)] }, at(9, 30n)],
  ['implied by the book, which names it', { facts: [book(9, 143_370n)], bookPayment: named(7, 30n, 9) }, at(7, 30n)],
  [
    'implied, and the book named an older one on arrival',
    { facts: [book(9, 143_370n)], bookPayment: named(-3, 8n, 1) },
    at(9, 30n),
  ],
  ['a higher balance in the book is no payment', { facts: [book(9, 143_500n)] }, null],
  [
    'a dispute that took something off is no payment',
    { facts: [paid(2, 10n), fact('dispute-closed', { outcome: 'part', reduceBy: 5n }, noon(8))] },
    at(2, 10n),
  ],
  ['the last one came back', { facts: [paid(2, 10n), returned(4)] }, null],
  ['the last one came back, as was told before it', { facts: [returned(4), paid(2, 10n)] }, null],
  ['paid again after it came back', { facts: [paid(2, 10n), returned(4), paid(6, 10n)] }, at(6, 10n)],
  ['the book named it, then it came back', { facts: [returned(12)], bookPayment: named(7, 30n, 9) }, null],
  [
    'the book names it on after something came back',
    { facts: [returned(8)], bookPayment: named(7, 30n, 9) },
    at(7, 30n),
  ],
];
test.each(KNOWN)('%s', (_, facts, expected) => expect(last(facts)).toEqual(expected));

test('in any order of arrival', () => {
  const facts = [paid(2, 10n), paid(5, 20n), book(9, 143_350n), returned(3), paid(12, 40n)];
  fc.assert(
    fc.property(fc.shuffledSubarray(facts, { minLength: facts.length }), (shuffled) => {
      expect(last({ facts: shuffled })).toEqual(at(12, 40n));
    }),
  );
});
