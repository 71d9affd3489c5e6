import { expect, test } from '@jest/globals';
import { plan as planStage } from '../../stages/plan/stage.ts';
import { RULES } from '../../stages/rules.ts';
import { accepted, proposed } from '../../tests/support/agreements.ts';
import { account, day, fact, noon } from '../../tests/support/facts.ts';
import { inOrder } from '../fact-order.ts';
import type { AccountFact } from '../facts.ts';
import { situationOf } from '../situation.ts';

const settlement = proposed([[10, 100_000n]], {
  settlement: true,
  lastDay: day(10),
  waived: { minor: 43_400n },
});
const paid = fact('payment', { minor: 100_000n, via: 'lender' }, noon(8));
const back = (on: number, at = noon(on)) => fact('reversal', { minor: 100_000n }, at);
const waiver = (on: number, at = noon(on) + 1) =>
  fact(
    'book-instructed',
    { instruction: 'w', kind: 'waiver', effectiveOn: day(on), deadline: day(on + 5), minor: 43_400n },
    at,
  );
const booked = (on: number) => fact('book-confirmed', { instruction: 'w', bookedOn: day(on) }, noon(on));

/** The plans whose waiver a person is asked to look at on a day. */
function asked(on: number, ...more: AccountFact[]): number[] {
  const facts = [settlement, accepted(settlement, 2), ...more].sort(inOrder);
  const situation = situationOf(account({ facts }), noon(on), RULES);
  const step = planStage.steps.find(({ name }) => name === 'waiver-booked');
  return step?.occurrences?.(situation).map(({ occurrence }) => occurrence) ?? [];
}

test('a person is asked once the money is gone and the book has waived the rest', () => {
  expect(asked(13, paid, waiver(8), booked(9))).toEqual([]);
  expect(asked(13, paid, waiver(8), booked(9), back(12))).toEqual([1]);
  expect(asked(9, paid, waiver(8), booked(9), back(9))).toEqual([1]);
  expect(asked(13, paid, waiver(8), back(8, noon(8) + 2), booked(9))).toEqual([1]);
});

test('not while the book has not booked it, nor where the sum was not there when something was waived', () => {
  expect(asked(13, paid, waiver(8), back(12))).toEqual([]);
  expect(asked(13, waiver(5), booked(6))).toEqual([]);
  expect(asked(13, waiver(2, noon(2)), paid, booked(9), back(12))).toEqual([]);
  expect(asked(13, waiver(12), booked(13), paid, back(11))).toEqual([]);
});

test('not once the money is there again', () => {
  expect(
    asked(10, paid, waiver(8), booked(9), back(9), fact('payment', { minor: 100_000n, via: 'lender' }, noon(10))),
  ).toEqual([]);
});
