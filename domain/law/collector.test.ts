import { expect, test } from '@jest/globals';
import { account, CREDITOR } from '../../tests/support/facts.ts';
import { isCollected, mustDisclose } from './collector.ts';

test.each([
  [['US'], 'agency', true],
  [['US'], 'buyer', true],
  [['US'], 'law-firm', true],
  [['US'], 'creditor', false],
  [['UK', 'IN'], 'agency', false],
  [['UK', 'US'], 'agency', true],
] as const)('%j, %s: %s', (laws, actor, disclosed) => expect(mustDisclose(laws, actor)).toBe(disclosed));

test.each([
  ['US', 'agency', true],
  ['US', undefined, false],
  ['GB', 'agency', false],
] as const)('an account in %s of a creditor that acts as %s: %s', (country, actsAs, collected) => {
  const creditor = { ...CREDITOR, country, ...(actsAs === undefined ? {} : { actsAs }) };
  expect(isCollected(account({ creditor }, { country }))).toBe(collected);
});
