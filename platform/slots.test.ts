import { describe, expect, test } from '@jest/globals';
import { Slots } from './slots.ts';

describe('slots', () => {
  const take = (slots: Slots, got: number[], who: number) => slots.acquire().then(() => void got.push(who));

  test('are taken in order of arrival, no more at once than there are', async () => {
    const [slots, got]: [Slots, number[]] = [new Slots(2), []];
    const waiting = [1, 2, 3, 4].map((who) => take(slots, got, who));
    await Promise.resolve();
    expect([got, slots.scarce]).toEqual([[1, 2], true]);
    slots.release();
    await waiting[2];
    expect(got).toEqual([1, 2, 3]);
    slots.release();
    await Promise.all(waiting);
    expect([got, slots.scarce]).toEqual([[1, 2, 3, 4], false]);
  });

  test('more let in those who wait; fewer are freed as they are released', async () => {
    const [slots, got]: [Slots, number[]] = [new Slots(1), []];
    const waiting = [1, 2, 3].map((who) => take(slots, got, who));
    slots.resize(3);
    await Promise.all(waiting);
    slots.resize(1);
    const last = take(slots, got, 4);
    slots.release();
    slots.release();
    await Promise.resolve();
    expect(got).toEqual([1, 2, 3]);
    slots.release();
    await last;
    expect(got).toEqual([1, 2, 3, 4]);
  });
});
