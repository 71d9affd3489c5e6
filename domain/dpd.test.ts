import { describe, expect, test } from '@jest/globals';
import { account, day, fact, noon } from '../tests/support/facts.ts';
import fc from '../tests/support/property.ts';
import { type Delinquency, delinquency, NO_GRACE } from './dpd.ts';
import type { Due } from './facts.ts';
import { positionOf } from './money/position.ts';
import { addDays } from './time.ts';

/** Dues as `date amount`, money received, the day asked for; then overdue, days past due, the oldest open due, the next day on which more is overdue. */
const CASES: readonly [
  string,
  string[],
  number,
  string,
  { overdue: number; dpd: number; oldest: string | null; next: string | null },
][] = [
  ['no dues', [], 0, '2026-03-10', { overdue: 0, dpd: 0, oldest: null, next: null }],
  [
    'the day before the due date',
    ['2026-03-10 100'],
    0,
    '2026-03-09',
    { overdue: 0, dpd: 0, oldest: null, next: '2026-03-11' },
  ],
  [
    'the due date is day 0',
    ['2026-03-10 100'],
    0,
    '2026-03-10',
    { overdue: 0, dpd: 0, oldest: null, next: '2026-03-11' },
  ],
  [
    'the day after is day 1',
    ['2026-03-10 100'],
    0,
    '2026-03-11',
    { overdue: 100, dpd: 1, oldest: '2026-03-10', next: null },
  ],
  [
    'a part payment does not restart the days',
    ['2026-03-10 100'],
    99,
    '2026-04-11',
    { overdue: 1, dpd: 32, oldest: '2026-03-10', next: null },
  ],
  ['paid to the last cent', ['2026-03-10 100'], 100, '2026-04-11', { overdue: 0, dpd: 0, oldest: null, next: null }],
  [
    'two instalments missed: days since the oldest',
    ['2026-01-31 100', '2026-02-28 100'],
    0,
    '2026-03-10',
    { overdue: 200, dpd: 38, oldest: '2026-01-31', next: null },
  ],
  [
    'money covers the oldest first: the second becomes the oldest',
    ['2026-01-31 100', '2026-02-28 100'],
    100,
    '2026-03-10',
    { overdue: 100, dpd: 10, oldest: '2026-02-28', next: null },
  ],
  [
    'money over both reaches into the third',
    ['2026-01-31 100', '2026-02-28 100', '2026-03-31 100'],
    250,
    '2026-03-10',
    { overdue: 0, dpd: 0, oldest: null, next: '2026-04-01' },
  ],
  [
    'paid ahead: a due that is covered before its date never becomes overdue',
    ['2026-03-31 100', '2026-04-30 100'],
    100,
    '2026-04-10',
    { overdue: 0, dpd: 0, oldest: null, next: '2026-05-01' },
  ],
  [
    'more than all dues is credit',
    ['2026-03-10 100'],
    500,
    '2026-04-11',
    { overdue: 0, dpd: 0, oldest: null, next: null },
  ],
  [
    'card: the missed minimums cure, whatever the balance',
    ['2026-01-05 500', '2026-02-05 520', '2026-03-05 540'],
    1560,
    '2026-03-20',
    { overdue: 0, dpd: 0, oldest: null, next: null },
  ],
  [
    'card: one of three minimums paid',
    ['2026-01-05 500', '2026-02-05 520', '2026-03-05 540'],
    500,
    '2026-03-20',
    { overdue: 1060, dpd: 43, oldest: '2026-02-05', next: null },
  ],
  [
    'dues that come unordered',
    ['2026-03-05 540', '2026-01-05 500'],
    500,
    '2026-03-20',
    { overdue: 540, dpd: 15, oldest: '2026-03-05', next: null },
  ],
  [
    'across the end of a leap February',
    ['2028-02-28 100'],
    0,
    '2028-03-01',
    { overdue: 100, dpd: 2, oldest: '2028-02-28', next: null },
  ],
  [
    'across the end of a year',
    ['2025-12-31 100'],
    0,
    '2026-01-01',
    { overdue: 100, dpd: 1, oldest: '2025-12-31', next: null },
  ],
  [
    'a loan of years',
    ['2020-01-01 100'],
    0,
    '2026-01-01',
    { overdue: 100, dpd: 2192, oldest: '2020-01-01', next: null },
  ],
];

const read = (dues: readonly string[]) =>
  dues.map((text) => ({ on: text.split(' ')[0] as string, minor: BigInt(text.split(' ')[1] as string) }));

/** The delinquency after money has covered the oldest dues. */
function delinquentAfter(dues: readonly Due[], covered: bigint, today: string, grace = NO_GRACE): Delinquency {
  const { open } = positionOf(
    account({
      dues,
      facts: covered === 0n ? [] : [fact('payment', { minor: covered, via: 'lender' }, noon(0))],
    }),
    day(0),
  );
  return delinquency(open, today, grace);
}

describe('days past due', () => {
  test.each(CASES)('%s', (_, dues, covered, today, { overdue, dpd, oldest, next }) => {
    const found = delinquentAfter(read(dues), BigInt(covered), today);
    expect({ ...found, open: undefined, late: undefined }).toEqual({
      overdue: BigInt(overdue),
      dpd,
      oldest,
      nextOverdueOn: next,
      open: undefined,
    });
  });
});

describe('days of grace and tolerance of a product', () => {
  const GRACE = { days: 5, tolerance: 10n };
  test.each<[string, string[], number, string, [number, number, string | null, string | null]]>([
    ['within grace nothing is late', ['2026-03-10 100'], 0, '2026-03-15', [0, 0, null, '2026-03-16']],
    [
      'when grace fails, days count from the due date',
      ['2026-03-10 100'],
      0,
      '2026-03-16',
      [100, 6, '2026-03-10', null],
    ],
    ['paid but for the tolerance is paid on time', ['2026-03-10 100'], 90, '2026-05-10', [0, 0, null, null]],
    ['a cent more is missing: all of it is late', ['2026-03-10 100'], 89, '2026-03-16', [11, 6, '2026-03-10', null]],
    [
      'the next due is in its own grace',
      ['2026-03-10 100', '2026-04-10 100'],
      0,
      '2026-04-12',
      [100, 33, '2026-03-10', '2026-04-16'],
    ],
    [
      'what is within the tolerance gives way to the next due',
      ['2026-03-10 100', '2026-04-10 100'],
      95,
      '2026-04-16',
      [100, 6, '2026-04-10', null],
    ],
    [
      'payments a little short add up, since money covers the oldest first',
      ['2026-03-10 100', '2026-04-10 100'],
      184,
      '2026-04-16',
      [16, 6, '2026-04-10', null],
    ],
  ])('%s', (_, dues, covered, today, [overdue, dpd, oldest, next]) => {
    const found = delinquentAfter(read(dues), BigInt(covered), today, GRACE);
    expect([found.overdue, found.dpd, found.oldest, found.nextOverdueOn]).toEqual([BigInt(overdue), dpd, oldest, next]);
    expect(found.late.reduce((sum, due) => sum + due.minor, 0n)).toBe(found.overdue);
  });
});

const dues = fc
  .uniqueArray(fc.integer({ min: -60, max: 30 }), { minLength: 1, maxLength: 6 })
  .chain((days) =>
    fc.tuple(...days.map((day) => fc.bigInt(1n, 1000n).map((minor) => ({ on: addDays('2026-03-10', day), minor })))),
  );

describe('for all dues and payments', () => {
  test('more money is never later and never more overdue', () => {
    fc.assert(
      fc.property(dues, fc.bigInt(0n, 6000n), fc.bigInt(0n, 1000n), (some, covered, more) => {
        const before = delinquentAfter(some, covered, '2026-03-10');
        const later = delinquentAfter(some, covered + more, '2026-03-10');
        expect(later.overdue).toBeLessThanOrEqual(before.overdue);
        expect(later.dpd).toBeLessThanOrEqual(before.dpd);
      }),
    );
  });
  test('what is unpaid and what is covered are the dues', () => {
    fc.assert(
      fc.property(dues, fc.bigInt(0n, 6000n), (some, covered) => {
        const all = some.reduce((sum, due) => sum + due.minor, 0n);
        const unpaid = delinquentAfter(some, covered, '2026-03-10').open.reduce((sum, due) => sum + due.minor, 0n);
        expect(unpaid).toBe(all > covered ? all - covered : 0n);
      }),
    );
  });
  test('the order of dues does not matter', () => {
    fc.assert(
      fc.property(dues, fc.bigInt(0n, 6000n), (some, covered) => {
        expect(delinquentAfter([...some].reverse(), covered, '2026-03-10')).toEqual(
          delinquentAfter(some, covered, '2026-03-10'),
        );
      }),
    );
  });
});
