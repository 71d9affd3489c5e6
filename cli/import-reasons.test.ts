import { expect, test } from '@jest/globals';
import { addReasons, type RefusalReason } from '../engine/import/refusal-reasons.ts';
import { reasonLines } from './import-reasons.ts';

const currency = { column: 'currency', code: 'unknown-currency' } as const;
const language = { column: 'language', code: 'unknown-language' } as const;

test('one reason of every row is told once, with the count', () => {
  const reasons: RefusalReason[] = [];
  for (let batch = 0; batch < 3; batch += 1) addReasons(reasons, Array(4000).fill(currency));
  expect(reasonLines(reasons, 12_000)).toEqual([
    'Every row (12000), column currency: The currency is not known. Write an ISO 4217 code such as TWD.',
  ]);
});

test('several reasons, the most frequent first; a whole row; the rest is counted', () => {
  const reasons: RefusalReason[] = [];
  addReasons(reasons, [language, currency, currency, { column: '', code: 'column-count' }]);
  expect(reasonLines(reasons, 5)).toEqual([
    '2 rows, column currency: The currency is not known. Write an ISO 4217 code such as TWD.',
    '1 row, column language: The language is not known. Write en or zh-Hans.',
    '1 row: The row has more or fewer cells than the header. Put cells that hold a comma into double quotes and give every column a cell.',
  ]);
  addReasons(
    reasons,
    ['name', 'zone', 'product', 'account'].map((column) => ({ column, code: 'empty' as const })),
  );
  expect(reasonLines(reasons, 5)).toHaveLength(6);
  expect(reasonLines(reasons, 5).at(-1)).toBe('2 other reasons in the refused file.');
  expect(reasonLines([{ ...currency, rows: 1, sentence: 'No.', remedy: 'Do.' }], 1)[0]).toBe(
    '1 row, column currency: No. Do.',
  );
});
