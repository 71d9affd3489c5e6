import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { defaultFloors, FLOOR_NAMES, floorsOf } from './floors.ts';

test.each([
  ['TWD', 3_000n, 15_000n, 90_000n],
  ['USD', 100n, 500n, 3_000n],
  ['JPY', 150n, 750n, 4_500n],
  ['KWD', 300n, 1_500n, 9_000n],
])('%s has floors of its own size', (currency, contact, call, placement) =>
  expect(defaultFloors(currency)).toMatchObject({ contact, call, placement }),
);

test('the terms of a creditor come first, one by one', () => {
  expect(floorsOf({ contact: '0', legal: '7' }, 'USD')).toEqual({ ...defaultFloors('USD'), contact: 0n, legal: 7n });
});

test('nobody is called, placed or reported below the floor of contact', () => {
  const floors = defaultFloors('EUR');
  for (const name of FLOOR_NAMES) expect(floors[name]).toBeGreaterThanOrEqual(floors.contact);
});

test.each(FLOOR_NAMES)('docs/operating.md names the floor %s and its defaults', (name) => {
  const page = readFileSync(new URL('../docs/operating.md', import.meta.url), 'utf8');
  const row = page.split('\n').find((line) => line.startsWith(`| \`floors.${name}\` |`));
  expect(row).toContain(`| ${defaultFloors('TWD')[name]} | ${defaultFloors('USD')[name]} |`);
});
