/** `arrears plan` as a person and a program meet it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { arrears } from '../../tests/support/arrears.ts';

const home = mkdtempSync(join(tmpdir(), 'arrears-plan-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const calculate = (...words: string[]) => arrears('plan', 'calculate', ...words);
const SIX = '--amount 14340 --currency TWD --number 6 --first 2026-12-15'.split(' ');
const BEGUN = [...SIX, '--today', '2026-12-01'];
const EXAMPLE = 'docs/examples/plan-terms.json';
function file(terms: unknown): string {
  const path = join(home, 'terms.json');
  writeFileSync(path, typeof terms === 'string' ? terms : JSON.stringify(terms));
  return path;
}
const money = (minor: string) => ({ currency: 'TWD', minor });
const TERMS = {
  today: '2026-12-01',
  amount: money('1434000'),
  schedule: { kind: 'equal', number: 6 },
  first: '2026-12-15',
};

test('by options: dates, amounts, totals and the sentence in both languages', async () => {
  const { code, out } = await calculate(...BEGUN);
  expect([code, out]).toEqual([
    0,
    `Amounts in TWD, figures of 2026-12-01

no  date             amount  principal  remaining
 1  2026-12-15 Tue  2390.00    2390.00   11950.00
 2  2027-01-15 Fri  2390.00    2390.00    9560.00
 3  2027-02-15 Mon  2390.00    2390.00    7170.00
 4  2027-03-15 Mon  2390.00    2390.00    4780.00
 5  2027-04-15 Thu  2390.00    2390.00    2390.00
 6  2027-05-15 Sat  2390.00    2390.00       0.00

owed                  NT$ 14,340
interest of the plan  none
to pay                NT$ 14,340
first payment         2026-12-15
last payment          2027-05-15

You pay NT$ 14,340 in 6 monthly instalments of NT$ 2,390, the first on 15 December 2026, the last on 15 May 2027. No interest is added.
您每月付款，分6期共支付NT$ 14,340，每期NT$ 2,390，首期付款日为2026年12月15日，末期付款日为2027年5月15日。计划期间不另计利息。
`,
  ]);
});

test('every option counts', async () => {
  const words = '--every fortnight --rate 12 --day-count 30/360 --whole --on-top --last-day 2027-03-31';
  const { out } = await calculate(...BEGUN, ...words.split(' '), '--json');
  const plan = JSON.parse(out);
  expect(plan.instalments.map(({ on }: { on: string }) => on)).toEqual([
    '2026-12-15',
    '2026-12-29',
    '2027-01-12',
    '2027-01-26',
    '2027-02-09',
    '2027-02-23',
  ]);
  // 14,340.00 at 12 % over 14 of 360 days on top of 2,390.00; then 11,950.00 over 14 days.
  expect(plan.instalments.slice(0, 2).map((row: { amount: unknown }) => row.amount)).toEqual([
    money('245692'),
    money('244577'),
  ]);
  const month = await calculate(
    '--amount',
    '100',
    '--currency',
    'eur',
    '--instalment',
    '30',
    '--first',
    '2027-02-28',
    '--day',
    '31',
    '--today',
    '2026-12-01',
    '--json',
  );
  expect(JSON.parse(month.out).instalments).toEqual([
    expect.objectContaining({ on: '2027-02-28', weekday: 'Sun', amount: { currency: 'EUR', minor: '3000' } }),
    expect.objectContaining({ on: '2027-03-31' }),
    expect.objectContaining({ on: '2027-04-30' }),
    expect.objectContaining({ on: '2027-05-31', amount: { currency: 'EUR', minor: '1000' } }),
  ]);
});

test('docs/plans.md shows what the commands answer', async () => {
  const page = readFileSync('docs/plans.md', 'utf8');
  const examples = [...page.matchAll(/```\n\$ npx arrears (plan calculate .*)\n([\s\S]*?)```/g)];
  expect(examples).toHaveLength(4);
  for (const [, words = '', shown] of examples) expect((await arrears(...words.split(' '))).out).toBe(shown);
});

test('by a file, as a program reads it', async () => {
  const { code, out } = await calculate(EXAMPLE, '--settle-on', '2027-06-15', '--json');
  const plan = JSON.parse(out);
  expect(code).toBe(0);
  expect(plan).toMatchObject({
    today: '2026-12-01',
    owed: money('1434000'),
    waived: money('134000'),
    discount: money('0'),
    interest: money('41768'),
    payable: money('1341768'),
    treated: [
      { component: 'interest', owed: money('154000'), waived: money('54000'), capitalised: money('0') },
      { component: 'fees', owed: money('80000'), waived: money('80000'), capitalised: money('0') },
    ],
    notes: [],
    remains: { on: '2027-06-15', paid: money('447200'), settles: money('876908'), over: money('0') },
  });
  expect(plan.instalments).toHaveLength(12);
  expect(plan.instalments[0]).toEqual({
    number: 1,
    on: '2027-02-26',
    weekday: 'Fri',
    regular: '2027-02-28',
    amount: money('111800'),
    interest: money('5129'),
    parts: { principal: money('6671'), interest: money('105129'), fees: money('0'), costs: money('0') },
    remaining: money('1193329'),
  });
  expect(plan.remains.instalments[4]).toEqual({
    number: 5,
    on: '2027-06-30',
    amount: money('111800'),
    paid: money('0'),
    open: money('111800'),
  });
  expect(Object.keys(plan.sentence)).toEqual(['en', 'zh-Hans']);
});

test('what remains, after a part and after too much', async () => {
  const paid = [
    { on: '2026-12-15', amount: money('239000') },
    { on: '2027-01-15', amount: money('100000') },
  ];
  const part = await calculate(file({ ...TERMS, paid, settleOn: '2027-01-20' }));
  expect(part.out).toContain(`paid by 2027-01-20           NT$ 3,390
instalments paid whole       1 of 6
paid in part                 NT$ 1,000 of NT$ 2,390, 2027-01-15
oldest open                  NT$ 1,390, 2027-01-15
ends the plan on 2027-01-20  NT$ 10,950
made of                      principal NT$ 10,950
`);
  const much = [{ on: '2026-12-15', amount: money('1434001') }];
  const { out } = await calculate(file({ ...TERMS, paid: much, settleOn: '2027-01-20' }));
  expect(out).toContain(
    'instalments paid whole       6 of 6\nends the plan on 2027-01-20  NT$ 0\npaid too much                NT$ 0.01\n',
  );
});

test('dates that were moved are told, and so is what is not known of working days', async () => {
  const move = async (workingDays: object) =>
    (await calculate(file({ ...TERMS, workingDays, schedule: { kind: 'equal', number: 60 } }))).out;
  expect(await move({ move: 'next', country: 'TW' })).toContain('2027-05-17 Mon, moved from 2027-05-15');
  expect(await move({ move: 'next', country: 'TW' })).toContain('Holidays of TW are known until 2030-12-31; after it');
  expect(await move({ move: 'next', country: 'FR' })).toContain('No holidays of FR are known:');
  expect(await move({ move: 'next' })).toContain('No country is named:');
  expect(await move({ move: 'none' })).not.toMatch(/known|named/);
});

test('the kinds', async () => {
  const { out } = await arrears('plan', '--json');
  expect(JSON.parse(out).map(({ kind }: { kind: string }) => kind)).toEqual([
    'equal',
    'fixed',
    'stepped',
    'stepped-amounts',
    'income',
  ]);
  expect((await arrears('plan')).out).toMatch(/^kind +what is paid +fields of schedule\nequal /);
});

describe('refused', () => {
  test.each<[string, string, string, number]>([
    [
      'three decimals',
      '--amount 14340.505 --currency TWD --number 6',
      '--amount "14340.505" has more decimals than TWD.',
      2,
    ],
    [
      'an amount of 0',
      '--amount 0 --currency TWD --number 6 --first 2026-12-15',
      '--amount: an amount above 0 is needed.',
      2,
    ],
    ['a currency that is none', '--amount 1 --currency TWX --number 6', '--currency "TWX" is no currency.', 2],
    ['no amount', '--currency TWD --number 6', 'It is not said what is owed.', 2],
    ['a thousand instalments', '--number 1000', 'A whole number from 1 to 600 is needed.', 2],
    [
      'both kinds',
      '--amount 1 --currency TWD --number 6 --instalment 5',
      'Either --number or --instalment is needed.',
      2,
    ],
    [
      'a rule without a rate',
      '--amount 1 --currency TWD --number 1 --day-count 30/360',
      '--day-count needs --rate.',
      2,
    ],
    ['no first date', '--amount 1 --currency TWD --number 1', 'It is not said when the first payment is.', 2],
    [
      'yesterday',
      '--amount 1 --currency TWD --number 1 --first 2026-11-30',
      '--first: must not be before today, 2026-12-01.',
      2,
    ],
    [
      'a last day before',
      '--amount 1 --currency TWD --number 1 --first 2026-12-15 --last-day 2026-12-14',
      '--last-day: must not be before the first payment, 2026-12-15.',
      2,
    ],
    [
      'a rate beyond bounds',
      '--amount 1 --currency TWD --number 1 --first 2026-12-15 --rate 100.5',
      '--rate: a percentage from 0 to 100',
      2,
    ],
    [
      'on top of so much',
      '--amount 1 --currency TWD --instalment 1 --first 2026-12-15 --rate 5 --on-top',
      '--on-top: on-top only with equal and stepped.',
      2,
    ],
    [
      'less than the interest',
      '--amount 1000 --currency TWD --instalment 9 --first 2027-01-01 --rate 12',
      'An instalment of NT$ 9 does not cover the interest, up to NT$ 10.19 each time: the debt would never end.\nGive a larger instalment or a lower rate.',
      1,
    ],
    [
      'too late an end',
      '--amount 1000 --currency TWD --number 3 --first 2026-12-31 --last-day 2027-02-27',
      'The last payment would be on 2027-02-28, after the last day, 2027-02-27.',
      1,
    ],
  ])('%s', async (_, words, sentence, exit) => {
    const { code, out, err } = await calculate(...words.split(' '), '--today', '2026-12-01');
    expect([code, out]).toEqual([exit, '']);
    expect(err).toContain(sentence);
  });
  test('a file: every fault by its field, and nothing calculated', async () => {
    const { code, out, err } = await calculate(file({ ...TERMS, amount: money('0'), bogus: 1 }), '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out).problem).toMatchObject({
      code: 'file-refused',
      detail: 'The file was refused. Field amount: an amount above 0 is needed; and 1 fault more.',
      faults: [{ pointer: '/amount' }, { pointer: '/bogus', words: 'not known' }],
    });
    expect(err).toContain('Field bogus: not known\n');
    expect((await calculate(file('[]'))).err).toContain('Field the whole: ');
    expect((await calculate(file('{'))).err).toContain('The file of terms is not JSON.');
  });
  test('a file and options that say the same', async () => {
    expect((await calculate(EXAMPLE, '--number', '3', '--whole')).err).toBe(
      '--number, --whole: the file says the terms.\nGive either a file or these options.\n',
    );
    expect((await calculate(EXAMPLE, '--today', '2026-12-01')).err).toContain('The file says today itself.');
    const { today: _, ...open } = TERMS;
    expect((await calculate(file(open), '--today', '2026-12-16')).err).toContain(
      'Field first: must not be before today, 2026-12-16.',
    );
  });
});
