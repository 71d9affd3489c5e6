/**
 * What a debtor does with one account in one month: a payday and an intent. Both depend on the draw, the bucket and
 * whether a contact reached the debtor. What the debtor says follows from them, so the rates of the source data hold
 * whatever is promised.
 */
import { bucketOf, CYCLE_DAYS, type Rates, RELAPSE, ratesFor } from './calibration.ts';
import type { AccountSeen, Debtor, Part } from './debtor.ts';
import { draw, drawBetween, drawNormal, drawn, normalShare } from './draw.ts';

type Intent = keyof Rates;

/**
 * Days of a month on which debtors pay. The last days are excluded, because then debtors who are not late pay the next
 * minimum.
 */
const [FIRST_PAYDAY, LAST_PAYDAY] = [1, CYCLE_DAYS - 4];
/** Weight of a person's lasting strain in a month's luck; the rest is new each month. */
const LASTING = 0.12;
/**
 * Mean strain by bucket (1, 2, 3, 4 and more), measured over all accounts and 120 days. Long overdue debtors have more
 * strain; subtracting the mean keeps the rates in each bucket.
 */
const MEAN_STRAIN = [0, 0.08, 0.32, 0.55] as const;
/**
 * A contact makes a cure slightly likelier, silence slightly less likely. Most late accounts are contacted every month.
 */
export const CONTACT_FACTORS = { with: 1.04, without: 0.85 } as const;
/** Payments that go to the agency while it has the account. */
export const SHARE_VIA_AGENCY = 0.6;
const SHARE_THAT_PAYS_A_LITTLE = 0.2;

/** Month of a day of the run, from 0. */
export const monthOf = (day: number): number => Math.floor(day / CYCLE_DAYS);

/** Day of the run on which the account is paid in this month, if at all. */
export function paydayOf(debtor: Debtor, account: string, month: number): number {
  const days = paydays.get(debtor) ?? new Map<string, { month: number; day: number }>();
  paydays.set(debtor, days);
  const known = days.get(account);
  if (known?.month === month) return known.day;
  const day = month * CYCLE_DAYS + drawBetween(FIRST_PAYDAY, LAST_PAYDAY, debtor.seed, account, month, 'payday');
  days.set(account, { month, day });
  return day;
}
/** The last payday that was drawn, by account: it is asked for every day. */
const paydays = new WeakMap<Debtor, Map<string, { month: number; day: number }>>();

/**
 * Luck of a month from 0 (best) to 1. It is uniform among persons of mean strain, but the same persons tend to be low
 * or high.
 */
function luckOf({ seed, traits }: Debtor, account: string, month: number, question: string, mean: number): number {
  const fresh = drawNormal(seed, account, month, question);
  return normalShare(Math.sqrt(LASTING) * (traits.strain - mean) + Math.sqrt(1 - LASTING) * fresh);
}

/** What the debtor intends to do this month about an overdue account, given how late it is now. */
export function intentOf(debtor: Debtor, seen: AccountSeen, month: number, contacted: boolean): Intent {
  const bucket = bucketOf(seen.dpd);
  const { cured, better, same } = ratesFor(bucket);
  const cure = Math.min(cured * (contacted ? CONTACT_FACTORS.with : CONTACT_FACTORS.without), 1 - better - same);
  const luck = luckOf(debtor, seen.account, month, 'month', MEAN_STRAIN[bucket - 1] ?? 0);
  if (luck < cure) return 'cured';
  if (luck < cure + better) return 'better';
  return luck < cure + better + same ? 'same' : 'rolled';
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const roundUp = (minor: bigint, to: bigint): bigint => ((minor + to - 1n) / to) * to;

function oldestOf({ overdueMinor, dpd, oldestMinor }: AccountSeen): bigint {
  const months = BigInt(1 + Math.floor(Math.max(dpd - 1, 0) / CYCLE_DAYS));
  return least(overdueMinor, oldestMinor ?? (overdueMinor * 115n) / (months * 100n) + 1n);
}

/**
 * Amount that an intent pays: everything overdue, the oldest minimum, the two oldest, or nothing; sometimes a little
 * instead of nothing.
 */
export function amountOf(debtor: Debtor, seen: AccountSeen, month: number, intent: Intent): bigint {
  const { account, overdueMinor } = seen;
  if (intent === 'cured') return overdueMinor;
  const oldest = oldestOf(seen);
  if (intent === 'same') return least(overdueMinor, roundUp(oldest, debtor.roundTo));
  if (intent === 'better') {
    const months = BigInt(1 + Math.floor((seen.dpd - 1) / CYCLE_DAYS));
    const next = months > 1n ? ((overdueMinor - oldest) * 115n) / ((months - 1n) * 100n) : 0n;
    return least(overdueMinor, roundUp(oldest + next, debtor.roundTo));
  }
  if (!drawn(SHARE_THAT_PAYS_A_LITTLE, debtor.seed, account, month, 'a little')) return 0n;
  return ((oldest * BigInt(drawBetween(3, 6, debtor.seed, account, month, 'how little'))) / 1000n) * 100n;
}

/** The debtor's own plan: this month's payment and the rest next month. Empty if the payday has passed. */
export function planOf(debtor: Debtor, seen: AccountSeen, day: number, intent: Intent): Part[] {
  const month = monthOf(day);
  const payday = paydayOf(debtor, seen.account, month);
  const first = amountOf(debtor, seen, month, intent);
  if (payday <= day || first === 0n) return [];
  const rest = seen.overdueMinor - first;
  const then = { day: paydayOf(debtor, seen.account, month + 1), minor: rest };
  return [{ day: payday, minor: first }, ...(rest > 0n ? [then] : [])];
}

/** Whether this month's payment goes to the agency that has the account. */
export function paysAgency({ seed }: Debtor, account: string, month: number): boolean {
  return drawn(SHARE_VIA_AGENCY, seed, account, month, 'pays the agency');
}

/**
 * True once a debtor who is not late pays the next minimum, one or two days before the due date so that the bank gets
 * it in time.
 */
export function paysInTime(debtor: Debtor, account: string, today: number, upcoming: Part): boolean {
  const due = upcoming.day;
  if (today >= due || today < due - 2) return false;
  const month = monthOf(due);
  if (luckOf(debtor, account, month, 'in time', 0) >= 1 - RELAPSE) return false;
  return today >= due - drawBetween(1, 2, debtor.seed, account, month, 'days before the due');
}

/** An empty promise: the whole amount, some days ahead. */
export function emptyPromise({ seed }: Debtor, seen: AccountSeen, day: number): Part[] {
  return [{ day: day + drawBetween(4, 9, seed, seen.account, day, 'empty promise'), minor: seen.overdueMinor }];
}

/** Days until the payment comes back; null if it does not. */
export function returnsAfter({ seed }: Debtor, account: string, day: number): number | null {
  return draw(seed, account, day, 'comes back') < 0.04
    ? drawBetween(3, 5, seed, account, day, 'comes back when')
    : null;
}
