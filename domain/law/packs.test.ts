/** Every pack is in the table by its name, and is tested by its vectors (tests/support/pack-tests.ts). */
import { existsSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { PACKS } from './packs.ts';
import { JURISDICTIONS } from './rule.ts';

test.each(JURISDICTIONS)('%s', (name) => {
  expect(PACKS[name].name).toBe(name);
  expect(existsSync(new URL(`${name}/pack.test.ts`, import.meta.url))).toBe(true);
});
