/**
 * The debtors of the demo and of `arrears simulate`. Pure: seed, account, day and question decide, never the order of
 * calls.
 */
import { complaintsOf, isPastPaying, LONGEST_THOUGHT } from './complaints.ts';
import type { AccountSeen, Act, Debtor, DebtorDay } from './debtor.ts';
import { drawn } from './draw.ts';
import {
  amountOf,
  emptyPromise,
  intentOf,
  monthOf,
  paydayOf,
  paysAgency,
  paysInTime,
  planOf,
  returnsAfter,
} from './month.ts';
import { LONGEST_WAIT, mayHaveRead, type Read, readingOf, wasContacted } from './reading.ts';

export { answerAgency } from './agency-answers.ts';
export { answerCall } from './calls.ts';
export type * from './debtor.ts';
export { debtorsOf, deliveryOf } from './traits.ts';
export { isPastPaying };

/** Shares of debtors who write before they pay, by what they intend. */
const ANNOUNCES = 0.15;
/** Days between an announcement and its payday. */
const ANNOUNCED_DAYS = 2;
const ANNOUNCES_FALSELY = 0.05;
const PROMISES = 0.3;
const PROMISES_EMPTILY = 0.12;

function paymentToday(debtor: Debtor, seen: AccountSeen, day: number, read: () => readonly Read[]): Act[] {
  const { account, upcoming } = seen;
  const month = monthOf(day);
  if (seen.dpd < 1) {
    if (!upcoming || !paysInTime(debtor, account, day, upcoming)) return [];
    return [{ act: 'payment', account, minor: upcoming.minor, returnsAfterDays: null }];
  }
  if (paydayOf(debtor, account, month) !== day) return [];
  const placed = seen.placed === true;
  if (placed && paysAgency(debtor, account, month)) return [];
  const intent = intentOf(debtor, seen, month, placed || wasContacted(read(), account, day));
  const minor = amountOf(debtor, seen, month, intent);
  return minor > 0n ? [{ act: 'payment', account, minor, returnsAfterDays: returnsAfter(debtor, account, day) }] : [];
}

/** Two days before a payment that is intended, or instead of it. */
function announcedToday(debtor: Debtor, seen: AccountSeen, day: number, read: () => readonly Read[]): Act[] {
  const { account, overdueMinor: minor } = seen;
  if (paydayOf(debtor, account, monthOf(day)) - ANNOUNCED_DAYS !== day || !wasContacted(read(), account, day))
    return [];
  const meant = intentOf(debtor, seen, monthOf(day), true) === 'cured';
  const share = meant ? ANNOUNCES : ANNOUNCES_FALSELY;
  return drawn(share, debtor.seed, account, day, 'announces') ? [{ act: 'payment-announced', account, minor }] : [];
}

/** On the day after the month's first letter was read, the debtor accepts its offer or names a date. */
function promiseToday(
  debtor: Debtor,
  seen: AccountSeen,
  { day, received }: DebtorDay,
  read: () => readonly Read[],
): Act[] {
  const { account } = seen;
  if (!mayHaveRead(received, account, day - 1)) return [];
  const month = monthOf(day);
  const first = read().find(
    (read) => read.account === account && monthOf(read.readDay) === month && read.channel !== 'call',
  );
  if (first?.readDay !== day - 1) return [];
  const intent = intentOf(debtor, seen, month, true);
  const chance = (share: number): boolean => drawn(share, debtor.seed, account, day, 'promises');
  if (intent === 'rolled')
    return chance(PROMISES_EMPTILY) ? [{ act: 'promise', account, parts: emptyPromise(debtor, seen, day) }] : [];
  const parts = planOf(debtor, seen, day, intent);
  const wait = parts[0] ? parts[0].day - day : 0;
  if (wait < 3 || !chance(PROMISES)) return [];
  if (parts.length > 1) return [{ act: 'promise', account, parts, offer: 'instalments' }];
  return [{ act: 'promise', account, parts, ...(wait >= 10 ? { offer: 'deferral' } : {}) }];
}

/**
 * Whether the debtor may do anything today: a cheap answer. Where it is false `actsOf` answers nothing.
 */
export function mayAct(debtor: Debtor, { day, accounts, received }: Omit<DebtorDay, 'promises'>): boolean {
  if (received.some((contact) => day - contact.day <= LONGEST_WAIT + LONGEST_THOUGHT)) return true;
  return accounts.some(({ account, dpd, upcoming }) => {
    if (dpd < 1) return upcoming !== undefined && upcoming.day - day <= 2;
    const payday = paydayOf(debtor, account, monthOf(day));
    return payday === day || payday - ANNOUNCED_DAYS === day;
  });
}

/**
 * What the debtor does today. Call it once a day, after the day's contacts. The acts of a day happen in the returned
 * order.
 */
export function actsOf(debtor: Debtor, today: DebtorDay): Act[] {
  const { day, accounts, promises } = today;
  const read = readingOf(debtor, today.received, day);
  const complaints = complaintsOf(debtor, today, read);
  if (isPastPaying(debtor, day)) return complaints;
  const aboutMoney = accounts.flatMap((seen): Act[] => {
    const payment = paymentToday(debtor, seen, day, read);
    const silent = seen.dpd < 1 || seen.placed === true || promises.some((promise) => promise.account === seen.account);
    if (payment.length > 0 || silent || seen.overdueMinor <= 0n) return payment;
    const announced = announcedToday(debtor, seen, day, read);
    return announced.length > 0 ? announced : promiseToday(debtor, seen, today, read);
  });
  return [...complaints, ...aboutMoney];
}
