import { expect, test } from '@jest/globals';
import { isFarAboveOwed } from './doubt.ts';

test.each([
  ['what is owed', 143_400n, 143_400n, false],
  ['ten times of it', 1_434_000n, 143_400n, false],
  ['a cent more', 1_434_001n, 143_400n, true],
  ['two zeros too many', 14_340_000n, 143_400n, true],
  ['much, and nothing is owed', 30_000n, 0n, true],
  ['much, and too much was paid already', 30_000n, -500n, true],
  ['little, and nothing is owed', 29_999n, 0n, false],
  ['little, and a cent is owed', 29_999n, 1n, false],
])('%s', (_, minor, balance, far) => expect(isFarAboveOwed(minor, balance, 30_000n)).toBe(far));
