/** Lines of a bank are matched by number, by name and amount, and doubted where two things disagree. */
import { describe, expect, test } from '@jest/globals';
import { type Match, MOST_CANDIDATES, matchLine, nameKeys, numbersIn, type Payee } from './match-line.ts';

const payee = (account: string, name: string, ...amounts: bigint[]): Payee => ({
  account,
  person: `person of ${name}`,
  currency: 'TWD',
  names: new Set(nameKeys(name)),
  amounts: new Set(amounts),
});
const money = (minor: bigint, counterparty: string | null, currency = 'TWD') => ({ minor, currency, counterparty });
const MEI = payee('A-1042', 'Chen Mei-Ling', 143_400n, 4_100_000n);
const WEI = payee('A-2000', 'Lin Wei', 90_000n);
const found = (match: Match) =>
  match.kind === 'matched'
    ? `${match.payee.account} by ${match.by}`
    : `${match.reason}: ${match.candidates.map(({ account }) => account).join(' ')}`;

describe('numbers of accounts', () => {
  test.each([
    [['A-1042'], '', 'A-1042'],
    [['a-1042'], '', 'A-1042'],
    [[], 'payment card A-1042, thanks', 'A-1042'],
    [[], 'ref:A-1042.', 'A-1042'],
    [[], '(A-1042)', 'A-1042'],
    [['harbour/A-1042'], '', 'A-1042'],
    [['RF18 5390 0754 7034'], '', 'RF18539007547034'],
  ])('%j %j name %s', (references, text, number) => expect(numbersIn({ references, text })).toContain(number));
  test('are no short words, and none that runs on without end', () => {
    expect(numbersIn({ references: ['1'], text: `for may ${'9'.repeat(65)}` })).toEqual([]);
  });
});

describe('names', () => {
  test.each([
    ['Chen Mei-Ling', 'CHEN, MEI LING'],
    ['Chen Mei-Ling', 'Mei-Ling Chen'],
    ['陳美玲', '陳 美玲'],
    ['Ｃｈｅｎ Wei', 'chen wei'],
    ["O'Neill Anne", 'ANNE ONEILL'],
  ])('%s is %s', (name, other) => {
    const keys = new Set(nameKeys(name));
    expect(nameKeys(other).some((key) => keys.has(key))).toBe(true);
  });
  test.each([
    ['Chen Mei-Ling', 'Chen Mei'],
    ['Chen Wei', 'Chen Wen'],
    ['', ' . '],
  ])('%j is not %j', (name, other) => {
    const keys = new Set(nameKeys(name));
    expect(nameKeys(other).some((key) => keys.has(key))).toBe(false);
  });
});

describe('an account that is named', () => {
  test.each([
    ['no name is told', null, 77n],
    ['its debtor pays any amount', 'MEI LING CHEN', 77n],
    ['somebody unknown pays what is asked', 'Acme Ltd', 143_400n],
    ['somebody unknown pays any amount', 'Acme Ltd', 77n],
    ['another debtor pays what is asked here', 'Lin Wei', 143_400n],
  ])('gets the money when %s', (_, payer, minor) =>
    expect(found(matchLine(money(minor, payer), [MEI], payer === 'Lin Wei' ? [WEI] : []))).toBe('A-1042 by reference'),
  );
  test('is doubted when payer and amount fit another', () =>
    expect(found(matchLine(money(90_000n, 'Lin Wei'), [MEI], [WEI]))).toBe('other-payer: A-1042 A-2000'));
  test('is no match in another currency, whatever the name fits', () =>
    expect(found(matchLine(money(143_400n, 'Lin Wei', 'USD'), [MEI], [WEI]))).toBe('other-currency: '));
  test('is doubted beside a second', () =>
    expect(found(matchLine(money(143_400n, null), [MEI, WEI], []))).toBe('several-accounts: A-1042 A-2000'));
});

describe('a name alone', () => {
  test('and the amount of one account: matched', () =>
    expect(found(matchLine(money(90_000n, 'Lin Wei'), [], [WEI]))).toBe('A-2000 by name-and-amount'));
  test('without the amount: doubted', () =>
    expect(found(matchLine(money(90_001n, 'Lin Wei'), [], [WEI]))).toBe('name-only: A-2000'));
  test('of two persons, even with the amount of one: doubted', () => {
    const namesake = { ...payee('A-3000', 'Lin Wei', 5n), person: 'another' };
    expect(found(matchLine(money(90_000n, 'Lin Wei'), [], [WEI, namesake]))).toBe('name-only: A-2000 A-3000');
  });
  test('with the amount of two accounts: doubted', () => {
    const second = payee('A-2001', 'Lin Wei', 90_000n);
    expect(found(matchLine(money(90_000n, 'Lin Wei'), [], [WEI, second]))).toBe('name-only: A-2000 A-2001');
  });
  test('that too many have says nothing', () => {
    const many = Array.from({ length: MOST_CANDIDATES + 1 }, (_, n) => payee(`B-${n}`, 'Lin Wei'));
    expect(found(matchLine(money(90_000n, 'Lin Wei'), [], many))).toBe('nobody-known: ');
  });
  test('that nobody has says nothing', () =>
    expect(found(matchLine(money(90_000n, 'Lin Wei'), [], []))).toBe('nobody-known: '));
});
