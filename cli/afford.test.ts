/** `arrears afford`, in processes of its own, where nothing runs. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { AffordabilityGuidelines } from '../domain/contracts/affordability-guidelines.ts';

jest.setTimeout(60_000);
const BIN = join(import.meta.dirname, 'bin.js');
const EXAMPLES = join(import.meta.dirname, '..', 'docs', 'examples');
const SHEET = join(EXAMPLES, 'income-expense.json');
const GUIDELINES = join(EXAMPLES, 'affordability-guidelines.json');
const home = mkdtempSync(join(tmpdir(), 'arrears-afford-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function arrears(words: readonly string[], input: unknown = '') {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...words], {
    env: { PATH: process.env['PATH'] ?? '', HOME: home, ARREARS_HOME: home, TZ: 'UTC' },
    encoding: 'utf8',
    cwd: home,
    input: typeof input === 'string' ? input : JSON.stringify(input),
  });
  return { status, stdout, stderr };
}
const example = () => JSON.parse(readFileSync(SHEET, 'utf8'));

describe('arrears afford FILE', () => {
  test('answers the example of Taiwan, the country of the example book', () => {
    const { status, stdout } = arrears(['afford', join(EXAMPLES, 'income-expense-tw.json')]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^TW, 2026-11-30: affordable, something can be paid\n/);
    expect(stdout).toContain('Offer: NT$ 1,871.30 a month; paid in 17 months');
  });
  test('answers the example: why, the sums, the offer, the review and who helps', () => {
    const { status, stdout, stderr } = arrears(['afford', SHEET]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n').slice(0, 26)).toEqual([
      'UK, 2026-11-30: affordable, something can be paid',
      '  The income of £1,904.92 a month less expenses of £1,711.68 comes to £193.24.',
      '  Priority debts come first: £40 a month.',
      '  £15.33 a month is kept for the unexpected.',
      '  £137.91 a month is shared out over debts of £5,655.25 by what is owed on each: £44.87 is the share of this',
      '  creditor.',
      '  £225 a month is paid on these debts now, more than there is: it cannot last.',
      '',
      'GBP a month',
      'Income                         £1,904.92',
      'Essential expenses               £666.84',
      'Priority expenses              £1,012.34',
      'Flexible expenses                 £32.50',
      'Income less expenses             £193.24',
      'Paid on priority debts               £40',
      'Left for other debts             £153.24',
      'Kept for the unexpected           £15.33',
      'Available for all other debts    £137.91',
      '',
      'Offer: £44.87 a month; paid in 42 months if no interest is added',
      '  debt                                     owed  paid now  offered',
      '  credit-card, Credit card               £1,840       £60   £44.87  ours',
      '  store-card, Store card or catalogue   £615.25       £25      £15',
      '  personal-loan, Loan without security   £3,200      £140   £78.04',
      '',
      'Look at it again by 2027-05-30.',
    ]);
    expect(stdout).toContain(
      '  StepChange Debt Charity, 0800 138 1111\n    www.stepchange.org; debt advice. Free debt',
    );
    expect(stdout).toContain('www.citizensadvice.org.uk; debt advice; unverified.');
  });

  test('the same as one JSON document, amounts as wire money', () => {
    const { status, stdout } = arrears(['afford', '-', '--json'], example());
    const answer = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(answer).toMatchObject({
      ...{ country: 'UK', currency: 'GBP', verdict: 'affordable', vulnerable: false, helpLacks: null },
      household: { adults: 1, children: 2 },
      monthly: { income: { currency: 'GBP', minor: '190492' }, available: { currency: 'GBP', minor: '13791' } },
      offer: { form: 'pro-rata', amount: { minor: '4487' }, all: { minor: '13791' }, months: 42 },
      ...{ reviewOn: '2027-05-30', breathingSpaceUntil: null },
    });
    expect(answer.offer.shares[1]).toEqual({
      ...{ debt: 'store-card', line: 'store-card', words: 'Store card or catalogue', ours: false },
      balance: { currency: 'GBP', minor: '61525' },
      pays: { currency: 'GBP', minor: '2500' },
      offered: { currency: 'GBP', minor: '1500' },
    });
    expect(answer.help[1]).toMatchObject({ number: '0800 138 1111', confidence: 'verbatim', unverified: false });
    expect(answer.help[0]).toMatchObject({ number: null, confidence: 'general-knowledge', unverified: true });
  });

  test('a deficit: no offer, a breathing space, the command that begins it, in Chinese too', () => {
    const sheet = example();
    const lines = sheet.lines.filter(({ line }: { line: string }) => line !== 'benefits');
    const poor = { ...sheet, vulnerable: true, lines };
    const { stdout } = arrears(['afford', '-'], poor);
    expect(stdout).toMatch(/^UK, 2026-11-30: deficit, the income does not cover what must be paid\n/);
    expect(stdout).not.toContain('Offer');
    expect(stdout).toMatch(
      /Let nothing press until 2027-03-30: .* npx arrears afford\s+record ACCOUNT\s+FILE --as NAME\n/s,
    );
    expect(stdout).toContain('Look at it again by 2026-12-30.');
    const chinese = arrears(['afford', '-', '--language', 'zh-Hans'], poor).stdout;
    expect(chinese).toContain('2027-03-30 前不催促');
    expect(chinese).toContain('每月开支和优先债务尚缺');
    expect(chinese.split('\n')[0]).toBe('UK, 2026-11-30: deficit, 收入不足以支付必要开支');
  });

  test('a sheet that does not add up: what to ask, and no figure of what is left', () => {
    const sheet = example();
    const { stdout } = arrears(['afford', '-'], { ...sheet, lines: sheet.lines.slice(0, 3) });
    expect(stdout).toMatch(
      /^UK, 2026-11-30: not-plausible, the sheet does not add up yet\n {2}missing: Nothing is told of food\./,
    );
    expect(stdout).not.toMatch(/Left for other debts|Available/);
  });

  test('a country without a list of help says so', () => {
    const { lines, ...sheet } = example();
    const known = lines.filter(
      ({ line }: { line: string }) => !['child-benefit', 'council-tax', 'tv-licence'].includes(line),
    );
    const debts = [{ line: 'credit-card', balance: '500', ours: true }];
    const { stdout } = arrears(['afford', '-'], { ...sheet, country: 'other', currency: 'EUR', lines: known, debts });
    expect(stdout).toMatch(/Free help\n {2}No list is kept for this country/);
    expect(stdout).toContain('€');
  });

  test('guidelines of the lender ask questions and set the numbers', () => {
    const { stdout } = arrears(['afford', SHEET, '--guidelines', GUIDELINES]);
    expect(stdout).toContain(
      '  question: Food: £411.67 a month is more than the guideline of £368.34. Ask why; the figure',
    );
    expect(stdout).toContain('Kept for the unexpected              £20\n');
    const path = join(home, 'guidelines.json');
    writeFileSync(path, JSON.stringify({ country: 'CN' }));
    expect(arrears(['afford', SHEET, '--guidelines', path])).toMatchObject({
      ...{ status: 1, stdout: '' },
      stderr: expect.stringMatching(
        /^The guidelines are for CN in CNY, the sheet for UK in GBP\.\nName the guidelines/,
      ),
    });
    writeFileSync(path, JSON.stringify({ country: 'UK', bounds: [{ line: 'fod' }] }));
    expect(arrears(['afford', SHEET, '--guidelines', path]).stderr).toMatch(
      /^The file was refused\. Guidelines, field bounds\[0\]\.line: the sheet of UK has no such expense line\.\nCorrect it/,
    );
  });

  test('a refused sheet names field, line, reason and remedy, and answers nothing', () => {
    const lines = [
      { line: 'food', amount: '-1' },
      { line: 'fuud', amount: '1.005' },
    ];
    const { status, stdout, stderr } = arrears(['afford', '-'], { ...example(), lines });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr.split('\n')).toEqual([
      'Sheet, field lines[1].line: the sheet of UK has no such line: did you mean food? npx arrears afford sheet UK shows them',
      expect.stringMatching(
        /^The file was refused\. Sheet, field lines\[0\]\.amount: food: must not be .*; and 1 fault more\.$/,
      ),
      expect.stringMatching(/^Correct it; nothing was answered\. npx arrears afford sheet UK --json/),
      '',
    ]);
    expect(arrears(['afford', '-'], '{').stderr).toMatch(/^The sheet is not JSON\.\nCorrect it/);
    expect(arrears(['afford'])).toMatchObject({ status: 2, stderr: expect.stringContaining('which sheet to judge') });
  });
});

describe('arrears afford sheet', () => {
  test('shows the lines of a country in either language', () => {
    const { status, stdout } = arrears(['afford', 'sheet', 'uk']);
    expect(status).toBe(0);
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      'Income',
      expect.stringMatching(/^ {2}line +what +amount +how often$/),
      expect.stringMatching(/^ {2}wages +Wages or salary, as paid out +________ +________$/),
    ]);
    expect(stdout).toMatch(/\nhow often: week; fortnight = two weeks; four-weeks = four weeks; month; .*;\s+year\n$/s);
    expect(stdout).toMatch(/\n {2}council-tax-arrears +Council tax or rates that are overdue +x +_/);
    expect(arrears(['afford', 'sheet', 'TW', '--language', 'zh-Hans']).stdout).toMatch(
      /^收入\n.*\n {2}wages +工资薪金/,
    );
  });
  test('with --json is a file that afford takes', () => {
    const { stdout } = arrears(['afford', 'sheet', 'CN', '--json', '--language', 'zh-Hans']);
    expect(JSON.parse(stdout).lines[0]).toEqual({
      line: 'wages',
      words: '工资薪金（实际到手）',
      amount: '',
      per: 'month',
    });
    expect(arrears(['afford', '-'], stdout).stdout).toMatch(/^CN, \d{4}-\d\d-\d\d: not-plausible/);
  });
  test('names the countries that it knows', () => {
    expect(arrears(['afford', 'sheet', 'FR'])).toEqual({
      ...{ status: 2, stdout: '' },
      stderr: 'The country "FR" is not known.\nOne of: CN, US, TW, UK, IN, other.\n',
    });
  });
});

test('the example of guidelines is what their contract takes', () => {
  expect(AffordabilityGuidelines.safeParse(JSON.parse(readFileSync(GUIDELINES, 'utf8'))).success).toBe(true);
});
