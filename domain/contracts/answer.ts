/** How answers look on the wire, the same from the CLI and over HTTP: moments as RFC 3339 text, amounts as wire money, big integers as text. */
import { showMoment } from '../fact-words.ts';
import { toWire, type WireMoney } from '../money.ts';
import type { Instant } from '../time.ts';

export { showMoment };
export const wireMoment = (at: Instant): string => new Date(at).toISOString();
const maybeMoment = (at: Instant | null): string | null => (at === null ? null : wireMoment(at));
export const wireAmount = (currency: string, minor: bigint): WireMoney => toWire({ currency, minor });

/** JSON text in which every bigint is a decimal string. */
export function toJson(value: unknown, space?: number): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? item.toString() : item), space);
}

interface AccountRow {
  account: string;
  currency: string;
  overdue: bigint;
  balance: bigint;
  nextEvaluationAt: Instant | null;
}
export function accountAnswer<T extends AccountRow>({ currency, overdue, balance, nextEvaluationAt, ...rest }: T) {
  return {
    ...rest,
    overdue: wireAmount(currency, overdue),
    balance: wireAmount(currency, balance),
    nextEvaluationAt: maybeMoment(nextEvaluationAt),
  };
}

interface TaskRow {
  no: bigint;
  currency: string | null;
  overdue: bigint | null;
  openedAt: Instant;
  dueAt: Instant;
  endedAt: Instant | null;
}
export function taskAnswer<T extends TaskRow>({ no, currency, overdue, openedAt, dueAt, endedAt, ...rest }: T) {
  return {
    task: Number(no),
    ...rest,
    overdue: currency === null || overdue === null ? null : wireAmount(currency, overdue),
    openedAt: wireMoment(openedAt),
    dueAt: wireMoment(dueAt),
    endedAt: maybeMoment(endedAt),
  };
}

interface StuckRow {
  since: Instant;
  currency: string | null;
  money: bigint | null;
  task: bigint | null;
}
export function stuckAnswer<T extends StuckRow>({ since, currency, money, task, ...rest }: T) {
  return {
    ...rest,
    since: wireMoment(since),
    money: currency === null || money === null ? null : wireAmount(currency, money),
    task: task === null ? null : Number(task),
  };
}
