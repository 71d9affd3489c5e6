import { expect, test } from '@jest/globals';
import { excessOverSheet } from './sheet-excess.ts';

const part = (on: string, minor: bigint) => ({ on, minor });
const leaves = (minor: bigint, currency = 'TWD') => ({ offer: { form: 'pro-rata', minor, currency } as const });
const FORTNIGHTS = [part('2026-12-01', 40_000n), part('2026-12-15', 40_000n), part('2026-12-29', 40_000n)];

test('what comes due in any month is held against what the sheet leaves', () => {
  expect(excessOverSheet(FORTNIGHTS, null, 'TWD')).toEqual([]);
  expect(excessOverSheet(FORTNIGHTS, leaves(120_000n), 'TWD')).toEqual([]);
  expect(excessOverSheet(FORTNIGHTS, leaves(119_999n), 'TWD')).toEqual([
    'it asks for NT$ 1,200 in a month, and the sheet of income and expenses leaves NT$ 1,199.99',
  ]);
});

test('parts a month apart are paid from two months', () => {
  const months = [part('2027-01-31', 50_000n), part('2027-02-28', 50_000n), part('2027-03-31', 50_000n)];
  expect(excessOverSheet(months, leaves(50_000n), 'TWD')).toEqual([]);
  expect(excessOverSheet(months, leaves(49_999n), 'TWD')).toHaveLength(1);
});

test('a sheet without an offer, or in another currency, covers no plan', () => {
  expect(excessOverSheet([part('2026-12-01', 1n)], {}, 'TWD')).toEqual([
    'the sheet of income and expenses leaves nothing to pay',
  ]);
  expect(excessOverSheet(FORTNIGHTS, leaves(120_000n, 'EUR'), 'TWD')).toEqual([
    'the sheet of income and expenses is in EUR',
  ]);
});
