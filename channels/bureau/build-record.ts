/** A month's record from where the account stands and what was reported before. Pure. */
import {
  type BureauRecord,
  type BureauStatus,
  HISTORY_MONTHS,
  type HistoryStatus,
} from '../../domain/contracts/bureau-record.ts';
import { type CalendarDate, daysBetween, monthEnd } from '../../domain/time.ts';
import { statusOfDpd } from './rules.ts';

/** An account at the end of a month. Amounts are minor units. */
export interface MonthState {
  /** Id that the new entry will have. */
  entry: string;
  creditor: string;
  account: string;
  person: string;
  /** `YYYY-MM`. */
  month: string;
  /** Business date of writing. */
  reportedOn: CalendarDate;
  currency: string;
  overdue: bigint;
  balance: bigint;
  dpd: number;
  /** Due date of the oldest uncovered due; null when nothing is overdue. */
  oldest: CalendarDate | null;
  /** Date of first delinquency of the running episode; null when none runs. */
  episodeOpenedOn: CalendarDate | null;
  disputed: boolean;
  chargedOff: boolean;
  closed: 'paid' | 'settled' | 'sold' | 'withdrawn' | 'written-off' | null;
}
/** What was reported before, oldest first, rejected entries left out. */
export type Reported = readonly BureauRecord[];

/** The entry that holds for each month: corrections replace, deletions remove. */
function holding(reported: Reported): BureauRecord[] {
  const replaced = new Set(reported.map((record) => record.replaces));
  const left = reported.filter((record) => record.kind !== 'deletion' && !replaced.has(record.entry));
  const byMonth = new Map(left.map((record) => [record.month, record]));
  return [...byMonth.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
}

function statusOf(state: MonthState): BureauStatus {
  const { closed } = state;
  if (closed === 'paid') return 'closed-paid';
  if (closed === 'settled') return 'closed-settled';
  if (closed === 'sold' || closed === 'withdrawn') return 'closed-transferred';
  if (closed === 'written-off' || (state.chargedOff && state.balance > 0n)) return 'charged-off';
  // A balance of zero leaves nothing to be late with, whatever the dues say.
  return state.overdue > 0n && state.balance > 0n ? statusOfDpd(state.dpd) : 'current';
}

/**
 * The date once reported stays while the delinquency lasts: that of the newest record of this episode that has one. An episode that opened after the last
 * report is a new delinquency. A cured account has none; a charged-off one keeps the last.
 */
function firstDelinquency(
  state: MonthState,
  status: BureauStatus,
  before: readonly BureauRecord[],
): CalendarDate | null {
  if (status === 'current' || status.startsWith('closed-')) return null;
  const opened = state.episodeOpenedOn ?? state.oldest;
  const told = before.filter((record) => record.dateOfFirstDelinquency !== null);
  const known = opened === null ? told.at(-1) : told.filter((record) => record.asOf >= opened).at(-1);
  return known?.dateOfFirstDelinquency ?? opened;
}

/** `count` months before `month`, newest first. */
export function monthsBefore(month: string, count: number): string[] {
  const number = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  return Array.from({ length: count }, (_, index) => {
    const place = number - 1 - index;
    return `${Math.floor(place / 12)}-${String((place % 12) + 1).padStart(2, '0')}`;
  });
}

/** Status of a month that was never reported, as far as the running delinquency tells it: it has not been cured since its oldest uncovered due. */
function derived(month: string, oldest: CalendarDate | null): HistoryStatus {
  const end = monthEnd(`${month}-01`);
  return oldest === null || end <= oldest ? 'no-data' : statusOfDpd(daysBetween(oldest, end));
}

/** A month's status as reported; else as the newest record's own history has it; else, for a first record, as derived. */
function historyOf(state: MonthState, before: readonly BureauRecord[]): HistoryStatus[] {
  const last = before.at(-1);
  const inherited = last ? monthsBefore(last.month, HISTORY_MONTHS) : [];
  return monthsBefore(state.month, HISTORY_MONTHS).map((month) => {
    const own = before.find((record) => record.month === month);
    if (own) return own.status;
    if (!last) return derived(month, state.oldest);
    return last.history[inherited.indexOf(month)] ?? 'no-data';
  });
}

/** What is owed to the creditor: nothing once the account is closed, but for one written off. */
function amountsOf(state: MonthState, status: BureauStatus): { overdue: string; balance: string } {
  if (status.startsWith('closed-')) return { overdue: '0', balance: '0' };
  const balance = state.balance > 0n ? state.balance : 0n;
  const overdue = state.overdue < balance ? state.overdue : balance;
  return { overdue: overdue.toString(), balance: balance.toString() };
}

/** The record of a month. Only for accounts with consent: the record says so. Check it with `checkRecord` before it leaves. */
export function buildRecord(state: MonthState, reported: Reported): BureauRecord {
  const before = holding(reported).filter((record) => record.month < state.month);
  const status = statusOf(state);
  const { entry, creditor, account, person, month, reportedOn, currency, disputed } = state;
  return {
    v: 1,
    kind: 'record',
    replaces: null,
    entry,
    creditor,
    account,
    person,
    month,
    asOf: monthEnd(`${month}-01`),
    status,
    ...amountsOf(state, status),
    currency,
    dateOfFirstDelinquency: firstDelinquency(state, status, before),
    history: historyOf(state, before),
    disputed,
    consent: true,
    reportedOn,
    firstReportedOn: reported[0]?.firstReportedOn ?? reportedOn,
  };
}

/**
 * What replaces a record that was wrong: `state` is the truth about the same month; the records of other months stay as they are.
 * A record that was right is never corrected: a payment after it shows in the next month.
 */
export function correctRecord(wrong: BureauRecord, state: MonthState, reported: Reported): BureauRecord {
  const right = buildRecord(
    { ...state, month: wrong.month },
    reported.filter((record) => record.entry !== wrong.entry),
  );
  return { ...right, kind: 'correction', replaces: wrong.entry, firstReportedOn: wrong.firstReportedOn };
}

/** Takes a record back that should never have been made: everything as it was told, and the entry it removes. */
export function deleteRecord(wrong: BureauRecord, entry: string, reportedOn: CalendarDate): BureauRecord {
  return { ...wrong, kind: 'deletion', entry, replaces: wrong.entry, reportedOn };
}
