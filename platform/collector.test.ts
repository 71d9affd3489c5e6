import { describe, expect, test } from '@jest/globals';
import { collect } from './collector.ts';

/** Batches under way, each ended by the test. */
function openBatches() {
  const batches: { items: number[]; end(): void }[] = [];
  const run = (items: number[]) =>
    new Promise<number[]>((resolve) => {
      batches.push({ items, end: () => resolve(items.map((item) => item * 10)) });
    });
  return { batches, run };
}
const tick = (ms = 15) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a collector', () => {
  test('gathers what arrives while as many calls as may be are under way', async () => {
    const { batches, run } = openBatches();
    const ask = collect(run, { waitMs: 1, most: 100, inFlight: 1 });
    const first = ask(1);
    await tick();
    const rest = [ask(2), ask(3), ask(4)];
    await tick();
    expect(batches.map(({ items }) => items)).toEqual([[1]]);
    batches[0]?.end();
    expect(await first).toBe(10);
    await tick();
    expect(batches.map(({ items }) => items)).toEqual([[1], [2, 3, 4]]);
    batches[1]?.end();
    expect(await Promise.all(rest)).toEqual([20, 30, 40]);
  });

  test('takes no more than it may at once, and begins full batches without waiting', async () => {
    const { batches, run } = openBatches();
    const ask = collect(run, { waitMs: 10_000, most: 2, inFlight: 2 });
    const asked = [1, 2, 3, 4, 5].map(ask);
    await tick();
    expect(batches.map(({ items }) => items)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    batches[1]?.end();
    await tick();
    expect(batches.map(({ items }) => items)).toContainEqual([5]);
    for (const batch of batches) batch.end();
    expect(await Promise.all(asked)).toEqual([10, 20, 30, 40, 50]);
  });

  test('a failing item fails alone', async () => {
    const ask = collect(
      async (items: number[]) => {
        if (items.includes(3)) throw new Error('three');
        return items;
      },
      { waitMs: 1, most: 100, inFlight: 1 },
    );
    const results = await Promise.allSettled([1, 2, 3, 4].map(ask));
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([
      1,
      2,
      'failed',
      4,
    ]);
  });
});
