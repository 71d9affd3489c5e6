/** Every way in which a bank statement can be bad: it is refused whole, with place, reason and remedy. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { BANK_FAULTS } from '../../channels/bank/faults.ts';
import { readStatement } from '../../channels/bank/read-statement.ts';
import { BankMapping } from '../../domain/contracts/bank-mapping.ts';
import { BAD_CSV, BAD_XML, GOOD_CSV, GOOD_XML } from '../fixtures/bad-input/bank.ts';
import { expectSilent } from '../support/bad-input.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const EXAMPLE = JSON.parse(readFileSync(join(ROOT, 'docs/examples/bank-mapping.json'), 'utf8'));
const MAPPING = BankMapping.parse(EXAMPLE);

/** `code place` of each fault. */
function faultsOf(content: string | Buffer, mapping: BankMapping | null): string[] {
  const result = readStatement(Buffer.from(content as string), mapping);
  if (!('faults' in result)) return [];
  for (const { reason, remedy } of result.faults) expect(`${reason}${remedy}`).toMatch(/^.+\..+\.$/);
  expectSilent(JSON.stringify(result));
  return result.faults.map(({ code, place }) => `${code} ${place}`);
}

test('the files that are spoilt are good before', () => {
  expect(faultsOf(GOOD_XML, null)).toEqual([]);
  expect(faultsOf(GOOD_CSV, MAPPING)).toEqual([]);
});

describe('XML', () => {
  test.each([...BAD_XML])('%s', (_, content, faults) => {
    expect(faultsOf(content, null)).toEqual(faults);
  });
});

describe('CSV', () => {
  test.each([...BAD_CSV])('%s', (_, content, faults) => {
    expect(faultsOf(content, MAPPING)).toEqual(faults);
  });

  const encoded = (encoding: 'windows-1252' | 'gb18030', content: string | Buffer) =>
    faultsOf(content, { ...MAPPING, encoding });
  test('another encoding than the mapping names', () => {
    expect(encoded('windows-1252', `\uFEFF${GOOD_CSV}`)).toEqual(['other-encoding file']);
    expect(encoded('gb18030', `\uFEFF${GOOD_CSV}`)).toEqual(['other-encoding file']);
    expect(encoded('windows-1252', GOOD_CSV.replace('Transfer', 'Zürich'))).toEqual(['other-encoding file']);
    const broken = Buffer.from(GOOD_CSV.replace('Transfer', '\u00ff'), 'latin1');
    expect(encoded('gb18030', broken)).toEqual(['other-encoding file']);
  });
});

test('a file of a thousand faults tells the first hundred', () => {
  const row = GOOD_CSV.trimEnd().split('\n').at(-1)?.replace('TWD', '???');
  expect(faultsOf(`${GOOD_CSV}${`${row}\n`.repeat(1000)}`, MAPPING)).toHaveLength(100);
});

test('each code of a fault has a file here, and stands in docs/bank-statements.md', () => {
  const seen = new Set([...BAD_XML, ...BAD_CSV].flatMap(([, , faults]) => faults.map((fault) => fault.split(' ')[0])));
  const page = readFileSync(join(ROOT, 'docs/bank-statements.md'), 'utf8');
  for (const code of Object.keys(BANK_FAULTS))
    expect([code, seen.has(code), page.includes(`\`${code}\``)]).toEqual([code, true, true]);
});

describe('a mapping', () => {
  const faultsIn = (change: object) =>
    BankMapping.safeParse({ ...EXAMPLE, ...change }).error?.issues.map(
      ({ path, message }) => `${path.join('/')}: ${message}`,
    ) ?? [];

  test('the example is one, and leaves nothing to guess', () => expect(faultsIn({})).toEqual([]));
  test.each<[string, object, RegExp]>([
    ['an unknown field', { dates: 1 }, /dates/],
    ['another version', { v: 2 }, /^v: /],
    ['no date', { date: undefined }, /^date: /],
    ['a form of a date that is not known', { date: { column: 'a', form: 'MM-DD' } }, /^date\/form: /],
    ['an encoding that is not read', { encoding: 'big5' }, /^encoding: /],
    ['a delimiter of two', { delimiter: ';;' }, /^delimiter: /],
    ['equal separators', { decimalSeparator: ',' }, /^thousandsSeparator: must not be the decimal separator/],
    ['no currency', { currency: { constant: 'NTD' } }, /^currency/],
    ['a column without a name', { counterparty: ' ' }, /^counterparty: /],
    ['a column twice in a list', { text: ['a', 'a'] }, /^text: a column stands here once/],
    ['51 rows to skip', { skipRows: 51 }, /^skipRows: /],
    ['no words of a return', { returned: { column: 'a', words: [] } }, /^returned\/words: /],
    [
      'a word that means both directions',
      { amount: { form: 'direction', column: 'a', direction: 'b', in: ['C'], out: ['D', 'c'] } },
      /^amount\/out: a word means in or out/,
    ],
  ])('%s', (_, change, words) => {
    const faults = faultsIn(change);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(words);
  });
});

test('the samples are one for each message and version', () => {
  const samples = readdirSync(join(ROOT, 'channels/bank/samples'));
  expect(samples).toEqual(['camt.053.001.02.xml', 'camt.053.001.08.xml', 'camt.054.001.02.xml', 'camt.054.001.08.xml']);
  for (const sample of samples) {
    const result = readStatement(readFileSync(join(ROOT, 'channels/bank/samples', sample)), null);
    expect('faults' in result ? result.faults : `${result.format}.xml`).toEqual(sample);
  }
});
