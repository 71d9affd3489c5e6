import { describe, expect, test } from '@jest/globals';
import { START } from './calendar.ts';
import { MOST_PERSONS, makePerson } from './made-persons.ts';
import { makePortfolio } from './make-portfolio.ts';
import { chooseRows, readPortfolio, toDecimal, toMinor } from './portfolio.ts';

/** A row of the source, `months` late. Statements are newest first, in whole dollars. */
function sourceRow(id: number, months: number, statements: number[], paid: number[] = []): Record<string, string> {
  const columns = ['PAY_0', 'PAY_2', 'PAY_3', 'PAY_4', 'PAY_5', 'PAY_6'];
  return Object.fromEntries([
    ['ID', String(id)],
    ['LIMIT_BAL', '50000'],
    ...columns.map((column, index) => [column, index === 0 ? String(months) : '0']),
    ...columns.map((_, index) => [`BILL_AMT${index + 1}`, String(statements[index] ?? 0)]),
    ...columns.map((_, index) => [`PAY_AMT${index + 1}`, String(paid[index] ?? 0)]),
    ['default.payment.next.month', '0'],
  ]);
}
function made(row: Record<string, string>): Record<string, string> {
  const [header = '', line = ''] = makePortfolio([row]).split('\n');
  const cells = line.match(/("[^"]*"|[^,]*)(,|$)/g)?.map((cell) => cell.replace(/,$/, '').replace(/^"|"$/g, '')) ?? [];
  return Object.fromEntries(header.split(',').map((column, index) => [column, cells[index] ?? '']));
}

describe('a row of the source becomes an account', () => {
  test.each([
    ['3.5 % of each statement, oldest first', 2, [40_000, 36_000], '2026-01-30=1260.00;2026-03-01=1400.00'],
    [
      'at least 500 a month, whatever the statement was',
      3,
      [9000, 0, -50],
      '2025-12-31=500.00;2026-01-30=500.00;2026-03-01=500.00',
    ],
    ['whole dollars, rounded down', 1, [20_019], '2026-03-01=700.00'],
    ['at most the balance: the newest minimum gives way', 2, [800, 900], '2026-01-30=500.00;2026-03-01=300.00'],
    ['a balance below one minimum keeps the oldest date', 2, [300, 900], '2026-01-30=300.00'],
    [
      'more than six months late: the sixth statement stands for older ones',
      7,
      [90_000, 80_000, 70_000, 60_000, 50_000, 40_000],
      '2025-09-02=1400.00;2025-10-02=1400.00;2025-11-01=1750.00;2025-12-01=2100.00;' +
        '2025-12-31=2450.00;2026-01-30=2800.00;2026-03-01=3150.00',
    ],
  ])('%s', (_, months, statements, dues) => {
    expect(made(sourceRow(11, months, statements))['dues']).toBe(dues);
  });

  test('limit, balance and the newest payment are the real ones', () => {
    const cells = made(sourceRow(11, 1, [20_000], [0, 0, 1234]));
    expect(cells).toMatchObject({
      account: 'C-11',
      credit_limit: '50000.00',
      balance: '20000.00',
      last_payment_amount: '1234.00',
      product: 'card',
      as_of: START,
    });
    expect(cells['last_payment_date']).toMatch(/^2025-12-(0[4-9]|[12]\d)$|^2026-01-0[1-3]$/);
    expect(made(sourceRow(11, 1, [20_000]))).toMatchObject({ last_payment_date: '', last_payment_amount: '' });
  });

  test('who is not late or owes nothing is left out', () => {
    const rows = [sourceRow(1, 0, [9000]), sourceRow(2, 2, [0]), sourceRow(3, 2, [-5]), sourceRow(4, 1, [1])];
    expect(makePortfolio(rows).trimEnd().split('\n')).toHaveLength(2);
  });
});

describe('made-up persons', () => {
  test('have reserved numbers, each another one, and addresses in example.com', () => {
    const persons = Array.from({ length: 3300 }, (_, index) => makePerson(1, index));
    expect(new Set(persons.map((person) => person.phone)).size).toBe(3300);
    for (const person of persons) expect(person.phone).toMatch(/^\+1 [2-9](?!11)\d\d-555-01\d\d$/);
    const addresses = persons.map((person) => person.email).filter((email) => email !== '');
    for (const email of addresses) expect(email).toMatch(/^[a-z.0-9]+@example\.com$/);
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(addresses.length).toBeLessThan(3300);
    expect(() => makePerson(1, MOST_PERSONS)).toThrow('persons');
  });
});

describe('demo/portfolio.csv', () => {
  const rows = readPortfolio();

  test('has the real shares of the buckets; one person in ten has two or three accounts', () => {
    const late = [1, 2, 3, 4, 5, 6, 7, 8].map((months) => rows.filter((row) => row.months === months).length);
    expect(late).toEqual([1422, 1906, 246, 56, 23, 9, 5, 13]);
    const held = new Map<string, number>();
    for (const { person } of rows) held.set(person, (held.get(person) ?? 0) + 1);
    const several = [...held.values()].filter((count) => count > 1);
    expect(Math.max(...several)).toBe(3);
    expect(several.length / held.size).toBeCloseTo(0.1, 1);
  });

  test('any first accounts after the shuffle have the shares of the whole, and persons stay together', () => {
    for (const count of [50, 150, 600]) {
      const chosen = chooseRows(rows, 7, count);
      expect(new Set(chosen.map((row) => row.account)).size).toBe(count);
      const share = (months: number) => chosen.filter((row) => row.months === months).length / count;
      expect(Math.abs(share(1) - 1422 / 3680)).toBeLessThan(0.06);
      expect(Math.abs(share(2) - 1906 / 3680)).toBeLessThan(0.06);
      expect(chosen.filter((row) => row.months >= 3).length / count).toBeGreaterThan(0.03);
    }
    const all = chooseRows(rows, 7, 3680);
    const persons = all.map((row) => row.person).filter((person, index, list) => person !== list[index - 1]);
    expect(new Set(persons).size).toBe(persons.length);
    expect(chooseRows(rows, 7, 150)).toEqual(all.slice(0, 150));
    expect(chooseRows(rows, 8, 150)).not.toEqual(all.slice(0, 150));
  });
});

test('amounts between text and minor units', () => {
  for (const minor of [0n, 5n, 99n, 100n, 143_450n]) expect(toMinor(toDecimal(minor))).toBe(minor);
  expect(toMinor('1434.5')).toBe(143_450n);
  expect(toDecimal(143_450n)).toBe('1434.50');
});
