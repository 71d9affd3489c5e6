/** Terms of repayment plans for tests. */
import { NO_COMPONENTS } from '../../domain/money/components.ts';
import type { Dating } from '../../domain/money/plan/payment-dates.ts';
import { type PlanTerms, USUAL_ORDER } from '../../domain/money/plan/terms.ts';

export const TWELVE_PERCENT = { percent: 12_000_000n, dayCount: '30/360', place: 'within' } as const;

/** Dates from 15 January 2026, a month apart, where nothing else is said. */
export const datingOf = (dating: Partial<Dating> = {}): Dating => ({
  first: '2026-01-15',
  every: 'month',
  day: null,
  move: 'none',
  isWorkingDay: () => true,
  earliest: '2025-12-15',
  ...dating,
});

/** Terms of a plan over 1,000.00 in ten instalments from 15 January 2026, a month after the day of the figures. */
export const termsOf = (terms: Partial<PlanTerms> = {}): PlanTerms => ({
  currency: 'EUR',
  today: '2025-12-15',
  debt: { ...NO_COMPONENTS, principal: 100_000n },
  order: USUAL_ORDER,
  treatment: {},
  settlement: null,
  deferral: null,
  interest: null,
  schedule: { kind: 'equal', number: 10 },
  dating: datingOf(),
  lastDay: null,
  roundTo: 'minor',
  ...terms,
});
