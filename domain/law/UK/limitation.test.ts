import { describe, expect, test } from '@jest/globals';
import { legalCase, untilOf } from '../../../tests/support/legal-case.ts';
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import type { Debt, Restart } from '../case.ts';
import { judgeBarredContact, lastDayInUk, SCOTTISH_YEARS, YEARS } from './limitation.ts';
import { PURSUIT, pursues } from './pursuit.ts';

const TODAY = '2026-11-01';
const debt = (over: Partial<Debt> = {}): Debt => ({
  id: 'debt',
  product: 'card',
  lastDueOn: null,
  accruedOn: '2020-06-15',
  restarts: [],
  soldOn: null,
  ...over,
});
const restart = (kind: Restart['kind'], on: string, over: Partial<Restart> = {}): Restart => ({
  kind,
  on,
  provedArrival: false,
  written: false,
  ...over,
});
const lastDayWith = (...restarts: Restart[]) => lastDayInUk(debt({ restarts }), YEARS, TODAY);

describe('UK-SOL-01', () => {
  test('six years, in Scotland five', () => {
    expect(lastDayInUk(debt(), YEARS, TODAY)).toBe('2026-06-15');
    expect(lastDayInUk(debt(), SCOTTISH_YEARS, TODAY)).toBe('2025-06-15');
  });
  test('from a leap day to the last of February', () =>
    expect(lastDayInUk(debt({ accruedOn: '2020-02-29' }), YEARS, TODAY)).toBe('2026-02-28'));
  test('from the last due where nothing else is known; unknown where that is not known either', () => {
    expect(lastDayInUk(debt({ accruedOn: null, lastDueOn: '2021-12-31' }), YEARS, TODAY)).toBe('2027-12-31');
    expect(lastDayInUk(debt({ accruedOn: null }), YEARS, TODAY)).toBeNull();
  });
});

describe('UK-SOL-02', () => {
  test('a part-payment or a signed acknowledgement restarts, up to the last day', () => {
    expect(lastDayWith(restart('part-payment', '2026-06-15'))).toBe('2032-06-15');
    expect(lastDayWith(restart('acknowledgement', '2024-01-10', { written: true }))).toBe('2030-01-10');
  });
  test('nothing restarts after the end', () =>
    expect(lastDayWith(restart('part-payment', '2026-06-16'))).toBe('2026-06-15'));
  test('each restart counts from the one before, in whatever order they are told', () => {
    for (const order of [
      ['2025-01-01', '2031-01-01', '2036-01-01'],
      ['2036-01-01', '2031-01-01', '2025-01-01'],
      ['2031-01-01', '2036-01-01', '2025-01-01'],
    ])
      expect(lastDayWith(...order.map((on) => restart('part-payment', on)))).toBe('2042-01-01');
  });
  test.each(['demand', 'plan', 'suit', 'assignment-notice'] as const)('a %s restarts nothing', (kind) =>
    expect(lastDayWith(restart(kind, '2024-01-10', { written: true, provedArrival: true }))).toBe('2026-06-15'),
  );
  test('a spoken acknowledgement restarts nothing', () =>
    expect(lastDayWith(restart('acknowledgement', '2024-01-10'))).toBe('2026-06-15'));
  test('what came before the right to sue restarts nothing', () =>
    expect(lastDayWith(restart('part-payment', '2020-06-14'))).toBe('2026-06-15'));
});

describe('UK-SOL-03: contacts about a debt that may be barred', () => {
  const OLD = { accruedOn: '2020-06-15' };
  const judged = (over: Partial<GateCaseInput>) =>
    untilOf(judgeBarredContact(legalCase({ debt: OLD, at: '2026-06-16T12:00:00+01:00', ...over })));
  const SUIT = { content: ['lawsuit'] };
  test('no talk of a lawsuit once it is barred, or where that is not known', () => {
    expect(judged(SUIT)).toBe('text-forbidden');
    expect(judged({ ...SUIT, at: '2026-06-15T12:00:00+01:00' })).toBeNull();
    expect(judged({ ...SUIT, debt: {} })).toBe('text-forbidden');
    expect(judged({ content: ['amount'] })).toBeNull();
    expect(judged({})).toBeNull();
  });
  test('in Scotland after five years', () => {
    const early = { ...SUIT, at: '2025-06-16T12:00:00+01:00' };
    expect(judged({ ...early, regions: ['SCT'] })).toBe('text-forbidden');
    expect(judged({ ...early, regions: ['ENG'] })).toBeNull();
  });
  test('the last day is that of London', () => {
    expect(judged({ ...SUIT, at: '2026-06-15T23:30:00Z' })).toBe('text-forbidden');
    expect(judged({ ...SUIT, at: '2026-06-15T22:30:00Z' })).toBeNull();
  });
  test('no demand once the person relies on it, while that holds', () => {
    const REFUSED = { status: 'barred-refused', since: '2026-06-01T12:00:00Z' };
    expect(judged({ statuses: [REFUSED] })).toBe('barred-refused');
    expect(judged({ statuses: [REFUSED], purpose: 'answer' })).toBeNull();
    expect(judged({ statuses: [{ ...REFUSED, status: 'dispute' }] })).toBeNull();
    expect(judged({ statuses: [{ ...REFUSED, endedAt: '2026-06-02T12:00:00Z' }] })).toBeNull();
    expect(judged({ statuses: [{ ...REFUSED, status: 'dispute' }, REFUSED] })).toBe('barred-refused');
    expect(judged({ statuses: [REFUSED], ...SUIT })).toBe('text-forbidden');
  });
});

describe('what presses for the debt', () => {
  const presses = (over: Partial<GateCaseInput>) => pursues(legalCase(over).intent);
  test.each([
    ['demand', true],
    ['information', true],
    ['locate', true],
    ['notice', false],
    ['answer', false],
    ['opt-out', false],
  ] as const)('a contact for %s: %s', (purpose, expected) => expect(presses({ purpose })).toBe(expected));
  test.each([
    ['place', true],
    ['file-claim', true],
    ['terminate', true],
    ['report', false],
    ['sell', false],
    ['charge', false],
  ] as const)('to %s: %s', (act, expected) => {
    expect(presses({ act })).toBe(expected);
    expect(presses({ act, purpose: 'notice' })).toBe(expected);
    expect((PURSUIT as readonly string[]).includes(act)).toBe(expected);
  });
});
