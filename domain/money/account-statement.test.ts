/** Statements line by line: which movement is shown as what, on which day, and what was known when. */
import { describe, expect, test } from '@jest/globals';
import { account, day, fact, noon, opening } from '../../tests/support/facts.ts';
import { inOrder } from '../fact-order.ts';
import type { AccountFact, AccountFacts, Due } from '../facts.ts';
import type { ToldFacts } from '../known-by.ts';
import { Problem } from '../problems.ts';
import { HOUR_MS, localDate } from '../time.ts';
import { type AccountStatement, accountStatement, type StatementLine } from './account-statement.ts';

const due = (on: number, minor: bigint): Due => ({ on: day(on), minor });
const book = (asOf: number, balance: bigint, ...dues: Due[]): AccountFact => ({
  ...fact('balance-update', { asOf: day(asOf), balance, dues }, noon(asOf)),
  source: 'book',
  reference: day(asOf),
});
const pays = (on: number, minor: bigint, reference: string): AccountFact => ({
  ...fact('payment', { minor, via: 'lender' }, noon(on)),
  reference,
});

/** The first book is of day 0, a Monday: 1,434 due that day and 1,380 on day 30, of a balance of 41,000. */
const knows = (facts: readonly AccountFact[], over: Partial<AccountFacts> = {}): AccountFacts =>
  account({
    opening: opening([due(0, 1434n), due(30, 1380n)], 41_000n, day(0)),
    facts: [...facts].sort(inOrder),
    ...over,
  });
/** Each fact is told on the day on which it happened, but for those that are told later. */
const toldOn = (facts: readonly AccountFact[], later: Readonly<Record<string, number>> = {}): ToldFacts => {
  const days = facts.map(({ id, occurredAt }) => {
    const late = later[id];
    return { id, on: late === undefined ? localDate(occurredAt, 'Asia/Taipei') : day(late) };
  });
  days.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  return new Map(days.map(({ id, on }, index) => [id, { no: index + 1, on }]));
};

interface Asked {
  from?: number;
  through?: number;
  on?: number;
  today?: number;
  later?: Readonly<Record<string, number>>;
  over?: Partial<AccountFacts>;
}
function ask(facts: readonly AccountFact[], asked: Asked = {}): AccountStatement {
  const { from = 0, through = 20, today = 60, on = today, later, over } = asked;
  return accountStatement(knows(facts, over), toldOn(facts, later), {
    name: 'harbour/A-1',
    splitting: null,
    period: { from: day(from), through: day(through) },
    known: { on: day(on), lastFact: null },
    today: day(today),
  });
}
const dayOf = (date: string): number => Math.round((Date.parse(date) - Date.parse(day(0))) / (24 * HOUR_MS));
const show = ({ on, kind, minor, balance, late }: StatementLine): string =>
  `d${dayOf(on)} ${kind} ${minor} = ${balance}${late ? ' later' : ''}`;
const linesOf = (facts: readonly AccountFact[], asked: Asked = {}): string[] => ask(facts, asked).lines.map(show);

describe('lines', () => {
  test('a payment, what is taken back of it, and a payment of cash that nobody names', () => {
    const facts = [
      pays(2, 1000n, 'p1'),
      fact('reversal', { minor: 400n, of: 'p1' }, noon(4)),
      pays(5, 50n, 'p2'),
      fact('reversal', { minor: 30n }, noon(5) + HOUR_MS),
    ];
    expect(linesOf(facts)).toEqual([
      'd2 payment -1000 = 40000',
      'd4 reversal 400 = 40400',
      'd5 payment -50 = 40350',
      'd5 reversal 30 = 40380',
    ]);
    expect(ask(facts).sums).toEqual([
      { kind: 'payment', minor: -1050n },
      { kind: 'reversal', minor: 430n },
    ]);
  });

  test('one transaction told by two sources is one line, and a payment found to be told twice too', () => {
    const [first, second] = [pays(2, 500n, 'a'), pays(3, 500n, 'b')];
    const named = { minor: 100n, via: 'lender', reference: 'TX-1' } as const;
    const facts = [
      first,
      second,
      fact('payment', named, noon(4)),
      fact('payment', named, noon(5)),
      fact('money-compared', { first: first.id, second: second.id, same: true }, noon(40)),
    ];
    expect(linesOf(facts)).toEqual(['d2 payment -500 = 40500', 'd4 payment -100 = 40400']);
    expect(linesOf(facts, { on: 39 })).toHaveLength(3);
  });

  test('a book that has the money says nothing anew; one that has more tells of a payment and of charges', () => {
    const has = [pays(2, 1434n, 'p'), book(6, 39_566n, due(30, 1380n))];
    expect(linesOf(has)).toEqual(['d2 payment -1434 = 39566']);
    expect(linesOf([book(6, 39_566n, due(30, 1380n))])).toEqual(['d6 book-payment -1434 = 39566']);
    expect(linesOf([book(6, 39_700n, due(30, 1380n))])).toEqual([
      'd6 book-payment -1434 = 39566',
      'd6 book 134 = 39700',
    ]);
    expect(linesOf([book(6, 41_200n, due(0, 1434n), due(30, 1380n))])).toEqual(['d6 book 200 = 41200']);
  });

  test('money of the day of a book, which the book lacks', () => {
    expect(linesOf([pays(6, 1000n, 'p'), book(6, 41_000n, due(0, 1434n), due(30, 1380n))])).toEqual([
      'd6 payment -1000 = 40000',
    ]);
  });

  test('of two books of a day the file is the one that a line names', () => {
    const other = { ...book(6, 45_000n, due(0, 1434n)), source: 'app', id: 'other' };
    const { lines } = ask([other, book(6, 41_200n, due(0, 1434n), due(30, 1380n))]);
    expect(lines).toMatchObject([{ minor: 200n, source: 'book', fact: { reference: day(6) } }]);
  });

  test('a book that takes back money that it had', () => {
    const facts = [book(6, 39_566n, due(30, 1380n)), book(10, 41_000n, due(0, 1434n), due(30, 1380n))];
    expect(linesOf(facts)).toEqual(['d6 book-payment -1434 = 39566', 'd10 book-reversal 1434 = 41000']);
  });

  test('a payment that no book has counts until it is returned, from the day on that brings it', () => {
    const facts = [pays(2, 1434n, 'p'), book(7, 41_000n, due(0, 1434n), due(30, 1380n))];
    expect(linesOf(facts)).toEqual(['d2 payment -1434 = 39566', 'd10 returned 1434 = 41000']);
    expect(linesOf(facts, { through: 9 })).toEqual(['d2 payment -1434 = 39566']);
    const [, returned] = ask(facts).lines;
    expect(returned).toMatchObject({ happenedOn: day(2), fact: { id: facts[0]?.id } });
    // A reversal tells the same again, before or after.
    for (const on of [8, 12]) {
      const again = [...facts, fact('reversal', { minor: 1434n, of: 'p' }, noon(on))];
      expect(ask(again).closing).toBe(41_000n);
      expect(linesOf(again)).toHaveLength(2);
    }
  });

  test('a reduction, a closing, and money after it', () => {
    const facts = [
      fact('dispute-closed', { outcome: 'part', reduceBy: 1000n }, noon(3)),
      fact('closed', { how: 'settled' }, noon(5)),
      pays(9, 10n, 'p'),
    ];
    expect(linesOf(facts)).toEqual(['d3 reduction -1000 = 40000', 'd5 closing -40000 = 0', 'd9 payment -10 = -10']);
    expect(ask(facts, { through: 5 }).end).toMatchObject({ asked: 0n, closed: 'settled' });
    expect(ask([fact('closed', { how: 'sold' }, noon(5))]).end).toMatchObject({ asked: 0n, dpd: 20, closed: 'sold' });
    expect(ask(facts, { through: 4 }).end).toMatchObject({ asked: 434n, closed: null });
  });

  test('the first book lacks a payment of before: it counts from the first day, and says when it was', () => {
    const facts = [pays(-1, 1000n, 'p')];
    expect(linesOf(facts)).toEqual(['d0 payment -1000 = 40000']);
    const statement = ask(facts, { from: -10 });
    expect(statement).toMatchObject({ from: day(0), begins: true, opening: 41_000n, openingThen: null });
    expect(statement.lines).toMatchObject([{ happenedOn: day(-1) }]);
    expect(ask(facts, { from: 1 })).toMatchObject({ begins: false, opening: 40_000n, lines: [] });
  });
});

describe('what was known', () => {
  const late = pays(4, 1434n, 'p');
  const facts = [late, book(6, 39_566n, due(30, 1380n))];
  const later = { [late.id]: 25 };

  test('a payment told late replaces what the book let assume: marked, and what it replaced is named', () => {
    const statement = ask(facts, { later });
    expect(statement.lines.map(show)).toEqual(['d4 payment -1434 = 39566 later']);
    expect(statement.lines).toMatchObject([{ toldOn: day(25), source: 'test' }]);
    expect(statement.gone.map(show)).toEqual(['d6 book-payment -1434 = 39566']);
    expect(linesOf(facts, { later, on: 24 })).toEqual(['d6 book-payment -1434 = 39566']);
  });

  test('the balance before says what it was when it was known otherwise', () => {
    const other = pays(4, 500n, 'q');
    const asked = { from: 10, later: { [other.id]: 25 } };
    expect(ask([other], asked)).toMatchObject({ opening: 40_500n, openingThen: 41_000n, lines: [] });
    expect(ask([other], { ...asked, on: 24 })).toMatchObject({ opening: 41_000n, openingThen: null });
  });

  test('the first fact told after the day ends what is known, also before one that was told earlier and stored later', () => {
    const [first, second] = [pays(2, 100n, 'a'), pays(3, 200n, 'b')];
    const told: ToldFacts = new Map([
      [second.id, { no: 7, on: day(9) }],
      [first.id, { no: 8, on: day(8) }],
    ]);
    const early = { from: day(0), through: day(5) };
    const asked = { name: 'harbour/A-1', period: early, today: day(60), splitting: null };
    const at = (on: number, lastFact: number | null = null) =>
      accountStatement(knows([first, second]), told, { ...asked, known: { on: day(on), lastFact } });
    expect(at(8)).toMatchObject({ lines: [], known: { on: day(8), lastFact: 0 } });
    expect(at(9).lines).toHaveLength(2);
    expect(at(9, 7)).toMatchObject({ lines: [{ minor: -200n }], known: { on: day(9), lastFact: 7 } });
    // What the rest of the day told was not known at the end of a period that it ends either.
    const known = { on: day(9), lastFact: 7 };
    const period = { from: day(0), through: day(9) };
    expect(accountStatement(knows([first, second]), told, { ...asked, period, known })).toMatchObject({ gone: [] });
  });

  test('a book of before the first, told late, moves the beginning', () => {
    const older = book(-5, 42_000n, due(0, 1434n), due(30, 1380n));
    const facts = [older, pays(-3, 1000n, 'p')];
    const asked = { from: -10, later: { [older.id]: 25 } };
    const now = ask(facts, asked);
    expect(now).toMatchObject({ from: day(-5), begins: true, opening: 42_000n });
    expect(now.lines.map(show)).toEqual(['d-3 payment -1000 = 41000 later', 'd0 book -1000 = 40000 later']);
    expect(now.gone.map(show)).toEqual(['d0 payment -1000 = 40000']);
    expect(ask(facts, { ...asked, on: 24 })).toMatchObject({ from: day(0), opening: 41_000n, closing: 40_000n });
  });
});

describe('the end', () => {
  test('what is asked for, how late, which dues are open and what of them is disputed', () => {
    const facts = [
      pays(2, 400n, 'p'),
      fact('dispute', { about: 'amount', minor: 34n }, noon(3)),
      fact('dispute', { about: 'service', minor: 1n }, noon(21)),
    ];
    const statement = ask(facts);
    expect(statement.dues).toEqual([{ on: day(0), minor: 1434n, unpaid: 1034n, disputed: 34n }]);
    expect(statement.end).toMatchObject({ asked: 1000n, dpd: 20, disputedMinor: 34n, closed: null });
    expect(statement.next).toEqual(due(30, 1380n));
    expect(ask(facts, { through: 2 }).end).toMatchObject({ asked: 1034n, dpd: 2, disputed: null });
  });

  test('money in suspense is not asked for, and a payment of another account never counted', () => {
    const other = pays(2, 400n, 'p');
    const facts = [
      other,
      fact('payment-misallocated', { payment: other.id }, noon(40)),
      fact('suspense', { line: 'L1', minor: 1000n }, noon(5)),
      fact('suspense-ended', { line: 'L1' }, noon(21)),
    ];
    const statement = ask(facts);
    expect(statement).toMatchObject({ lines: [], closing: 41_000n });
    expect(statement.end).toMatchObject({ asked: 434n, suspense: 1000n });
    expect(ask(facts, { through: 21 }).end).toMatchObject({ asked: 1434n, suspense: 0n });
    expect(linesOf(facts, { on: 39 })).toEqual(['d2 payment -400 = 40600']);
    expect(ask(facts, { on: 39 }).end).toMatchObject({ asked: 34n });
  });

  test('nothing is asked for while the whole debt is disputed', () => {
    const facts = [fact('dispute', { about: 'not-mine' }, noon(3))];
    expect(ask(facts).end).toMatchObject({ asked: 0n, dpd: 20, disputedMinor: 41_000n });
  });

  test('a due that fell due before and is paid is left out; one of the period is shown', () => {
    const facts = [pays(2, 1434n, 'p'), pays(31, 1380n, 'q')];
    expect(ask(facts, { from: 10, through: 35 }).dues).toEqual([
      { on: day(30), minor: 1380n, unpaid: 0n, disputed: 0n },
    ]);
    expect(ask(facts, { from: 10, through: 35 }).next).toBeNull();
  });

  test('a book of the last day counts whenever it was told, and so does a charge-off', () => {
    const row = { ...book(20, 41_500n, due(0, 1434n), due(30, 1380n)), occurredAt: noon(22) };
    const chargeOff = fact('charge-off', { on: day(20), minor: 41_500n }, noon(22));
    const statement = ask([row, chargeOff]);
    expect(statement.lines.map(show)).toEqual(['d20 book 500 = 41500 later']);
    expect(statement.end).toMatchObject({ asked: 41_500n, dpd: 20 });
  });
});

describe('a period of which nothing is known', () => {
  const refusal = (asked: Asked): string => {
    try {
      ask([], asked);
    } catch (error) {
      if (error instanceof Problem) return `${error.code}: ${error.particulars['reason']}`;
      throw error;
    }
    return 'taken';
  };
  test.each<[string, Asked, string]>([
    ['begins after today', { from: 61, through: 80 }, `no-statement: today is ${day(60)}`],
    ['begins today', { from: 60, through: 80 }, 'taken'],
    ['begins after what is known', { from: 11, through: 20, on: 10 }, `no-statement: on ${day(10)} it had not begun`],
    ['ends before the first book', { from: -30, through: -1 }, 'no-statement: the account was not known then'],
    ['ends with the first book', { from: -30, through: 0 }, 'taken'],
    ['as known tomorrow', { on: 61 }, `no-statement: what is known on ${day(61)} is not known yet`],
    ['as known before', { on: -1 }, `no-statement: on ${day(-1)} the account was not known yet`],
  ])('%s', (_, asked, expected) => expect(refusal(asked)).toBe(expected));

  test('a period that is not over ends with what is known', () => {
    expect(ask([], { through: 80 }).through).toBe(day(60));
    expect(ask([], { through: 80, on: 12 }).through).toBe(day(12));
  });
});
