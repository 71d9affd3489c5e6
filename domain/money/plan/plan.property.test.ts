/** Plans of any amount, rate and number: their sums are exact, whatever the terms. */
import { describe, expect, test } from '@jest/globals';
import { datingOf, termsOf } from '../../../tests/support/plan.ts';
import fc from '../../../tests/support/property.ts';
import { workingDaysOf } from '../../calendars/creditor-days.ts';
import { Problem } from '../../problems.ts';
import { addDays, DAY_MS } from '../../time.ts';
import { COMPONENTS, type Components, sumOf } from '../components.ts';
import { DAY_COUNTS, type DayCount, type Rate } from './interest.ts';
import { MOVES, RHYTHMS } from './payment-dates.ts';
import { calculatePlan, type Plan } from './plan.ts';
import { plannedBefore, remainsOf } from './remains.ts';
import { MOST_INSTALMENTS, type PlanTerms, type Schedule } from './terms.ts';

const component = fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: 200n }), fc.bigInt({ min: 0n, max: 10n ** 12n }));
const debts: fc.Arbitrary<Components> = fc
  .record({ principal: component, interest: component, fees: component, costs: component })
  .filter((debt) => sumOf(debt) > 0n);
const percents = fc.oneof(
  fc.constantFrom(0n, 12_000_000n, 100_000_000n),
  fc.bigInt({ min: 0n, max: 100_000_000n }),
  fc.bigInt({ min: 0n, max: 20_000_000n }),
);
const numbers = fc.oneof(fc.integer({ min: 1, max: 36 }), fc.integer({ min: 1, max: MOST_INSTALMENTS }));
const steps: fc.Arbitrary<Schedule> = fc
  .array(fc.record({ number: fc.integer({ min: 1, max: 24 }), weight: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((rows) => {
    const whole = BigInt(rows.reduce((sum, { weight }) => sum + weight, 0));
    const percents = rows.map(({ weight }) => (100_000_000n * BigInt(weight)) / whole);
    const rest = 100_000_000n - percents.reduce((sum, percent) => sum + percent, 0n);
    return {
      kind: 'stepped',
      steps: rows.map(({ number }, index) => ({
        number,
        percent: (percents[index] ?? 0n) + (index === 0 ? rest : 0n),
      })),
    };
  });
const days = fc.integer({ min: 0, max: 800 });

const terms: fc.Arbitrary<PlanTerms> = fc
  .record({
    debt: debts,
    percent: fc.option(percents),
    dayCount: fc.constantFrom(...DAY_COUNTS),
    place: fc.constantFrom('within' as const, 'on-top' as const),
    schedule: fc.oneof(
      numbers.map((number): Schedule => ({ kind: 'equal', number })),
      steps,
    ),
    order: fc.shuffledSubarray([...COMPONENTS], { minLength: 4 }),
    roundTo: fc.constantFrom('minor' as const, 'whole' as const),
    today: days,
    deferred: fc.option(days),
    deferredInterest: fc.constantFrom('waived' as const, 'accrues' as const, 'capitalised' as const),
    wait: fc.integer({ min: 1, max: 100 }),
    every: fc.constantFrom(...RHYTHMS),
    move: fc.constantFrom(...MOVES),
    country: fc.constantFrom('CN', 'TW', 'FR'),
  })
  .map(({ percent, dayCount, place, today: from, deferred, deferredInterest, wait, every, move, country, ...rest }) => {
    const today = addDays('2026-01-01', from);
    const until = deferred === null ? null : addDays(today, deferred);
    const isWorkingDay = workingDaysOf({ zone: 'UTC', country });
    const earliest = until === null ? today : addDays(until, 1);
    return termsOf({
      ...rest,
      today,
      interest: percent === null ? null : { percent, dayCount, place },
      deferral: until === null ? null : { until, interest: deferredInterest },
      dating: datingOf({ first: addDays(until ?? today, wait), every, move, isWorkingDay, earliest }),
    });
  });

/** The plan, or the code of the problem for which there is none. */
function planOf(given: PlanTerms): Plan | string {
  try {
    return calculatePlan(given);
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}

const numberIn = ({ schedule }: PlanTerms): number =>
  schedule.kind === 'equal'
    ? schedule.number
    : schedule.kind === 'stepped'
      ? schedule.steps.reduce((sum, { number }) => sum + number, 0)
      : Number.NaN;

/** Days by the machine's own calendar, and of 30/360 by its definition. */
function daysApart(dayCount: DayCount, from: string, to: string): number {
  if (dayCount !== '30/360') return (Date.parse(to) - Date.parse(from)) / DAY_MS;
  const [a, b] = [new Date(from), new Date(to)];
  const months = (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
  return months * 30 + Math.min(b.getUTCDate(), 30) - Math.min(a.getUTCDate(), 30);
}

describe('a plan of any terms', () => {
  test('adds up to the minor unit, is never negative, and covers components in their order', () => {
    const refused = new Map<string, number>();
    fc.assert(
      fc.property(terms, (given) => {
        const plan = planOf(given);
        if (typeof plan === 'string') {
          refused.set(plan, (refused.get(plan) ?? 0) + 1);
          return;
        }
        expect(plan.instalments).toHaveLength(numberIn(given));
        expect(plan.payable).toBe(plan.instalments.reduce((sum, { minor }) => sum + minor, 0n));
        expect(plan.payable).toBe(plan.debt - plan.waived + plan.interest);
        expect(brokenRules(plan)).toEqual([]);
      }),
      { numRuns: 250 },
    );
    expect([...refused.keys()].filter((code) => !/^plan-(instalment-zero|interest-too-long)$/.test(code))).toEqual([]);
    expect([...refused.values()].reduce((sum, count) => sum + count, 0)).toBeLessThan(100);
  });

  test('has dates that ascend, on days that are worked where they are moved', () => {
    fc.assert(
      fc.property(terms, (given) => {
        const plan = planOf({
          ...given,
          interest: null,
          debt: { ...given.debt, principal: 10n ** 12n },
          deferral: null,
        });
        if (typeof plan === 'string') throw new Error(plan);
        const { isWorkingDay, move, every, first, earliest } = given.dating;
        let before = addDays(earliest, -1);
        const wrong = plan.instalments.filter(({ on, regular }, index) => {
          const isLater = on > before;
          before = on;
          const isMoved = move === 'none' ? on === regular : isWorkingDay(on);
          const isRegular =
            every === 'month'
              ? isSameDay(regular, first, index)
              : daysApart('actual/365', first, regular) === index * (every === 'week' ? 7 : 14);
          return !isLater || !isMoved || !isRegular;
        });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('has interest that is right to half a minor unit, once an instalment', () => {
    fc.assert(
      fc.property(terms, (given) => {
        const plan = planOf(given);
        if (typeof plan === 'string' || given.deferral !== null) return;
        const { interest: rate } = given;
        let [since, principal] = [given.today, given.debt.principal];
        const wrong = plan.instalments.filter(({ on, interest, left }) => {
          const isRight = rate === null ? interest === 0n : isNearest(interest, principal, rate, since, on);
          [since, principal] = [on, left.principal];
          return !isRight;
        });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('is even: equal instalments are of one size, and the last takes the remainder', () => {
    fc.assert(
      fc.property(terms, numbers, (given, number) => {
        const unit = given.roundTo === 'whole' ? 100n : 1n;
        const plan = planOf({ ...given, schedule: { kind: 'equal', number } });
        if (typeof plan === 'string') return;
        if (given.interest?.place === 'on-top') return;
        const sizes = plan.instalments.map(({ minor }) => minor);
        const [size = 0n] = sizes;
        const last = sizes.at(-1) ?? 0n;
        if (number > 1) {
          expect(new Set(sizes.slice(0, -1)).size).toBe(1);
          expect(size % unit).toBe(0n);
          expect(last >= size && last <= 2n * size + BigInt(number) * unit).toBe(true);
        }
        if (plan.interest === 0n)
          expect(size).toBe(number === 1 ? last : (plan.payable / BigInt(number) / unit) * unit);
      }),
      { numRuns: 150 },
    );
  });

  test('is refused for a remainder only where interest grows beyond any size of an instalment', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 60_000n, max: 10n ** 12n }),
        percents,
        fc.integer({ min: 1, max: 60 }),
        (principal, percent, number) => {
          const debt = { principal, interest: 0n, fees: 0n, costs: 0n };
          const interest = { percent, dayCount: 'actual/365', place: 'within' } as const;
          expect(typeof planOf(termsOf({ debt, interest, schedule: { kind: 'equal', number } }))).toBe('object');
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('what remains', () => {
  test('is what the schedule says where it was kept, on the date of every instalment', () => {
    fc.assert(
      fc.property(terms, fc.nat(), (given, drawn) => {
        const plan = planOf(given);
        if (typeof plan === 'string') return;
        const index = drawn % plan.instalments.length;
        const { on, left } = plan.instalments[index] as Plan['instalments'][number];
        const kept = remainsOf(plan, plannedBefore(plan, addDays(on, 1)), on);
        expect(kept.owed).toEqual(left);
        expect(kept.over).toBe(0n);
        expect(kept.instalments.map(({ paid }) => paid > 0n)).toEqual(plan.instalments.map((_, at) => at <= index));
        const before = remainsOf(plan, plannedBefore(plan, on), on);
        expect(sumOf(before.owed)).toBe(sumOf(left) + (plan.instalments[index]?.minor ?? 0n));
      }),
      { numRuns: 150 },
    );
  });

  test('is the debt and its interest less what was paid, whatever was paid and when', () => {
    const receipts = fc.array(
      fc.record({ after: fc.integer({ min: 0, max: 2000 }), minor: fc.bigInt({ min: 1n, max: 10n ** 11n }) }),
      {
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(terms, receipts, fc.integer({ min: 0, max: 2000 }), (given, came, asked) => {
        const plan = planOf(given);
        if (typeof plan === 'string') return;
        const on = addDays(given.today, asked);
        const paid = came.map(({ after, minor }) => ({ on: addDays(given.today, after), minor }));
        const remains = remainsOf(plan, paid, on);
        expect(remains.paid).toBe(paid.reduce((sum, row) => (row.on <= on ? sum + row.minor : sum), 0n));
        expect(sumOf(remains.owed)).toBe(sumOf(plan.agreed) + remains.interest - remains.paid + remains.over);
        for (const name of COMPONENTS) expect(remains.owed[name]).toBeGreaterThanOrEqual(0n);
        if (remains.over > 0n && remains.interest === 0n) expect(sumOf(remains.owed)).toBe(0n);
        const covered = remains.instalments.reduce((sum, row) => sum + row.paid, 0n);
        expect(covered).toBe(remains.paid < plan.payable ? remains.paid : plan.payable);
      }),
      { numRuns: 150 },
    );
  });
});

/** The rules that a plan breaks, by instalment. */
function brokenRules({ agreed, interest: all, instalments, terms: { order } }: Plan): string[] {
  const ran = instalments.reduce((sum, { interest }) => sum + interest, 0n);
  let owed = sumOf(agreed) + all - ran;
  const broken: string[] = [];
  for (const [index, { minor, interest, parts, left }] of instalments.entries()) {
    owed += interest - minor;
    const open = order.findIndex((name) => left[name] > 0n);
    const rules = {
      'an instalment is above zero': minor > 0n && interest >= 0n,
      'parts add up to it': sumOf(parts) === minor,
      'the rest adds up': sumOf(left) === owed,
      'nothing is negative': COMPONENTS.every((name) => parts[name] >= 0n && left[name] >= 0n),
      'components keep their order': open < 0 || order.slice(open + 1).every((name) => parts[name] === 0n),
    };
    for (const [rule, isKept] of Object.entries(rules)) if (!isKept) broken.push(`${index}: ${rule}`);
  }
  return owed === 0n ? broken : [...broken, 'nothing is left'];
}

/** Whether interest is right to half a minor unit, and even where it is a half. */
function isNearest(
  interest: bigint,
  principal: bigint,
  { percent, dayCount }: Rate,
  from: string,
  to: string,
): boolean {
  const unit = (dayCount === 'actual/365' ? 365n : 360n) * 100_000_000n;
  const exact = principal * percent * BigInt(daysApart(dayCount, from, to));
  const twice = (exact - interest * unit) * 2n;
  const isHalf = twice === unit || twice === -unit;
  return isHalf ? interest % 2n === 0n : twice < unit && twice > -unit;
}

/** The same day of a later month, or its last day. */
function isSameDay(regular: string, first: string, index: number): boolean {
  const [from, date] = [new Date(first), new Date(regular)];
  const month = from.getUTCFullYear() * 12 + from.getUTCMonth() + index;
  const length = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return (
    date.getUTCFullYear() * 12 + date.getUTCMonth() === month &&
    date.getUTCDate() === Math.min(from.getUTCDate(), length)
  );
}
