import { expect, test } from '@jest/globals';
import { TEST_CREDITOR } from '../../tests/support/creditor.ts';
import { CreditorFile } from './creditor.ts';

const faults = (over: object, terms: object = {}) => {
  const parsed = CreditorFile.safeParse([{ ...TEST_CREDITOR, ...over, terms: { ...TEST_CREDITOR.terms, ...terms } }]);
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'));
};

test('a whole creditor is taken', () => {
  expect(faults({})).toEqual([]);
  expect(faults({ name: 'W'.repeat(60) }, { phone: '+886 (0)2 5550-0100/01.22' })).toEqual([]);
});

test.each([
  ['a name that an SMS has no room for', { name: 'W'.repeat(61) }, {}, '0.name'],
  ['a name of two lines', { name: 'Bank\nBcc: x' }, {}, '0.name'],
  ['a phone in words', {}, { phone: 'ask for Ann' }, '0.terms.phone'],
  ['a phone that an SMS has no room for', {}, { phone: '+'.padEnd(26, '1') }, '0.terms.phone'],
  ['an address of two lines', {}, { address: '1 Harbour Road\nTaipei' }, '0.terms.address'],
  ['no free help', {}, { freeHelp: ' ' }, '0.terms.freeHelp'],
])('%s is refused', (_, over, terms, at) => {
  expect(faults(over, terms)).toEqual([at]);
});
