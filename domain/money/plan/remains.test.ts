/** What remains of plans, worked by hand. Amounts are cents. */
import { expect, test } from '@jest/globals';
import { datingOf, TWELVE_PERCENT, termsOf } from '../../../tests/support/plan.ts';
import { NO_COMPONENTS, sumOf } from '../components.ts';
import { calculatePlan } from './plan.ts';
import { plannedBefore, remainsOf } from './remains.ts';

const TEN = calculatePlan(termsOf());
/** 1,000.00 at 1 % a month from 15 December, in two instalments on top: 510.00 and 505.00. */
const WITH_INTEREST = calculatePlan(
  termsOf({ schedule: { kind: 'equal', number: 2 }, interest: { ...TWELVE_PERCENT, place: 'on-top' } }),
);

test('instalments paid whole and in part, the oldest first', () => {
  const { instalments, owed, paid, over } = remainsOf(
    TEN,
    [
      { on: '2026-01-15', minor: 10_000n },
      { on: '2026-02-20', minor: 4000n },
      { on: '2026-09-01', minor: 9999n },
    ],
    '2026-03-01',
  );
  expect(instalments.slice(0, 3).map((row) => row.paid)).toEqual([10_000n, 4000n, 0n]);
  expect([paid, owed, over]).toEqual([14_000n, { ...NO_COMPONENTS, principal: 86_000n }, 0n]);
  expect(sumOf(remainsOf(TEN, [{ on: '2026-03-01', minor: 1n }], '2026-03-01').owed)).toBe(99_999n);
});

test('an end before its time: what is open, and the interest until that day', () => {
  expect(WITH_INTEREST.instalments.map(({ minor }) => minor)).toEqual([51_000n, 50_500n]);
  const at = (on: string) => remainsOf(WITH_INTEREST, plannedBefore(WITH_INTEREST, on), on);
  expect(at('2025-12-15').owed).toEqual({ ...NO_COMPONENTS, principal: 100_000n });
  // Fifteen days of 1,000.00; then fifteen of 500.00.
  expect(at('2025-12-30').owed).toEqual({ ...NO_COMPONENTS, principal: 100_000n, interest: 500n });
  expect(at('2026-01-30').owed).toEqual({ ...NO_COMPONENTS, principal: 50_000n, interest: 250n });
  expect(sumOf(at('2026-01-15').owed)).toBe(101_000n);
  expect(sumOf(at('2026-02-15').owed)).toBe(50_500n);
  expect(sumOf(at('2026-02-16').owed)).toBe(0n);
});

test('who pays late owes more interest, who pays early less', () => {
  const owed = (on: string, minor: bigint) => sumOf(remainsOf(WITH_INTEREST, [{ on, minor }], '2026-02-15').owed);
  expect(owed('2026-01-15', 51_000n)).toBe(50_500n);
  // 45 days of 1,000.00 are 15.00; 510.00 cover them and leave 505.00, of which fifteen days are 2.525.
  expect(owed('2026-01-30', 51_000n)).toBe(50_500n + 252n);
  // Fifteen days are 5.00; 495.00 are left, of which fifteen days are 2.475 and a month 4.95.
  expect(owed('2025-12-30', 51_000n)).toBe(49_500n + 248n + 495n);
});

test('money beyond all that is owed', () => {
  expect(remainsOf(TEN, [{ on: '2025-12-20', minor: 100_001n }], '2026-01-01')).toMatchObject({
    over: 1n,
    owed: NO_COMPONENTS,
  });
});

test('interest of a time without payment', () => {
  const plan = (interest: 'waived' | 'accrues' | 'capitalised') =>
    calculatePlan(
      termsOf({
        schedule: { kind: 'equal', number: 1 },
        interest: TWELVE_PERCENT,
        deferral: { until: '2026-03-15', interest },
        dating: datingOf({ first: '2026-04-15', earliest: '2026-03-16' }),
      }),
    );
  const at = (interest: 'waived' | 'accrues' | 'capitalised', on: string) => remainsOf(plan(interest), [], on).owed;
  expect(at('waived', '2026-02-15')).toEqual({ ...NO_COMPONENTS, principal: 100_000n });
  expect(at('waived', '2026-04-15')).toEqual({ ...NO_COMPONENTS, principal: 100_000n, interest: 1000n });
  expect(at('accrues', '2026-02-15')).toEqual({ ...NO_COMPONENTS, principal: 100_000n, interest: 2000n });
  expect(at('accrues', '2026-04-15')).toEqual({ ...NO_COMPONENTS, principal: 100_000n, interest: 4000n });
  expect(at('capitalised', '2026-03-14')).toEqual({ ...NO_COMPONENTS, principal: 100_000n, interest: 2967n });
  expect(at('capitalised', '2026-03-15')).toEqual({ ...NO_COMPONENTS, principal: 103_000n });
  expect(at('capitalised', '2026-04-15')).toEqual({ ...NO_COMPONENTS, principal: 103_000n, interest: 1030n });
  // 120 days of 65 cents are 2.6 cents, rounded once; two times 60 days would be two times 1.
  const cents = calculatePlan(
    termsOf({
      debt: { ...NO_COMPONENTS, principal: 65n },
      schedule: { kind: 'equal', number: 1 },
      interest: TWELVE_PERCENT,
      deferral: { until: '2026-02-15', interest: 'accrues' },
      dating: datingOf({ first: '2026-04-15', earliest: '2026-02-16' }),
    }),
  );
  expect([cents.payable, sumOf(remainsOf(cents, [], '2026-04-15').owed)]).toEqual([68n, 68n]);
  const part = remainsOf(plan('capitalised'), [{ on: '2026-01-15', minor: 400n }], '2026-03-15');
  expect(part.owed).toEqual({ ...NO_COMPONENTS, principal: 102_600n });
});
