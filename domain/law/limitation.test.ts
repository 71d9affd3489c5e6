/** How days on which limitation does not run move the last day to sue. */
import { describe, expect, test } from '@jest/globals';
import type { Pause } from './case.ts';
import { lastDayToSue, withPauses } from './limitation.ts';

const COUNTED = { law: 'US', today: '2026-06-30' } as const;
const pause = (from: string, until: string | null, law: Pause['law'] = 'US'): Pause => ({ law, from, until });
/** The last day of a period from 2026-01-01 to 2026-12-31. */
const last = (...paused: Pause[]) => withPauses({ paused }, COUNTED, '2026-01-01', '2026-12-31');

describe('a pause', () => {
  test.each([
    ['none', [], '2026-12-31'],
    ['of ten days', [pause('2026-03-01', '2026-03-10')], '2027-01-10'],
    ['of one day', [pause('2026-03-01', '2026-03-01')], '2027-01-01'],
    ['that ends before it begins', [pause('2026-03-02', '2026-03-01')], '2026-12-31'],
    ['under another law', [pause('2026-03-01', '2026-03-10', 'UK')], '2026-12-31'],
    ['that lasts: the days up to today', [pause('2026-06-29', null)], '2027-01-02'],
    ['with an end ahead: the days up to today', [pause('2026-06-29', '2026-07-15')], '2027-01-02'],
    ['that ends today', [pause('2026-06-29', '2026-06-30')], '2027-01-02'],
    ['from before the period: the days within it', [pause('2025-12-20', '2026-01-05')], '2027-01-04'],
    ['from the first day, which does not count', [pause('2026-01-01', '2026-01-05')], '2027-01-04'],
    ['from the second day', [pause('2026-01-02', '2026-01-05')], '2027-01-04'],
  ])('%s', (_, paused, expected) => expect(last(...paused)).toBe(expected));

  const OVER = { law: 'US', today: '2027-06-30' } as const;
  test('counts when it begins on the last day, and not after it', () => {
    const end = (...paused: Pause[]) => withPauses({ paused }, OVER, '2026-01-01', '2026-12-31');
    expect(end(pause('2026-12-31', '2027-01-05'))).toBe('2027-01-06');
    expect(end(pause('2027-01-01', '2027-01-05'))).toBe('2026-12-31');
    // The first moves the last day on, so the second lies within.
    expect(end(pause('2026-12-31', '2027-01-05'), pause('2027-01-06', '2027-01-06'))).toBe('2027-01-07');
    expect(withPauses({}, OVER, '2026-01-01', '2026-12-31')).toBe('2026-12-31');
  });
});

test('a pause moves the end of the first period, and that of a restarted one', () => {
  const payment = { kind: 'part-payment', on: '2026-05-01', provedArrival: false, written: false } as const;
  const paused = [pause('2026-03-01', '2026-03-10'), pause('2026-06-01', '2026-06-05')];
  const debt = { accruedOn: '2025-03-05', lastDueOn: null, paused };
  // The period would have ended before the payment, had the pause not moved its end.
  expect(lastDayToSue({ ...debt, restarts: [] }, 1, () => true, COUNTED)).toBe('2026-03-15');
  expect(lastDayToSue({ ...debt, restarts: [{ ...payment, on: '2026-03-11' }] }, 1, () => true, COUNTED)).toBe(
    '2027-03-16',
  );
  expect(lastDayToSue({ ...debt, restarts: [payment] }, 1, () => true, COUNTED)).toBe('2026-03-15');
});
