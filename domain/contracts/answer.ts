/**
 * The form of answers, the same from the CLI and over HTTP: moments as RFC 3339 text, amounts as wire money, big
 * integers as text.
 */
import { toWire, type WireMoney } from '../money.ts';
import type { Instant } from '../time.ts';
import type { AccountView, EffectView, StuckView, TaskView } from './views.ts';

/** RFC 3339, in UTC. */
export const wireMoment = (at: Instant): string => new Date(at).toISOString();
export const maybeMoment = (at: Instant | null): string | null => (at === null ? null : wireMoment(at));
/** Wire money of minor units. */
export const wireAmount = (currency: string, minor: bigint): WireMoney => toWire({ currency, minor });

/** JSON text in which every bigint is a decimal string. */
export function toJson(value: unknown, space?: number): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? item.toString() : item), space);
}

/** An account as the database returns it; amounts in minor units of its currency. */
export type AccountRow = Omit<AccountView, 'overdue' | 'balance' | 'nextEvaluationAt' | 'held'> & {
  heldBecause: string | null;
  heldUntil: Instant | null;
  currency: string;
  overdue: bigint;
  balance: bigint;
  nextEvaluationAt: Instant | null;
};
/** The view of an account. */
export function accountAnswer(row: AccountRow): AccountView {
  const { currency, overdue, balance, nextEvaluationAt, heldBecause, heldUntil, ...rest } = row;
  return {
    ...rest,
    held: heldBecause === null ? null : { because: heldBecause, until: maybeMoment(heldUntil) },
    overdue: wireAmount(currency, overdue),
    balance: wireAmount(currency, balance),
    nextEvaluationAt: maybeMoment(nextEvaluationAt),
  };
}

/** A task as the database returns it. */
export type TaskRow = Omit<TaskView, 'task' | 'overdue' | 'openedAt' | 'dueAt' | 'endedAt'> & {
  no: bigint;
  currency: string | null;
  overdue: bigint | null;
  openedAt: Instant;
  dueAt: Instant;
  endedAt: Instant | null;
};
/** The view of a task. */
export function taskAnswer({ no, currency, overdue, openedAt, dueAt, endedAt, ...rest }: TaskRow): TaskView {
  return {
    task: Number(no),
    ...rest,
    overdue: currency === null || overdue === null ? null : wireAmount(currency, overdue),
    openedAt: wireMoment(openedAt),
    dueAt: wireMoment(dueAt),
    endedAt: maybeMoment(endedAt),
  };
}

/** Something stuck, as the database returns it. */
export type StuckRow = Omit<StuckView, 'since' | 'money' | 'task'> & {
  since: Instant;
  currency: string | null;
  money: bigint | null;
  task: bigint | null;
};
/** The view of something stuck. */
export function stuckAnswer({ since, currency, money, task, ...rest }: StuckRow): StuckView {
  return {
    ...rest,
    since: wireMoment(since),
    money: currency === null || money === null ? null : wireAmount(currency, money),
    task: task === null ? null : Number(task),
  };
}

/** An effect as the database returns it. */
export type EffectRow = Omit<EffectView, 'dueAt' | 'sentAt'> & { dueAt: Instant; sentAt: Instant | null };
/** The view of an effect. */
export const effectAnswer = (row: EffectRow): EffectView => ({
  ...row,
  dueAt: wireMoment(row.dueAt),
  sentAt: maybeMoment(row.sentAt),
});
