import { expect, test } from '@jest/globals';
import { TEST_CREDITOR } from '../../tests/support/creditor.ts';
import { DEFAULT_ARRANGEMENTS } from '../arrangements.ts';
import { CreditorFile } from './creditor.ts';

const faults = (over: object, terms: object = {}) => {
  const parsed = CreditorFile.safeParse([{ ...TEST_CREDITOR, ...over, terms: { ...TEST_CREDITOR.terms, ...terms } }]);
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'));
};

test('a whole creditor is taken', () => {
  expect(faults({})).toEqual([]);
  expect(faults({}, { costs: { call: '8000' } })).toEqual([]);
  for (const silenceMonths of [1, 6, 24]) expect(faults({}, { silenceMonths })).toEqual([]);
  expect(faults({ name: 'W'.repeat(60) }, { phone: '+886 (0)2 5550-0100/01.22' })).toEqual([]);
});

test("bounds of a person's own word: none given are the shipped ones, some given leave the others as shipped", () => {
  const read = (arrangements?: object) =>
    CreditorFile.parse([
      { ...TEST_CREDITOR, terms: { ...TEST_CREDITOR.terms, ...(arrangements && { arrangements }) } },
    ])[0]?.terms.arrangements;
  expect(read()).toBeUndefined();
  expect(read({})).toEqual(DEFAULT_ARRANGEMENTS);
  expect(read({ promiseDays: 30, promises: 0 })).toEqual({ ...DEFAULT_ARRANGEMENTS, promiseDays: 30, promises: 0 });
});

test.each([
  ['a promise of more than ten years', {}, { arrangements: { promiseDays: 3651 } }, '0.terms.arrangements.promiseDays'],
  ['a part of more than all', {}, { arrangements: { leastPercent: 101 } }, '0.terms.arrangements.leastPercent'],
  ['a review of weeks', {}, { arrangements: { reviewDays: 11 } }, '0.terms.arrangements.reviewDays'],
  ['a bound that does not exist', {}, { arrangements: { promise: 3 } }, '0.terms.arrangements'],
  ['a name that an SMS has no room for', { name: 'W'.repeat(61) }, {}, '0.name'],
  ['a cost as a number', {}, { costs: { call: 80 } }, '0.terms.costs.call'],
  ['the cost of no channel', {}, { costs: { letter: '80' } }, '0.terms.costs'],
  ['a silence of more than two years', {}, { silenceMonths: 25 }, '0.terms.silenceMonths'],
  ['a silence that never ends', {}, { silenceMonths: 0 }, '0.terms.silenceMonths'],
  ['no restarts a day', {}, { restartsADay: 0 }, '0.terms.restartsADay'],
  ['a silence of half a month', {}, { silenceMonths: 0.5 }, '0.terms.silenceMonths'],
  ['a silence in words', {}, { silenceMonths: 'six' }, '0.terms.silenceMonths'],
  ['a name of two lines', { name: 'Bank\nBcc: x' }, {}, '0.name'],
  ['a phone in words', {}, { phone: 'ask for Ann' }, '0.terms.phone'],
  ['a phone that an SMS has no room for', {}, { phone: '+'.padEnd(26, '1') }, '0.terms.phone'],
  ['an address of two lines', {}, { address: '1 Harbour Road\nTaipei' }, '0.terms.address'],
  ['no free help', {}, { freeHelp: ' ' }, '0.terms.freeHelp'],
])('%s is refused', (_, over, terms, at) => {
  expect(faults(over, terms)).toEqual([at]);
});
