/** The statement over random lives of an account, told in any order: it adds up, its months chain, and it stays. */
import { describe, expect, test } from '@jest/globals';
import { account, day, fact, noon, opening } from '../../tests/support/facts.ts';
import fc from '../../tests/support/property.ts';
import { cases } from '../../tests/support/random-facts.ts';
import { inOrder } from '../fact-order.ts';
import type { AccountFact, AccountFacts } from '../facts.ts';
import type { Told, ToldFacts } from '../known-by.ts';
import { addDays, type CalendarDate, HOUR_MS, localDate } from '../time.ts';
import { type AccountStatement, accountStatement, type StatementLine } from './account-statement.ts';
import type { Period } from './movements.ts';
import { positionOf } from './position.ts';

const LAST = 70;
const whole = (min: number, max: number) => fc.integer({ min, max });
const minor = fc.bigInt(1n, 60_000n);

/** A fact that moves money or says what counts, with the index of another fact that it may speak of. */
const moneyFact = fc
  .record({ at: whole(0, LAST), amount: minor, other: whole(0, 9), dues: fc.subarray([-20, 5, 30, 50]) })
  .chain(({ at, amount, other, dues }) =>
    fc.constantFrom<AccountFact>(
      fact('payment', { minor: amount, via: 'lender' }, noon(at)),
      fact('payment', { minor: 5_000n, via: 'agency', reference: `T${other}` }, noon(at)),
      fact('reversal', { minor: amount }, noon(at)),
      fact('reversal', { minor: 5_000n, of: `T${other}` }, noon(at) + HOUR_MS),
      fact('dispute', { about: 'amount', minor: amount }, noon(at)),
      fact('dispute', { about: 'amount', dues: [day(5)] }, noon(at)),
      fact('dispute-closed', { outcome: 'part', reduceBy: amount }, noon(at)),
      fact('charge-off', { on: day(at), minor: amount }, noon(at)),
      fact('suspense', { line: `L${other}`, minor: amount }, noon(at)),
      fact('suspense-ended', { line: `L${other}` }, noon(at)),
      fact('closed', { how: 'paid' }, noon(at)),
      fact('closed', { how: 'sold' }, noon(at)),
      {
        ...fact('balance-update', bookOf(at, amount, dues), noon(at)),
        source: 'book',
        reference: day(at),
      },
    ),
  );

function bookOf(at: number, amount: bigint, days: readonly number[]) {
  const dues = days.map((on) => ({ on: day(on), minor: amount + BigInt(on + 20) }));
  return { asOf: day(at), balance: dues.reduce((sum, due) => sum + due.minor, 0n) + 100_000n, dues };
}

/** What refers to a fact by its id. */
function referring(facts: readonly AccountFact[], picks: readonly number[]): AccountFact[] {
  const payments = facts.filter(({ kind }) => kind === 'payment');
  const [first, second] = picks.map((pick) => payments[pick % Math.max(1, payments.length)]);
  if (first === undefined || second === undefined) return [];
  const at = noon((picks[2] ?? 0) % LAST);
  const confirmed = fact('payment-confirmed', { payment: first.id }, at);
  if (first === second) return [confirmed, fact('payment-misallocated', { payment: second.id }, at)];
  return [confirmed, fact('money-compared', { first: first.id, second: second.id, same: true }, at)];
}

interface Life {
  facts: AccountFact[];
  /** By arrival. */
  told: ToldFacts;
}
/** Facts with the day on which each was told, the day of its happening or later. */
const lives: fc.Arbitrary<Life> = fc
  .record({
    told: fc.array(moneyFact, { maxLength: 12 }),
    picks: fc.array(whole(0, 99), { minLength: 3, maxLength: 3 }),
    delays: fc.array(fc.constantFrom(0, 0, 1, 3, 20, 45), { minLength: 14, maxLength: 14 }),
  })
  .map(({ told, picks, delays }) => {
    // Each case has facts of its own: a generator may give the same one twice.
    const own = told.map((item, index) => ({ ...item, id: `own-${index}-${item.id}` }));
    const facts = [...own, ...referring(own, picks)];
    return { facts, told: toldLate(facts, delays) };
  });

function toldLate(facts: readonly AccountFact[], delays: readonly number[]): ToldFacts {
  const days = facts.map(({ id, occurredAt }, index) => {
    const on = addDays(localDate(occurredAt, 'Asia/Taipei'), delays[index] ?? 0);
    return { id, on };
  });
  days.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  return new Map(days.map(({ id, on }, index) => [id, { no: index * 3 + 1, on }]));
}

const DUES = [-20, 5, 30, 50].map((on) => ({ on: day(on), minor: 30_000n }));
/** Another account each time: nothing is known of it from before. */
const knows = (facts: readonly AccountFact[]): AccountFacts =>
  account({ opening: { ...opening(DUES, 220_000n, day(0)) }, facts: [...facts].sort(inOrder) });

const TODAY = day(200);
const ASKS = { name: 'harbour/A-1', splitting: null };
interface Asked {
  period: Period;
  on?: CalendarDate;
  lastFact?: number | null;
}
const ask = (facts: AccountFacts, told: ToldFacts, { period, on = TODAY, lastFact = null }: Asked): AccountStatement =>
  accountStatement(facts, told, { ...ASKS, period, known: { on, lastFact }, today: TODAY });
const sum = (items: readonly { minor: bigint }[]): bigint => items.reduce((all, item) => all + item.minor, 0n);
/** Two cuts of the life, in order. */
const spans = fc.tuple(whole(0, LAST + 10), whole(0, LAST + 10)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
const periodOf = ([from = 0, through = 0]: readonly number[]): Period => ({ from: day(from), through: day(through) });

function expectToAddUp(statement: AccountStatement): void {
  const { opening: before, closing, lines, sums } = statement;
  expect(before + sum(lines)).toBe(closing);
  expect(sum(sums)).toBe(sum(lines));
  let balance = before;
  for (const line of lines) {
    balance += line.minor;
    expect(line.balance).toBe(balance);
    expect(line.minor).not.toBe(0n);
  }
  const days = lines.map(({ on }) => on);
  expect(days).toEqual([...days].sort());
}

describe('the statement of an account', () => {
  test('adds up, line by line and by kind, and says what the position says', () => {
    fc.assert(
      fc.property(lives, spans, ({ facts, told }, span) => {
        const known = knows(facts);
        const statement = ask(known, told, { period: periodOf(span) });
        expectToAddUp(statement);
        expect(statement.closing).toBe(positionOf(known, statement.through).balance);
        const open = positionOf(known, statement.through).open.filter(({ on }) => on <= statement.through);
        if (statement.end.disputed === null)
          expect(statement.dues.reduce((all, { unpaid }) => all + unpaid, 0n)).toBe(sum(open));
        for (const due of statement.dues) {
          expect(due.unpaid).toBeLessThanOrEqual(due.minor);
          expect(due.disputed).toBeLessThanOrEqual(due.unpaid);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('adds up for accounts as decisions meet them', () => {
    fc.assert(
      fc.property(cases, whole(-59, 400), whole(0, 200), ({ facts, now }, from, days) => {
        const { zone } = facts.creditor;
        const period = { from: day(from), through: day(from + days) };
        const today = [addDays(localDate(now, zone), 1), addDays(period.from, 1)].sort()[1] as CalendarDate;
        const told = new Map<string, Told>(facts.facts.map(({ id }, index) => [id, { no: index + 1, on: day(0) }]));
        const known = { on: today, lastFact: null };
        expectToAddUp(accountStatement(facts, told, { ...ASKS, period, known, today }));
      }),
      { numRuns: 150 },
    );
  });

  test('chains: what is owed at the end of a period is what was owed before the next one, and both are one', () => {
    fc.assert(
      fc.property(lives, spans, whole(1, 40), whole(0, 120), ({ facts, told }, span, more, knownFor) => {
        const known = knows(facts);
        const [from = 0, through = 0] = span;
        const on = day(Math.max(through + more, knownFor));
        const first = ask(known, told, { period: periodOf(span), on });
        const next = ask(known, told, { period: periodOf([through + 1, through + more]), on });
        const both = ask(known, told, { period: periodOf([from, through + more]), on });
        expect(next.opening).toBe(first.closing);
        expect([both.opening, both.closing]).toEqual([first.opening, next.closing]);
        const amounts = (lines: readonly StatementLine[]) => lines.map(({ kind, on, minor }) => [kind, on, minor]);
        expect(amounts([...first.lines, ...next.lines])).toEqual(amounts(both.lines));
      }),
      { numRuns: 200 },
    );
  });

  test('is the same in whatever order the facts arrived', () => {
    const shuffled = lives.chain((life) =>
      fc.tuple(
        fc.constant(life),
        fc.shuffledSubarray(life.facts, { minLength: life.facts.length, maxLength: life.facts.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, spans, ([{ facts, told }, other], span) => {
        const again = new Map(other.map(({ id }, index) => [id, { no: index + 1, on: (told.get(id) as Told).on }]));
        // What was known then depends on arrival; what is known now does not.
        const now = ({ known: _, gone, openingThen, lines, ...rest }: AccountStatement) => ({
          ...rest,
          lines: lines.map(({ late, ...line }) => line),
        });
        const [told1, told2] = [
          ask(knows(facts), told, { period: periodOf(span) }),
          ask(knows(other), again, { period: periodOf(span) }),
        ];
        expect(now(told2)).toEqual(now(told1));
      }),
      { numRuns: 150 },
    );
  });

  test('as it was known never changes, whatever is told later', () => {
    fc.assert(
      fc.property(lives, spans, whole(0, 120), ({ facts, told }, span, made) => {
        const on = day(Math.max(made, span[0] ?? 0));
        const isTold = ({ id }: AccountFact) => (told.get(id) as Told).on <= on;
        // The statement when it was made: nothing else was there.
        const sent = ask(knows(facts.filter(isTold)), told, { period: periodOf(span), on });
        const again = ask(knows(facts), told, { period: periodOf(span), on });
        expect(again).toEqual(sent);
        expect(ask(knows(facts), told, { period: periodOf(span), ...sent.known })).toEqual(sent);
      }),
      { numRuns: 200 },
    );
  });

  test('made within a day is made again by its last fact, whatever the rest of the day told', () => {
    fc.assert(
      fc.property(lives, spans, whole(0, 12), ({ facts, told }, span, count) => {
        const inTime = [...facts].sort((a, b) => (told.get(a.id) as Told).no - (told.get(b.id) as Told).no);
        const there = inTime.slice(0, count);
        const latest = there.at(-1);
        const on = [latest === undefined ? day(0) : (told.get(latest.id) as Told).on, day(span[0] ?? 0)].sort()[1];
        if (on === undefined) return;
        const sent = ask(knows(there), told, { period: periodOf(span), on });
        expect(ask(knows(facts), told, { period: periodOf(span), ...sent.known })).toEqual(sent);
      }),
      { numRuns: 200 },
    );
  });

  test('marks exactly what the statement of the last day of the period did not say', () => {
    fc.assert(
      fc.property(lives, spans, ({ facts, told }, span) => {
        const period = periodOf(span);
        const then = ask(knows(facts), told, { period, on: period.through });
        const now = ask(knows(facts), told, { period });
        const names = (lines: readonly StatementLine[]) =>
          lines.map(({ kind, on, minor, fact }) => `${on} ${kind} ${minor} ${fact?.id}`).sort();
        expect(names(now.lines.filter(({ late }) => !late))).toEqual(
          names(then.lines).filter((name) => names(now.lines).includes(name)),
        );
        expect(names([...now.lines.filter(({ late }) => !late), ...now.gone])).toEqual(names(then.lines));
        expect(then.gone).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
