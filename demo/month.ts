/**
 * What a debtor does with one account in one month: a day and a kind of payment. It is fixed by the draw, the bucket and whether anybody got through to
 * them; what they say on the phone or write follows from it. So the rates of the source data hold whatever is promised.
 */
import { addDays, CYCLE_DAYS, dateOf, dayOf } from './calendar.ts';
import { bucketOf, type Rates, RELAPSE, ratesFor } from './calibration.ts';
import type { AccountSeen, Debtor, Part } from './debtor.ts';
import { draw, drawBetween, drawNormal, drawn, normalShare } from './draw.ts';

export type Intent = keyof Rates;

/** Days of a month on which debtors pay: none on its last days, when the next minimum is paid by those who are not late. */
const [FIRST_PAYDAY, LAST_PAYDAY] = [1, CYCLE_DAYS - 4];
/** How much of a month's luck is the person's lasting strain; the rest is new each month. */
const LASTING = 0.12;
/** Who is late for long has more strain than others: its mean by bucket (1, 2, 3, 4 and more), measured over all accounts and 120 days, so that rates hold in each bucket. */
const MEAN_STRAIN = [0, 0.08, 0.32, 0.55] as const;
/** A contact makes a cure a little likelier, silence a little less likely. Most late accounts are contacted in any month. */
const [WITH_CONTACT, WITHOUT_CONTACT] = [1.04, 0.85];
const SHARE_VIA_AGENCY = 0.6;
const SHARE_THAT_PAYS_A_LITTLE = 0.2;
const ROUND_TO = 10_000n;

/** The month of a day of the run, from 0. */
export const monthOf = (day: number): number => Math.floor(day / CYCLE_DAYS);

/** The day of the run on which the account is paid in a month, if at all. */
export function paydayOf({ seed }: Debtor, account: string, month: number): number {
  return month * CYCLE_DAYS + drawBetween(FIRST_PAYDAY, LAST_PAYDAY, seed, account, month, 'payday');
}

/** Luck of a month from 0 (best) to 1: evenly spread among those of a mean strain, but the same persons tend to be low or high. */
function luckOf({ seed, traits }: Debtor, account: string, month: number, question: string, mean: number): number {
  const fresh = drawNormal(seed, account, month, question);
  return normalShare(Math.sqrt(LASTING) * (traits.strain - mean) + Math.sqrt(1 - LASTING) * fresh);
}

/** What the debtor means to do about an overdue account this month, as late as it is now. */
export function intentOf(debtor: Debtor, seen: AccountSeen, month: number, contacted: boolean): Intent {
  const bucket = bucketOf(seen.dpd);
  const { cured, better, same } = ratesFor(bucket);
  const cure = Math.min(cured * (contacted ? WITH_CONTACT : WITHOUT_CONTACT), 1 - better - same);
  const luck = luckOf(debtor, seen.account, month, 'month', MEAN_STRAIN[bucket - 1] ?? 0);
  if (luck < cure) return 'cured';
  if (luck < cure + better) return 'better';
  return luck < cure + better + same ? 'same' : 'rolled';
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const roundUp = (minor: bigint): bigint => ((minor + ROUND_TO - 1n) / ROUND_TO) * ROUND_TO;

function oldestOf({ overdueMinor, dpd, oldestMinor }: AccountSeen): bigint {
  const months = BigInt(1 + Math.floor(Math.max(dpd - 1, 0) / CYCLE_DAYS));
  return least(overdueMinor, oldestMinor ?? (overdueMinor * 115n) / (months * 100n) + 1n);
}

/** What an intent pays: all that is overdue; the oldest minimum, or two of them; nothing, or now and then a little. */
export function amountOf(debtor: Debtor, seen: AccountSeen, month: number, intent: Intent): bigint {
  const { account, overdueMinor } = seen;
  if (intent === 'cured') return overdueMinor;
  const oldest = oldestOf(seen);
  if (intent === 'same') return least(overdueMinor, roundUp(oldest));
  if (intent === 'better') {
    const months = BigInt(1 + Math.floor((seen.dpd - 1) / CYCLE_DAYS));
    const next = months > 1n ? ((overdueMinor - oldest) * 115n) / ((months - 1n) * 100n) : 0n;
    return least(overdueMinor, roundUp(oldest + next));
  }
  if (!drawn(SHARE_THAT_PAYS_A_LITTLE, debtor.seed, account, month, 'a little')) return 0n;
  return ((oldest * BigInt(drawBetween(3, 6, debtor.seed, account, month, 'how little'))) / 1000n) * 100n;
}

/** The debtor's own plan in dated amounts: the payment of this month, and the rest in the next one. Empty when the payday has passed. */
export function planOf(debtor: Debtor, seen: AccountSeen, day: number, intent: Intent): Part[] {
  const month = monthOf(day);
  const payday = paydayOf(debtor, seen.account, month);
  const first = amountOf(debtor, seen, month, intent);
  if (payday <= day || first === 0n) return [];
  const rest = seen.overdueMinor - first;
  const then = { on: dateOf(paydayOf(debtor, seen.account, month + 1)), minor: rest };
  return [{ on: dateOf(payday), minor: first }, ...(rest > 0n ? [then] : [])];
}

/** While an agency has the account, most pay the agency in this month. */
export function paysAgency({ seed }: Debtor, account: string, month: number): boolean {
  return drawn(SHARE_VIA_AGENCY, seed, account, month, 'pays the agency');
}

/** True from the day on which a debtor who is not late pays the next minimum: one or two days before it is due, so that the bank has it in time. */
export function paysInTime(debtor: Debtor, account: string, today: number, upcoming: Part): boolean {
  const due = dayOf(upcoming.on);
  if (today >= due || today < due - 2) return false;
  const month = monthOf(due);
  if (luckOf(debtor, account, month, 'in time', 0) >= 1 - RELAPSE) return false;
  return today >= due - drawBetween(1, 2, debtor.seed, account, month, 'days before the due');
}

/** A promise that is not meant: all of it, some days ahead. */
export function emptyPromise({ seed }: Debtor, seen: AccountSeen, day: number): Part[] {
  return [
    { on: addDays(dateOf(day), drawBetween(4, 9, seed, seen.account, day, 'empty promise')), minor: seen.overdueMinor },
  ];
}

/** Share of the payments that come back, and after how many days. */
export function returnsAfter({ seed }: Debtor, account: string, day: number): number | null {
  return draw(seed, account, day, 'comes back') < 0.04
    ? drawBetween(3, 5, seed, account, day, 'comes back when')
    : null;
}
