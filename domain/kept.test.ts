import { expect, test } from '@jest/globals';
import { Kept } from './kept.ts';

test('keeps the answers of the last keys, and no others', () => {
  const kept = new Kept<object, number>();
  const keys = Array.from({ length: 100 }, () => ({}));
  for (const [index, key] of keys.entries()) expect(kept.set(key, index)).toBe(index);
  expect(keys.map((key) => kept.get(key)).filter((value) => value !== null)).toEqual(
    Array.from({ length: 64 }, (_, index) => index + 36),
  );
});
test('a key has its last answer and takes one place', () => {
  const kept = new Kept<object, string>();
  const [first, second] = [{}, {}];
  kept.set(first, 'a');
  for (let times = 0; times < 100; times += 1) kept.set(second, `b${times}`);
  expect([kept.get(first), kept.get(second), kept.get({})]).toEqual(['a', 'b99', null]);
});
