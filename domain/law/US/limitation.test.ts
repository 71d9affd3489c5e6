import { expect, test } from '@jest/globals';
import type { Debt } from '../case.ts';
import { limitationOf } from './limitation.ts';

const TODAY = '2026-11-01';
const debt: Debt = {
  id: 'debt',
  product: 'card',
  lastDueOn: '2022-06-15',
  accruedOn: null,
  restarts: [],
  soldOn: null,
};

test.each([
  ['NY', '2025-06-15'],
  ['CA', '2026-06-15'],
  ['IL', '2027-06-15'],
  ['MA', '2028-06-15'],
])('US-SOL-01: in %s the last day to sue is %s', (region, lastDay) => {
  expect(limitationOf({ regions: [region], debt }, TODAY)).toEqual({ kind: 'runs', lastDay });
});

test('US-SOL-01: the day on which the right arose counts before the last due date', () => {
  expect(limitationOf({ regions: ['NY'], debt: { ...debt, accruedOn: '2022-01-31' } }, TODAY)).toEqual({
    kind: 'runs',
    lastDay: '2025-01-31',
  });
});

test('US-SOL-01: of two states the shorter counts', () => {
  expect(limitationOf({ regions: ['MA', 'NY'], debt }, TODAY)).toEqual({ kind: 'runs', lastDay: '2025-06-15' });
});

test('US-SOL-01: a part payment does not restart it here', () => {
  const restarts: Debt['restarts'] = [{ kind: 'part-payment', on: '2024-06-15', provedArrival: false, written: false }];
  expect(limitationOf({ regions: ['NY'], debt: { ...debt, restarts } }, TODAY)).toEqual({
    kind: 'runs',
    lastDay: '2025-06-15',
  });
});

test('US-SOL-01: a state that is not listed is not guessed', () => {
  expect(limitationOf({ regions: ['NY', 'WY'], debt }, TODAY)).toEqual({
    kind: 'unknown',
    words: 'the limitation of WY is not known here: counsel must say',
  });
});

test('US-SOL-01: without a state or a date nothing is known', () => {
  expect(limitationOf({ regions: [], debt }, TODAY).kind).toBe('unknown');
  expect(limitationOf({ regions: ['NY'], debt: { ...debt, lastDueOn: null } }, TODAY).kind).toBe('unknown');
});
