import { describe, expect, test } from '@jest/globals';
import { SHEET_COUNTRIES } from '../care/affordability/sheet-lines.ts';
import { LANGUAGES } from '../letter.ts';
import { faultsOf } from './event.ts';
import { blankSheet, IncomeExpense, sheetOf } from './income-expense.ts';

const OWN = { line: 'credit-card', balance: '1000.00', ours: true };
const FILE = { country: 'UK', household: { adults: 1 }, lines: [{ line: 'food', amount: '300' }], debts: [OWN] };
/** The faults, as `pointer: words`. */
function faultsWith(over: object): string[] {
  const { error } = IncomeExpense.safeParse({ ...FILE, ...over });
  return error === undefined ? [] : faultsOf(error).map(({ pointer, words }) => `${pointer}: ${words}`);
}
const line = (over: object) => faultsWith({ lines: [{ line: 'food', amount: '1', ...over }] });
const debt = (over: object) => faultsWith({ debts: [OWN, { line: 'overdraft', ...over }] });

describe('a sheet is refused by field, line, reason and remedy', () => {
  test.each([
    [
      'negative',
      { amount: '-5' },
      '/lines/0/amount: food: must not be negative: write what is paid as an expense, what comes in as an income',
    ],
    ['three decimals', { amount: '5.001' }, '/lines/0/amount: food: has more decimals than GBP: round it'],
    ['a thousands mark', { amount: '1,434.50' }, '/lines/0/amount: food: has a thousands mark: write 1434.50'],
    [
      'another currency',
      { amount: 'USD 5' },
      '/lines/0/amount: food: a plain decimal in GBP is needed, such as 1434 or 1434.50',
    ],
    [
      'no number',
      { amount: '1e3' },
      '/lines/0/amount: food: a plain decimal in GBP is needed, such as 1434 or 1434.50',
    ],
    [
      'too large',
      { amount: '1'.repeat(16) },
      '/lines/0/amount: food: is too large: at most 15 digits before the point',
    ],
    ['a number of JSON', { amount: 5 }, '/lines/0/amount: an amount as text, such as "1434.50"'],
    [
      'a line that is mistyped',
      { line: 'counciltax' },
      '/lines/0/line: the sheet of UK has no such line: did you mean council-tax? npx arrears afford sheet UK shows them',
    ],
    [
      'a line of another country',
      { line: 'social-insurance' },
      '/lines/0/line: the sheet of UK has no such line: npx arrears afford sheet UK shows them',
    ],
    ['a debt among the lines', { line: 'overdraft' }, '/lines/0/line: overdraft is a debt: name it in debts'],
    [
      'words that are not the line’s',
      { words: 'Ann’s food' },
      '/lines/0/words: food: leave the words of the blank sheet, or leave them out',
    ],
    ['words of a person', { note: 'ill' }, '/lines/0/note: not known'],
  ])('%s', (_, over, fault) => expect(line(over)).toEqual([fault]));

  test('a period that is none', () => {
    expect(line({ per: 'day' })).toEqual([expect.stringMatching(/^\/lines\/0\/per: .*"week"/)]);
  });
  test('the same line twice: the second is named', () => {
    const lines = [FILE.lines[0], { line: 'rent', amount: '' }, { line: 'food', amount: '3' }];
    expect(faultsWith({ lines })).toEqual(['/lines/2/line: food stands in the sheet twice: add the amounts up']);
  });
  test.each([
    ['an expense', { line: 'rent' }, '/debts/1/line: rent is no debt: tell it in lines'],
    [
      'an unknown debt',
      { line: 'over-draft' },
      '/debts/1/line: the sheet of UK has no such line: did you mean overdraft? npx arrears afford sheet UK shows them',
    ],
    [
      'a negative balance',
      { balance: '-1' },
      expect.stringContaining('/debts/1/balance: overdraft: must not be negative'),
    ],
    ['three decimals', { pays: '1.005' }, '/debts/1/pays: overdraft: has more decimals than GBP: round it'],
    [
      'a priority debt of ours',
      { line: 'rent-arrears', ours: true },
      '/debts/1/ours: rent-arrears is a priority debt: it is paid before others and gets no share; ours is a debt that is shared',
    ],
    ['a name for it', { id: 'loan-of-ann' }, '/debts/1/id: not known'],
  ])('debts: %s', (_, over, fault) => expect(debt(over)).toEqual([fault]));

  test.each([
    [
      'no debt of ours',
      { debts: [{ line: 'overdraft' }] },
      '/debts: none is owed to the creditor that asks: set "ours": true on its own',
    ],
    [
      'a currency that is not the country’s',
      { currency: 'USD' },
      '/currency: the sheet of UK is in GBP: convert the amounts, or use the country other',
    ],
    ['a currency that is none', { currency: 'ABC' }, '/currency: an ISO 4217 code, such as EUR'],
    [
      'no currency where none is known',
      { country: 'other' },
      '/currency: is needed here: an ISO 4217 code, such as EUR',
    ],
    ['a day that does not exist', { on: '2026-02-30' }, '/on: a date that exists, YYYY-MM-DD'],
    ['a name', { name: 'Ann' }, '/name: not known'],
    ['a diagnosis', { vulnerable: 'depression' }, expect.stringContaining('/vulnerable: ')],
    ['nobody in the household', { household: { adults: 0 } }, expect.stringContaining('/household/adults: ')],
    ['an unknown country', { country: 'FR' }, expect.stringContaining('/country: ')],
    ['an unknown explanation', { explained: ['he is rich'] }, expect.stringContaining('/explained/0: ')],
  ])('%s', (_, over, fault) => expect(faultsWith(over)).toEqual([fault]));

  test('all faults at once, and nothing that was typed is repeated', () => {
    const lines = [
      { line: 'ann-smith', amount: '1' },
      { line: 'food', amount: 'ann@example.com' },
    ];
    const faults = faultsWith({ lines, debts: [{ line: 'ann-smith' }] });
    expect(faults).toHaveLength(4);
    expect(faults.join()).not.toMatch(/ann/);
  });
});

describe('a sheet is read', () => {
  test('amounts in minor units of the currency; empty = not told, 0 = told', () => {
    const read = IncomeExpense.parse({
      ...FILE,
      household: { adults: 2, children: 1 },
      vulnerable: true,
      explained: ['food-zero'],
      lines: [
        { line: 'food', amount: ' 300.5 ', per: 'week' },
        { line: 'rent', amount: '' },
        { line: 'gas', amount: '0' },
      ],
      debts: [
        { line: 'credit-card', balance: '12', pays: '1.20', per: 'year' },
        { line: 'rent-arrears' },
        { line: 'credit-card', balance: '0', ours: true },
        { line: 'credit-card', pays: '0' },
      ],
    });
    expect(sheetOf(read, '2026-11-30')).toEqual({
      ...{ country: 'UK', currency: 'GBP', on: '2026-11-30', adults: 2, children: 1, flagged: true },
      explained: ['food-zero'],
      entries: [
        { line: 'food', minor: 300_50n, per: 'week' },
        { line: 'gas', minor: 0n, per: 'month' },
      ],
      debts: [
        { id: 'credit-card', line: 'credit-card', balance: 12_00n, pays: { minor: 1_20n, per: 'year' }, ours: false },
        { id: 'rent-arrears', line: 'rent-arrears', balance: null, pays: null, ours: false },
        { id: 'credit-card-2', line: 'credit-card', balance: 0n, pays: null, ours: true },
        { id: 'credit-card-3', line: 'credit-card', balance: null, pays: { minor: 0n, per: 'month' }, ours: false },
      ],
    });
  });
  test('the day of the sheet counts before today', () => {
    expect(sheetOf(IncomeExpense.parse({ ...FILE, on: '2026-10-01' }), '2026-11-30').on).toBe('2026-10-01');
  });
  test.each([
    ['JPY', '1434', 1434n, '1.5'],
    ['EUR', '14.34', 14_34n, '1.555'],
    ['KWD', '1.434', 1434n, '1.5555'],
  ])('in the minor units of %s, in any other country', (currency, amount, minor, wrong) => {
    const file = {
      ...FILE,
      country: 'other',
      currency,
      lines: [{ line: 'food', amount }],
      debts: [{ ...OWN, balance: '5' }],
    };
    expect(sheetOf(IncomeExpense.parse(file), '2026-11-30')).toMatchObject({ currency, entries: [{ minor }] });
    expect(faultsWith({ ...file, lines: [{ line: 'food', amount: wrong }] })).toEqual([
      `/lines/0/amount: food: has more decimals than ${currency}: round it`,
    ]);
  });
});

describe.each(SHEET_COUNTRIES)('the blank sheet of %s', (country) => {
  test.each(LANGUAGES)('in %s is taken as it is, and tells nothing', (language) => {
    const blank = blankSheet(country, language, '2026-11-30');
    const read = IncomeExpense.parse(country === 'other' ? { ...blank, currency: 'EUR' } : blank);
    const { entries, debts, on } = sheetOf(read, '2026-12-24');
    expect([entries, on]).toEqual([[], '2026-11-30']);
    expect(debts).toEqual([{ id: 'credit-card', line: 'credit-card', balance: null, pays: null, ours: true }]);
  });
});
