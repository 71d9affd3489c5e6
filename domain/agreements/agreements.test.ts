import { describe, expect, test } from '@jest/globals';
import { accepted, proposed } from '../../tests/support/agreements.ts';
import { day, fact, noon, ZONE } from '../../tests/support/facts.ts';
import { ordersOf, wordContext } from '../../tests/support/word.ts';
import type { AccountFact } from '../facts.ts';
import { agreementsOf, lastAccepted, openProposal } from './agreements.ts';

const paid = (minor: bigint, on: number) => fact('payment', { minor, via: 'lender' }, noon(on));
const returned = (minor: bigint, on: number) => fact('reversal', { minor }, noon(on));

/** The plans as they stand on a day, `state since`. */
const states = (on: number, ...facts: AccountFact[]): string[] => {
  const { entries } = wordContext(on, facts);
  return agreementsOf({ facts, entries, zone: ZONE, today: day(on) }).map(({ state, since }) =>
    since === null ? state : `${state} ${since}`,
  );
};

const PARTS = [
  [10, 50_000n],
  [24, 50_000n],
  [38, 43_400n],
] as const;

describe('a plan that is not accepted', () => {
  const plan = proposed(PARTS);
  const of = { plan: plan.id, by: 'bo' };
  test.each<[string, number, AccountFact[], string]>([
    ['waits for an answer', 3, [], 'proposed'],
    ['may be accepted on its last day', 15, [], 'proposed'],
    ['expires after it', 16, [], 'expired'],
    ['is declined', 3, [fact('plan-declined', of, noon(2))], 'declined'],
    ['is taken back', 3, [fact('plan-withdrawn', { ...of, reason: 'x' }, noon(2))], 'withdrawn'],
  ])('%s', (_, on, facts, state) => expect(states(on, plan, ...facts)).toEqual([state]));

  test('what exceeds the authority waits for a second person', () => {
    const large = proposed(PARTS, { authority: null, exceeds: ['it is large'] });
    const second = { plan: large.id, by: 'bo' };
    expect(states(3, large)).toEqual(['needs-approval']);
    expect(states(3, large, fact('plan-approved', second, noon(2)))).toEqual(['proposed']);
    expect(states(3, large, fact('plan-refused', { ...second, reason: 'x' }, noon(2)))).toEqual(['refused']);
    expect(states(16, large)).toEqual(['expired']);
  });
  test('a later proposal takes its place, whatever becomes of that one', () => {
    const counter = proposed(PARTS, { no: 2, on: 2, from: 'person' });
    expect(states(3, plan, counter)).toEqual(['replaced', 'proposed']);
    const declined = fact('plan-declined', { plan: counter.id, by: 'bo' }, noon(3));
    expect(states(3, plan, counter, declined)).toEqual(['replaced', 'declined']);
  });
  test('money neither keeps nor breaks it', () => {
    expect(states(12, plan, paid(143_400n, 5))).toEqual(['proposed']);
  });
});

describe('a plan that was accepted on day 2', () => {
  const plan = proposed(PARTS);
  const agreed = accepted(plan, 2);
  test.each<[string, number, AccountFact[], string]>([
    ['runs', 10, [], 'running'],
    ['a part is missed the day after its date', 11, [], 'late'],
    ['and still counts on the last day of its grace', 17, [paid(50_000n, 17)], 'running'],
    ['is late until that day is over', 17, [], 'late'],
    ['is broken the day after', 18, [], `broken ${day(18)}`],
    ['stays broken, whatever comes then', 30, [paid(143_400n, 18)], `broken ${day(18)}`],
    ['money before it was accepted does not count', 18, [paid(50_000n, 1)], `broken ${day(18)}`],
    ['money of the day on which it was accepted counts', 18, [paid(50_000n, 2)], 'running'],
    ['less than a part is not it', 18, [paid(49_999n, 10)], `broken ${day(18)}`],
    ['what comes early counts for what follows', 30, [paid(100_000n, 5)], 'running'],
    ['is kept by all of it at once', 5, [paid(143_400n, 5)], `kept ${day(5)}`],
    ['is kept part by part', 39, [paid(50_000n, 10), paid(50_000n, 20), paid(43_400n, 38)], `kept ${day(38)}`],
    [
      'a part that came back is missing',
      32,
      [paid(50_000n, 10), paid(50_000n, 20), returned(50_000n, 21)],
      `broken ${day(32)}`,
    ],
    [
      'is kept no more when money comes back later',
      60,
      [paid(143_400n, 30), returned(143_400n, 50)],
      `broken ${day(18)}`,
    ],
  ])('%s', (_, on, facts, state) => expect(states(on, plan, agreed, ...facts)).toEqual([state]));

  test('money that comes back after the last part breaks it on its day', () => {
    const money = [paid(50_000n, 10), paid(50_000n, 20), paid(43_400n, 38), returned(43_400n, 50)];
    expect(states(49, plan, agreed, ...money)).toEqual([`kept ${day(38)}`]);
    expect(states(60, plan, agreed, ...money)).toEqual([`broken ${day(50)}`]);
  });
  test('it is ended, or another takes its place; what was broken before stays so', () => {
    const end = fact('plan-ended', { plan: plan.id, why: 'by-person', by: 'ann', reason: 'x' }, noon(9));
    expect(states(40, plan, agreed, end)).toEqual([`ended ${day(9)}`]);
    const next = proposed(PARTS, { no: 2, on: 9 });
    expect(states(10, plan, agreed, next, accepted(next, 9))).toEqual([`replaced ${day(9)}`, 'running']);
    const late = proposed([[40, 143_400n]], { no: 2, on: 20 });
    expect(states(21, plan, agreed, late, accepted(late, 20))).toEqual([`broken ${day(18)}`, 'running']);
  });
  test('what comes after a break is no payment of it', () => {
    const facts = [plan, agreed, paid(20_000n, 8), paid(123_400n, 30)];
    const { entries } = wordContext(40, facts);
    const [broken] = agreementsOf({ facts, entries, zone: ZONE, today: day(40) });
    expect(broken).toMatchObject({ state: 'broken', parts: [{ paid: 20_000n }, { paid: 0n }, { paid: 0n }] });
  });
  test('the closing of its account ends it, and a proposal; what was kept by then stays so', () => {
    const closed = (how: 'sold' | 'withdrawn' | 'paid', on: number) => fact('closed', { how }, noon(on));
    expect(states(40, plan, agreed, closed('withdrawn', 9))).toEqual([`ended ${day(9)}`]);
    expect(states(3, plan, closed('sold', 2))).toEqual(['expired']);
    expect(states(40, plan, agreed, paid(143_400n, 8), closed('paid', 9))).toEqual([`kept ${day(8)}`]);
  });
  test('a book row that does not know it neither keeps nor breaks it', () => {
    const book = fact(
      'balance-update',
      { asOf: day(9), balance: 4_100_000n, dues: [{ on: day(0), minor: 143_400n }] },
      noon(9),
    );
    const money = [paid(50_000n, 8)];
    expect(states(20, plan, agreed, book, ...money)).toEqual(['running']);
    expect(states(18, plan, agreed, book)).toEqual([`broken ${day(18)}`]);
  });
  test('a waiver and a reduction are no payment', () => {
    const dispute = fact('dispute', { about: 'amount', minor: 50_000n }, noon(3));
    const closed = fact('dispute-closed', { outcome: 'upheld', of: dispute.id, reduceBy: 50_000n }, noon(4));
    expect(states(18, plan, agreed, dispute, closed)).toEqual([`broken ${day(18)}`]);
  });
  test('the book answers: being booked, then it runs, or a person looks', () => {
    const instruction = 'i-1';
    const told = fact('plan-accepted', { ...(agreed.body as object), instruction } as never, noon(2));
    const order = { instruction, kind: 'plan', effectiveOn: day(2), deadline: day(7) } as const;
    const instructed = fact('book-instructed', order, noon(2));
    expect(states(3, plan, told, instructed)).toEqual(['booking']);
    expect(states(11, plan, told, instructed)).toEqual(['late']);
    const confirmed = fact('book-confirmed', { instruction, bookedOn: day(3) }, noon(3));
    expect(states(4, plan, told, instructed, confirmed)).toEqual(['running']);
    const rejected = fact('book-rejected', { instruction, reason: 'x' }, noon(4));
    expect(states(30, plan, told, instructed, rejected)).toEqual([`not-booked ${day(4)}`]);
  });
});

describe('a settlement', () => {
  const plan = proposed([[10, 86_000n]], { settlement: true, lastDay: day(12), waived: { minor: 57_400n } });
  const agreed = accepted(plan, 2);
  test.each<[string, number, AccountFact[], string]>([
    ['is kept on its last day', 12, [paid(86_000n, 12)], `kept ${day(12)}`],
    ['has no grace after it', 13, [paid(86_000n, 13)], `broken ${day(13)}`],
    ['is kept by the exact sum alone', 13, [paid(85_999n, 10)], `broken ${day(13)}`],
  ])('%s', (_, on, facts, state) => expect(states(on, plan, agreed, ...facts)).toEqual([state]));
});

test('the order in which facts are told changes nothing', () => {
  const first = proposed(PARTS);
  const second = proposed([[30, 143_400n]], { no: 2, on: 12 });
  const facts = [first, accepted(first, 2), second, accepted(second, 13), paid(50_000n, 10), paid(143_400n, 29)];
  const told = new Set(ordersOf(facts).map((order) => states(31, ...order).join(', ')));
  expect([...told]).toEqual([`replaced ${day(13)}, kept ${day(29)}`]);
});

test('which plan is open, and which was accepted last', () => {
  const first = proposed(PARTS);
  const second = proposed(PARTS, { no: 2, on: 12 });
  const facts = [first, accepted(first, 2), second];
  const { entries } = wordContext(13, facts);
  const agreements = agreementsOf({ facts, entries, zone: ZONE, today: day(13) });
  expect([openProposal(agreements)?.said.no, lastAccepted(agreements)?.said.no]).toEqual([2, 1]);
  expect([openProposal([]), lastAccepted([])]).toEqual([null, null]);
});
