/**
 * The simulation drives maps in place of tables. Here the same acts are done over real tables by the product's own
 * functions, and must end in the same rows.
 */
import { expect, test } from '@jest/globals';
import { runBoth } from '../simulation/postgres/run-both.ts';
import { createDatabase } from '../support/database.ts';

const SIZE = { accounts: 10, months: 8 };

test.each([1, 2])(
  'seed %i ends in the same rows',
  async (seed) => {
    const { db, close } = await createDatabase(2);
    const { acts, effects, differences, duplicates, losses, violations } = await runBoth(db, seed, SIZE);
    expect(differences.slice(0, 20)).toEqual([]);
    expect([duplicates, losses, violations]).toEqual([0, [], []]);
    expect([acts > 300, effects > 100]).toEqual([true, true]);
    await close();
  },
  300_000,
);
