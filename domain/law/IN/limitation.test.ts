import { describe, expect, test } from '@jest/globals';
import type { Debt, Restart } from '../case.ts';
import { lastDayInIndia } from './limitation.ts';

const TODAY = '2026-11-01';
const DEBT: Debt = {
  id: 'debt',
  product: 'card',
  lastDueOn: '2023-06-15',
  accruedOn: null,
  restarts: [],
  soldOn: null,
};
const lastDayWith = (kind: Restart['kind'], on: string, written: boolean) =>
  lastDayInIndia({ ...DEBT, restarts: [{ kind, on, written, provedArrival: false }] }, TODAY);

describe('IN-SOL-01', () => {
  test('three years from the due date', () => expect(lastDayInIndia(DEBT, TODAY)).toBe('2026-06-15'));
  test('a signed acknowledgement in time restarts', () => {
    expect(lastDayWith('acknowledgement', '2026-06-15', true)).toBe('2029-06-15');
    expect(lastDayWith('acknowledgement', '2026-06-16', true)).toBe('2026-06-15');
    expect(lastDayWith('acknowledgement', '2024-01-10', false)).toBe('2026-06-15');
  });
  test('a payment is not counted', () => expect(lastDayWith('part-payment', '2024-01-10', true)).toBe('2026-06-15'));
});
