import { expect, test } from '@jest/globals';
import { spreadMinutes } from './spread.ts';

test('twelve slots over an hour, or over two; a number keeps its slot', () => {
  const minutes = Array.from({ length: 500 }, (_, index) => spreadMinutes(`A-${index}`));
  expect([...new Set(minutes)].sort((a, b) => a - b)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55]);
  expect(spreadMinutes('A-1', 10)).toBe(2 * spreadMinutes('A-1'));
  expect(spreadMinutes('A-1')).toBe(spreadMinutes('A-1'));
});
