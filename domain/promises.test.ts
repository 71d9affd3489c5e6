import { describe, expect, test } from '@jest/globals';
import { day, fact, noon, ZONE } from '../tests/support/facts.ts';
import { ordersOf, wordContext } from '../tests/support/word.ts';
import type { AccountFact } from './facts.ts';
import { type PromiseState, promiseStates } from './promises.ts';
import { HOUR_MS, instantAt } from './time.ts';

const TEN = 10 * 60;
const at = (on: number, minute: number) => instantAt(day(on), minute, ZONE);
const promised = (made: number, ...parts: [number, bigint][]) =>
  fact('promise', { parts: parts.map(([on, minor]) => ({ on: day(on), minor })), by: 'debtor' }, at(made, TEN));
const paid = (minor: bigint, moment: number) => fact('payment', { minor, via: 'lender' }, moment);
const returned = (minor: bigint, moment: number) => fact('reversal', { minor }, moment);
const reviewed = (of: AccountFact, answer: 'accept' | 'decline', on: number) =>
  fact('arrangement-reviewed', { of: of.id, answer, by: 'ann' }, noon(on));
const shown = ({ state, until }: PromiseState) => `${state} ${until}`;
const states = (on: number, ...facts: AccountFact[]) => promiseStates(wordContext(on, facts)).map(shown);

describe('a day means the whole day', () => {
  const promise = promised(14, [14, 70_000n]);
  test.each([
    ['the bank says only the day', paid(70_000n, at(14, 0)), 'kept'],
    ['the book says only the day', book(14), 'kept'],
    ['an hour after it was promised', paid(70_000n, at(14, TEN) + HOUR_MS), 'kept'],
    ['an hour before it was promised, known to the minute', paid(70_000n, at(14, TEN) - HOUR_MS), 'broken'],
    ['the day before', paid(70_000n, at(13, 0)), 'broken'],
    ['the last day of grace', paid(70_000n, at(16, 23 * 60)), 'kept'],
    ['the day after the last day of grace', paid(70_000n, at(17, 0)), 'broken'],
  ])('promised at 10:00 for today, paid: %s', (_, money, state) =>
    expect(states(20, promise, money)).toEqual([`${state} ${day(16)}`]),
  );
  test('a promise of which only the day is known, paid on it', () => {
    const promise = fact('promise', { parts: [{ on: day(14), minor: 70_000n }], by: 'debtor' }, at(14, 0));
    expect(states(20, promise, paid(70_000n, at(14, 1)))).toEqual([`kept ${day(16)}`]);
  });
  test('a payment came back on a day, and the same is promised on that day: the new money counts', () =>
    expect(
      states(
        20,
        paid(143_400n, noon(2)),
        returned(143_400n, at(14, 0)),
        promised(14, [15, 143_400n]),
        paid(143_400n, noon(15)),
      ),
    ).toEqual([`kept ${day(17)}`]));
  function book(on: number) {
    const body = { asOf: day(on), balance: 4_030_000n, dues: [{ on: day(0), minor: 73_400n }] };
    return fact('balance-update', body, at(on, 0));
  }
});

describe('bounds', () => {
  // Days 1, 8 and 15 are Tuesdays: three working days end on Friday, days 4, 11 and 18.
  const far: AccountFact = promised(1, [62, 143_400n]);
  test.each([
    ['within 60 days', promised(1, [61, 143_400n]), `running ${day(63)}`, null],
    ['beyond 60 days', far, `in-review ${day(4)}`, 'it reaches further than 60 days'],
    ['instalments within 120 days', promised(1, [30, 70_000n], [121, 73_400n]), `running ${day(32)}`, null],
    [
      'instalments beyond',
      promised(1, [30, 70_000n], [122, 73_400n]),
      `in-review ${day(4)}`,
      'it reaches further than 120 days',
    ],
    ['a tenth of what is overdue', promised(1, [5, 14_340n]), `running ${day(7)}`, null],
    ['less than a tenth', promised(1, [5, 14_339n]), `in-review ${day(4)}`, 'it covers less than 10 %'],
  ])('%s', (_, promise, state, exceeds) => {
    const [only] = promiseStates(wordContext(3, [promise]));
    expect([only && shown(only), only?.exceeds, only?.asksReview]).toEqual([state, exceeds, exceeds !== null]);
  });
  test('what exceeds them is quiet while it waits for a person, three working days at most', () => {
    expect(states(4, far)).toEqual([`in-review ${day(4)}`]);
    expect(states(5, far)).toEqual([`declined ${day(4)}`]);
    expect(states(5, far, reviewed(far, 'accept', 5))).toEqual([`running ${day(64)}`]);
    expect(states(65, far, reviewed(far, 'accept', 5))).toEqual([`broken ${day(64)}`]);
    expect(states(3, far, reviewed(far, 'decline', 2))).toEqual([`declined ${day(4)}`]);
  });
  test('over a weekend it waits for three working days', () =>
    expect(states(5, promised(4, [90, 143_400n]))).toEqual([`in-review ${day(9)}`]));
  test('money keeps it, whatever a person said', () =>
    expect(states(5, far, reviewed(far, 'decline', 2), paid(143_400n, noon(3)))).toEqual([`kept ${day(64)}`]));
  test('said again and again, it buys no more days: the first one began the review', () => {
    const again = promised(3, [90, 143_400n]);
    expect(states(4, far, again)).toEqual([`replaced ${day(4)}`, `in-review ${day(4)}`]);
    expect(states(5, far, again)).toEqual([`declined ${day(4)}`, `declined ${day(4)}`]);
    const later = promised(20, [90, 143_400n]);
    expect(states(20, far, later)).toEqual([`declined ${day(4)}`, `declined ${day(4)}`]);
    // A person is asked all the same, and may accept it.
    expect(promiseStates(wordContext(20, [far, later])).map((promise) => promise.asksReview)).toEqual([false, true]);
    expect(states(21, far, later, reviewed(later, 'accept', 21))).toEqual([`declined ${day(4)}`, `running ${day(92)}`]);
  });
  test('one that was declined does not take the place of one that runs', () => {
    const runs = promised(1, [20, 143_400n]);
    const absurd = promised(2, [700, 143_400n]);
    expect(states(3, runs, absurd)).toEqual([`replaced ${day(22)}`, `in-review ${day(7)}`]);
    expect(states(8, runs, absurd)).toEqual([`running ${day(22)}`, `declined ${day(7)}`]);
  });
  test('three that were not kept: the fourth waits for a person; kept ones and those of an earlier time do not count', () => {
    const three = [1, 8, 15].map((made) => promised(made, [made + 2, 50_000n]));
    const fourth = promised(22, [24, 50_000n]);
    expect(states(22, ...three, fourth).at(-1)).toBe(`in-review ${day(25)}`);
    expect(promiseStates(wordContext(22, [...three, fourth])).at(-1)?.exceeds).toBe('3 promises were not kept');
    expect(states(22, ...three, paid(50_000n, noon(2)), fourth).at(-1)).toBe(`running ${day(26)}`);
    const since = promiseStates(wordContext(22, [...three, fourth], { since: day(5) }));
    expect(since.at(-1)?.state).toBe('running');
  });
  test('the order of arrival does not matter', () => {
    const all = [far, promised(8, [10, 50_000n]), paid(50_000n, at(9, 0)), promised(15, [200, 93_400n])];
    const expected = states(16, ...all);
    expect(expected).toEqual([`declined ${day(4)}`, `kept ${day(12)}`, `declined ${day(4)}`]);
    for (const order of ordersOf(all)) expect(states(16, ...order)).toEqual(expected);
  });
});
