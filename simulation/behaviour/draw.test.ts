import { describe, expect, test } from '@jest/globals';
import { draw, drawBetween, drawNormal, drawn, drawOne, normalShare } from './draw.ts';

const accounts = Array.from({ length: 4000 }, (_, index) => `C-${index}`);
const mean = (all: readonly number[]): number => all.reduce((sum, value) => sum + value, 0) / all.length;

describe('draw', () => {
  test('answers the same question the same way, in any order, in any process', () => {
    expect(draw(7, 'C-1', 3, 'pays')).toBeCloseTo(0.7361873477100147, 12);
    const there = accounts.map((account) => draw(7, account, 3, 'pays'));
    const back = [...accounts].reverse().map((account) => draw(7, account, 3, 'pays'));
    expect(back.reverse()).toEqual(there);
  });

  test.each([
    ['seed', draw(8, 'C-1', 3, 'pays')],
    ['account', draw(7, 'C-2', 3, 'pays')],
    ['day', draw(7, 'C-1', 4, 'pays')],
    ['question', draw(7, 'C-1', 3, 'reads')],
  ])('another %s is another number', (_, other) => {
    expect(other).not.toBe(draw(7, 'C-1', 3, 'pays'));
  });

  test('spreads evenly over [0, 1), also over a few accounts of many seeds', () => {
    const all = accounts.map((account) => draw(7, account, 0, 'even'));
    expect(Math.min(...all)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...all)).toBeLessThan(1);
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const inside = all.filter((value) => Math.floor(value * 10) === tenth).length;
      expect(Math.abs(inside - 400)).toBeLessThan(80);
    }
    const some = accounts.slice(0, 60);
    const deviations = Array.from(
      { length: 300 },
      (_, seed) => (mean(some.map((a) => draw(seed, a, 0, 'even'))) - 0.5) * Math.sqrt(12 * 60),
    );
    const spread = Math.sqrt(mean(deviations.map((deviation) => deviation * deviation)));
    expect(spread).toBeGreaterThan(0.85);
    expect(spread).toBeLessThan(1.15);
  });
});

test('drawn, drawBetween and drawOne keep their shares and limits', () => {
  expect(mean(accounts.map((account) => (drawn(0.2, 1, account, 0, 'share') ? 1 : 0)))).toBeCloseTo(0.2, 1);
  const numbers = new Set(accounts.map((account) => drawBetween(3, 5, 1, account, 0, 'number')));
  expect([...numbers].sort()).toEqual([3, 4, 5]);
  expect(new Set(accounts.map((account) => drawOne(['a', 'b'], 1, account, 0, 'one'))).size).toBe(2);
  expect(() => drawOne([], 1, 'C-1', 0, 'one')).toThrow('nothing to draw from');
});

test('drawNormal has mean 0 and deviation 1, and normalShare is its distribution', () => {
  const all = accounts.map((account) => drawNormal(1, account, 0, 'normal'));
  expect(Math.abs(mean(all))).toBeLessThan(0.06);
  expect(Math.sqrt(mean(all.map((value) => value * value)))).toBeCloseTo(1, 1);
  expect(normalShare(0)).toBeCloseTo(0.5, 6);
  expect(normalShare(1.959964)).toBeCloseTo(0.975, 5);
  expect(normalShare(-1.281552)).toBeCloseTo(0.1, 5);
});
