/** The terms of a repayment plan: all that its dates and amounts follow from. Amounts are minor units of `currency`. */
import type { CalendarDate } from '../../time.ts';
import type { Component, Components } from '../components.ts';
import type { Rate } from './interest.ts';
import type { Dating } from './payment-dates.ts';

/** Most instalments of a plan: fifty years of months. */
export const MOST_INSTALMENTS = 600;
/** Most days from the day of the figures to the first payment. */
export const MOST_DAYS_AHEAD = 3660;

/** The order in which a payment covers what is owed, unless the terms say another. */
export const USUAL_ORDER: readonly Component[] = ['costs', 'fees', 'interest', 'principal'];

/** What happens to one component before the plan begins: it is waived first; then the rest is kept or capitalised. */
export interface Treatment {
  readonly waive: bigint | 'all';
  /** `capitalise`: it becomes principal and bears interest. */
  readonly rest: 'keep' | 'capitalise';
}

/** Whether interest is within instalments of one size, or paid on top of equal shares of the debt. */
export const INTEREST_PLACES = ['within', 'on-top'] as const;
/** What interest does while nothing is paid: none runs, it is paid first, or it becomes principal at the end. */
export const DEFERRED_INTERESTS = ['waived', 'accrues', 'capitalised'] as const;
/** What instalments are rounded down to: the minor unit, or the whole unit of the currency. */
export const ROUNDINGS = ['minor', 'whole'] as const;

/** A time without payment, until the end of `until`. */
export interface Deferral {
  readonly until: CalendarDate;
  readonly interest: (typeof DEFERRED_INTERESTS)[number];
}

/** How large the instalments are; percentages are millionths of a percent. */
export type Schedule =
  | { readonly kind: 'equal'; readonly number: number }
  /** So much each time until nothing is left. */
  | { readonly kind: 'fixed'; readonly instalment: bigint }
  /** Shares of all that is paid, which add up to a hundred percent, each in equal instalments. */
  | { readonly kind: 'stepped'; readonly steps: readonly { readonly number: number; readonly percent: bigint }[] }
  /** So much each time; the last step, whose number is null, goes on until nothing is left. */
  | {
      readonly kind: 'stepped-amounts';
      readonly steps: readonly { readonly number: number | null; readonly instalment: bigint }[];
    }
  /** A share of the monthly income that expenses leave, at most `most`; refused below `least`. */
  | {
      readonly kind: 'income';
      readonly income: bigint;
      readonly expenses: bigint;
      readonly percent: bigint;
      readonly least: bigint;
      readonly most: bigint | null;
    };

/** All terms of a plan. */
export interface PlanTerms {
  readonly currency: string;
  /** The day of the figures: interest runs from here, and no payment is before it. */
  readonly today: CalendarDate;
  readonly debt: Components;
  readonly order: readonly Component[];
  readonly treatment: Readonly<Partial<Record<Component, Treatment>>>;
  /** What is accepted for the whole debt; null: the whole debt is paid. */
  readonly settlement: { readonly percent: bigint } | { readonly minor: bigint } | null;
  readonly deferral: Deferral | null;
  /** null: no interest during the plan. */
  readonly interest: (Rate & { readonly place: (typeof INTEREST_PLACES)[number] }) | null;
  readonly schedule: Schedule;
  readonly dating: Dating;
  /** No payment is after it. */
  readonly lastDay: CalendarDate | null;
  readonly roundTo: (typeof ROUNDINGS)[number];
}
