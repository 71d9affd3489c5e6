/** Plans worked by hand. Amounts are cents. */
import { describe, expect, test } from '@jest/globals';
import { datingOf, TWELVE_PERCENT, termsOf } from '../../../tests/support/plan.ts';
import { Problem } from '../../problems.ts';
import { NO_COMPONENTS, sumOf } from '../components.ts';
import { calculatePlan, type Plan } from './plan.ts';
import type { PlanTerms, Schedule } from './terms.ts';

const planOf = (terms: Partial<PlanTerms> = {}): Plan => calculatePlan(termsOf(terms));
const sizes = ({ instalments }: Plan): bigint[] => instalments.map(({ minor }) => minor);
const interests = ({ instalments }: Plan): bigint[] => instalments.map(({ interest }) => interest);
const of = (principal: bigint) => ({ ...NO_COMPONENTS, principal });
const equal = (number: number): Schedule => ({ kind: 'equal', number });
function problemOf(terms: Partial<PlanTerms>): [string, string] {
  try {
    planOf(terms);
  } catch (error) {
    if (error instanceof Problem) return [error.code, error.message];
  }
  throw new Error('a plan');
}

describe('equal instalments', () => {
  test('are rounded down, and the last takes the remainder', () => {
    expect(sizes(planOf({ debt: of(10_000n), schedule: equal(3) }))).toEqual([3333n, 3333n, 3334n]);
    expect(sizes(planOf({ debt: of(11n), schedule: equal(6) }))).toEqual([1n, 1n, 1n, 1n, 1n, 6n]);
    expect(sizes(planOf({ debt: of(1_434_050n), schedule: equal(6), roundTo: 'whole' }))).toEqual([
      ...Array(5).fill(239_000n),
      239_050n,
    ]);
    expect(sizes(planOf({ currency: 'JPY', debt: of(100n), schedule: equal(3), roundTo: 'whole' }))).toEqual([
      33n,
      33n,
      34n,
    ]);
  });
  test('are never nothing', () => {
    expect(sizes(planOf({ debt: of(6n), schedule: equal(6) }))).toEqual(Array(6).fill(1n));
    expect(problemOf({ debt: of(5n), schedule: equal(6) })).toEqual([
      'plan-instalment-zero',
      '€0.05 in 6 instalments would leave an instalment of nothing.',
    ]);
    expect(problemOf({ debt: of(599n), schedule: equal(6), roundTo: 'whole' })[0]).toBe('plan-instalment-zero');
    expect(sizes(planOf({ debt: of(600n), schedule: equal(6), roundTo: 'whole' }))).toEqual(Array(6).fill(100n));
  });
  test('hold the interest: the level payment of 10,000.00 at 12 % over a year is 888.488', () => {
    const plan = planOf({ debt: of(1_000_000n), schedule: equal(12), interest: TWELVE_PERCENT });
    expect(sizes(plan)).toEqual([...Array(11).fill(88_848n), 88_858n]);
    expect(interests(plan).slice(0, 2)).toEqual([10_000n, 9212n]);
    expect([plan.interest, plan.payable]).toEqual([66_186n, 1_066_186n]);
  });
  test('take the interest on top of equal shares', () => {
    const plan = planOf({
      debt: of(120_000n),
      schedule: equal(12),
      interest: { ...TWELVE_PERCENT, place: 'on-top' },
    });
    expect(interests(plan)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((euros) => BigInt(euros) * 100n));
    expect(sizes(plan)[0]).toBe(11_200n);
    expect(sizes(plan).at(-1)).toBe(10_100n);
    expect(plan.interest).toBe(7800n);
  });
  test('are all of one size where all that is paid divides', () => {
    const plan = planOf({
      today: '2026-12-01',
      debt: of(1_434_000n),
      schedule: equal(6),
      interest: { ...TWELVE_PERCENT, dayCount: 'actual/365' },
      dating: datingOf({ first: '2026-12-15', earliest: '2026-12-01' }),
    });
    expect(sizes(plan)).toEqual(Array(6).fill(246_096n));
    expect(interests(plan)).toEqual([6600n, 12_174n, 9790n, 6667n, 4941n, 2404n]);
  });
  test('on top of equal shares: the last takes the remainder of the shares', () => {
    const interest = { ...TWELVE_PERCENT, place: 'on-top' } as const;
    expect(sizes(planOf({ debt: of(10_001n), schedule: equal(3), interest }))).toEqual([3433n, 3400n, 3368n]);
  });
  test('are refused where interest leaves no even ones', () => {
    expect(
      problemOf({ debt: of(1000n), schedule: equal(600), interest: { ...TWELVE_PERCENT, percent: 100_000_000n } }),
    ).toEqual([
      'plan-interest-too-long',
      'Over 600 instalments the interest leaves no even ones: the last would be more than twice the others.',
    ]);
    const onTop = { percent: 100_000_000n, dayCount: '30/360', place: 'on-top' } as const;
    expect(planOf({ debt: of(1000n), schedule: equal(600), interest: onTop }).instalments).toHaveLength(600);
  });
});

describe('other kinds', () => {
  const fixed = (instalment: bigint): Schedule => ({ kind: 'fixed', instalment });
  test('a fixed amount goes on until nothing is left', () => {
    expect(sizes(planOf({ debt: of(1_434_000n), schedule: fixed(250_000n) }))).toEqual([
      ...Array(5).fill(250_000n),
      184_000n,
    ]);
    expect(sizes(planOf({ debt: of(1000n), schedule: fixed(2000n) }))).toEqual([1000n]);
    const plan = planOf({ debt: of(100_000n), schedule: fixed(40_000n), interest: TWELVE_PERCENT });
    expect([sizes(plan), interests(plan)]).toEqual([
      [40_000n, 40_000n, 21_826n],
      [1000n, 610n, 216n],
    ]);
  });
  test('a fixed amount that does not cover the interest never ends', () => {
    const interest = { ...TWELVE_PERCENT, percent: 12_000_000n };
    expect(problemOf({ debt: of(100_000n), schedule: fixed(1000n), interest })).toEqual([
      'plan-never-ends',
      'An instalment of €10 does not cover the interest, up to €10 each time: the debt would never end.',
    ]);
    expect(problemOf({ debt: of(100_000n), schedule: fixed(1001n), interest })[0]).toBe('plan-too-many-instalments');
    expect(problemOf({ debt: of(100_000n), schedule: fixed(166n) })).toEqual([
      'plan-too-many-instalments',
      'With an instalment of €1.66 it takes more than 600 instalments.',
    ]);
    expect(planOf({ debt: of(100_000n), schedule: fixed(167n) }).instalments).toHaveLength(599);
    // The first month and the last of the 600 have fewer days than the longest.
    const daily = { ...TWELVE_PERCENT, dayCount: 'actual/360' } as const;
    const dating = datingOf({ first: '2026-03-01', earliest: '2026-02-01' });
    expect(
      problemOf({ today: '2026-02-01', debt: of(100_000n), schedule: fixed(1n), interest: daily, dating })[1],
    ).toContain('up to €10.33 each time');
  });
  test('steps pay their share, each in equal instalments', () => {
    const steps = [
      { number: 3, percent: 20_000_000n },
      { number: 2, percent: 80_000_000n },
    ];
    expect(sizes(planOf({ debt: of(100_001n), schedule: { kind: 'stepped', steps } }))).toEqual([
      6666n,
      6666n,
      6666n,
      40_000n,
      40_003n,
    ]);
  });
  test('steps are refused of which one would pay nothing', () => {
    const steps = [
      { number: 3, percent: 2_000_000n },
      { number: 1, percent: 98_000_000n },
    ];
    expect(problemOf({ debt: of(149n), schedule: { kind: 'stepped', steps } })[0]).toBe('plan-instalment-zero');
    expect(sizes(planOf({ debt: of(150n), schedule: { kind: 'stepped', steps } }))).toEqual([1n, 1n, 1n, 147n]);
  });
  test('steps of amounts, the last of which ends the debt', () => {
    const steps = (...rows: [number | null, bigint][]): Schedule => ({
      kind: 'stepped-amounts',
      steps: rows.map(([number, instalment]) => ({ number, instalment })),
    });
    expect(sizes(planOf({ schedule: steps([2, 10_000n], [1, 20_000n], [null, 40_000n]) }))).toEqual([
      10_000n,
      10_000n,
      20_000n,
      40_000n,
      20_000n,
    ]);
    expect(problemOf({ schedule: steps([10, 10_000n], [null, 1n]) })).toEqual([
      'plan-ends-early',
      'Everything is paid after 10 instalments, before the last step begins.',
    ]);
  });
  test('by income: a share of what expenses leave, never above it', () => {
    const income = { kind: 'income', income: 3_000_000n, expenses: 2_400_050n, percent: 30_000_000n } as const;
    const size = (schedule: Partial<Extract<Schedule, { kind: 'income' }>>, terms: Partial<PlanTerms> = {}) =>
      sizes(
        planOf({ debt: of(10_000_000n), schedule: { ...income, least: 0n, most: null, ...schedule }, ...terms }),
      )[0];
    expect(size({})).toBe(179_985n);
    expect(size({}, { roundTo: 'whole' })).toBe(179_900n);
    expect(size({ most: 100_000n })).toBe(100_000n);
    expect(size({ most: 200_000n })).toBe(179_985n);
    expect(size({ least: 179_985n })).toBe(179_985n);
    expect(size({}, { dating: datingOf({ every: 'week' }) })).toBe(41_535n);
    expect(size({}, { dating: datingOf({ every: 'fortnight' }) })).toBe(83_070n);
    const refused = (schedule: Partial<Extract<Schedule, { kind: 'income' }>>) =>
      problemOf({ schedule: { ...income, least: 0n, most: null, ...schedule } });
    expect(refused({ least: 179_986n })).toEqual([
      'plan-below-least',
      'The share of the income is €1,799.85, less than the least instalment of €1,799.86.',
    ]);
    expect(refused({ expenses: 3_000_000n })).toEqual([
      'plan-nothing-left',
      'Expenses of €30,000 leave nothing of an income of €30,000.',
    ]);
    expect(refused({ expenses: 2_999_999n })[0]).toBe('plan-below-least');
  });
});

describe('a time without payment', () => {
  const later = (interest: 'waived' | 'accrues' | 'capitalised') =>
    planOf({
      debt: of(100_000n),
      schedule: equal(1),
      interest: TWELVE_PERCENT,
      deferral: { until: '2026-03-15', interest },
      dating: datingOf({ first: '2026-04-15', earliest: '2026-03-16' }),
    });
  test('waives its interest, adds it, or makes it principal', () => {
    // Three months of 10.00; then a month on 1,000.00, or on 1,030.00.
    expect([later('waived').payable, later('waived').interest]).toEqual([101_000n, 1000n]);
    expect([later('accrues').payable, later('accrues').interest]).toEqual([104_000n, 4000n]);
    expect([later('capitalised').payable, later('capitalised').interest]).toEqual([104_030n, 4030n]);
    expect(later('capitalised').instalments[0]?.parts).toEqual({
      ...NO_COMPONENTS,
      principal: 103_000n,
      interest: 1030n,
    });
  });
});

describe('what is waived', () => {
  const debt = { principal: 80_000n, interest: 12_000n, fees: 5000n, costs: 3000n };
  test('is waived before the rest is made principal', () => {
    const plan = planOf({
      debt,
      treatment: {
        interest: { waive: 4000n, rest: 'capitalise' },
        fees: { waive: 'all', rest: 'capitalise' },
        costs: { waive: 0n, rest: 'keep' },
      },
      schedule: equal(1),
      interest: TWELVE_PERCENT,
    });
    expect(plan.treated).toEqual([
      { component: 'interest', owed: 12_000n, waived: 4000n, capitalised: 8000n },
      { component: 'fees', owed: 5000n, waived: 5000n, capitalised: 0n },
      { component: 'costs', owed: 3000n, waived: 0n, capitalised: 0n },
    ]);
    expect(plan.agreed).toEqual({ principal: 88_000n, interest: 0n, fees: 0n, costs: 3000n });
    expect([plan.waived, plan.interest, plan.payable]).toEqual([9000n, 880n, 91_880n]);
  });
  test('is at most what is owed, and leaves something to pay', () => {
    expect(problemOf({ debt, treatment: { fees: { waive: 5001n, rest: 'keep' } } })).toEqual([
      'plan-waiver-too-large',
      'More of the fees would be waived, €50.01, than is owed of it, €50.',
    ]);
    expect(problemOf({ treatment: { principal: { waive: 'all', rest: 'keep' } } })[0]).toBe('plan-nothing-owed');
  });
  test('by a settlement: its sum covers components in their order', () => {
    const plan = planOf({
      debt,
      settlement: { percent: 60_000_000n },
      lastDay: '2026-03-15',
      schedule: equal(3),
    });
    expect(plan.agreed).toEqual({ principal: 40_000n, interest: 12_000n, fees: 5000n, costs: 3000n });
    expect([plan.discount, plan.waived, plan.payable]).toEqual([40_000n, 40_000n, 60_000n]);
    expect(plan.instalments[0]?.parts).toEqual({ principal: 0n, interest: 12_000n, fees: 5000n, costs: 3000n });
    expect(planOf({ debt, settlement: { minor: 7500n }, schedule: equal(1) }).agreed).toEqual({
      ...NO_COMPONENTS,
      fees: 4500n,
      costs: 3000n,
    });
  });
  test('by a settlement in percent: the sum is rounded down', () => {
    const sum = (roundTo: 'minor' | 'whole') =>
      planOf({ debt: of(99_999n), settlement: { percent: 33_333_333n }, schedule: equal(1), roundTo }).payable;
    expect([sum('minor'), sum('whole')]).toEqual([33_332n, 33_300n]);
  });
  test('by a settlement: something, and in time', () => {
    expect(problemOf({ settlement: { minor: 100_000n } })).toEqual([
      'plan-no-discount',
      'A settlement of €1,000 waives nothing of €1,000.',
    ]);
    expect(planOf({ settlement: { minor: 99_999n }, schedule: equal(1) }).discount).toBe(1n);
    expect(planOf({ lastDay: '2026-10-15' }).instalments).toHaveLength(10);
    expect(problemOf({ lastDay: '2026-10-14' })).toEqual([
      'plan-ends-late',
      'The last payment would be on 2026-10-15, after the last day, 2026-10-14.',
    ]);
  });
});

test('components are covered in the order of the terms', () => {
  const debt = { principal: 100n, interest: 50n, fees: 30n, costs: 20n };
  const first = (order: PlanTerms['order']) => planOf({ debt, order, schedule: equal(2) }).instalments[0]?.parts;
  expect(first(['costs', 'fees', 'interest', 'principal'])).toEqual({
    principal: 0n,
    interest: 50n,
    fees: 30n,
    costs: 20n,
  });
  expect(first(['principal', 'costs', 'interest', 'fees'])).toEqual({ ...NO_COMPONENTS, principal: 100n });
});

test('interest runs on the principal alone, and what is not paid of it bears none', () => {
  const debt = { principal: 100_000n, interest: 50_000n, fees: 0n, costs: 0n };
  const steps = [
    { number: 2, instalment: 500n },
    { number: null, instalment: 200_000n },
  ];
  const plan = planOf({ debt, schedule: { kind: 'stepped-amounts', steps }, interest: TWELVE_PERCENT });
  expect(interests(plan)).toEqual([1000n, 1000n, 1000n]);
  expect(plan.instalments.map(({ left }) => sumOf(left))).toEqual([150_500n, 151_000n, 0n]);
});

test('a plan that would reach past the calendar is refused', () => {
  const dating = datingOf({ first: '2190-01-15', earliest: '2190-01-01' });
  expect(problemOf({ today: '2190-01-01', dating, schedule: equal(121) })[0]).toBe('plan-beyond-calendar');
  expect(planOf({ today: '2190-01-01', dating, schedule: equal(120), debt: of(12_000n) }).payable).toBe(12_000n);
});
