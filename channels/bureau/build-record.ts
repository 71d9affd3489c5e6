/** Builds a month's record from the state of the account and the earlier reports. Pure. */
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
  /** Id of the new entry. */
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
  /** Date of the oldest due that is not fully covered; null if nothing is overdue. */
  oldest: CalendarDate | null;
  /** Date of first delinquency of the open episode; null if none is open. */
  episodeOpenedOn: CalendarDate | null;
  disputed: boolean;
  chargedOff: boolean;
  closed: 'paid' | 'settled' | 'sold' | 'withdrawn' | 'written-off' | null;
  /** The consent flag today. A record that is open is told truthfully until it is closed, with or without it. */
  consent: boolean;
}
/** Earlier reports, oldest first, without rejected entries. */
type Reported = readonly BureauRecord[];

/** The valid entry of each month: corrections replace, deletions remove. */
export function holding(reported: Reported): BureauRecord[] {
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
  // With a zero balance nothing can be late, whatever the dues say.
  return state.overdue > 0n && state.balance > 0n ? statusOfDpd(state.dpd) : 'current';
}

/**
 * Once reported, the date stays for the whole delinquency: it is taken from the newest record of this episode. An
 * episode that opened after the last report has its own date. A cured or closed account has none. A charged-off account
 * keeps the last one reported.
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

/** The `count` months before `month` (`YYYY-MM`), newest first. */
export function monthsBefore(month: string, count: number): string[] {
  const number = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  return Array.from({ length: count }, (_, index) => {
    const place = number - 1 - index;
    return `${Math.floor(place / 12)}-${String((place % 12) + 1).padStart(2, '0')}`;
  });
}

/**
 * Status of a month that was never reported. It follows from the oldest uncovered due, because the account has not been
 * cured since then.
 */
function derived(month: string, oldest: CalendarDate | null): HistoryStatus {
  const end = monthEnd(`${month}-01`);
  return oldest === null || end <= oldest ? 'no-data' : statusOfDpd(daysBetween(oldest, end));
}

/**
 * Status of each earlier month: as reported, else from the history of the newest record. For a first record it is
 * derived from the dues.
 */
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

/** Amounts owed to the creditor. A closed account owes nothing; a written-off account still does. */
function amountsOf(state: MonthState, status: BureauStatus): { overdue: string; balance: string } {
  if (status.startsWith('closed-')) return { overdue: '0', balance: '0' };
  const balance = state.balance > 0n ? state.balance : 0n;
  const overdue = state.overdue < balance ? state.overdue : balance;
  return { overdue: overdue.toString(), balance: balance.toString() };
}

/**
 * The record of a month. A first record needs consent. Validate with `checkRecord` before sending.
 */
export function buildRecord(state: MonthState, reported: Reported): BureauRecord {
  const before = holding(reported).filter((record) => record.month < state.month);
  const status = statusOf(state);
  const { entry, creditor, account, person, month, reportedOn, currency, disputed, consent } = state;
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
    consent,
    reportedOn,
    firstReportedOn: reported[0]?.firstReportedOn ?? reportedOn,
  };
}

/**
 * Replaces a wrong record. `state` is the truth about the same month; records of other months stay. A correct record is
 * never corrected: a later payment shows in the next month.
 */
export function correctRecord(wrong: BureauRecord, state: MonthState, reported: Reported): BureauRecord {
  const right = buildRecord(
    { ...state, month: wrong.month },
    reported.filter((record) => record.entry !== wrong.entry),
  );
  return { ...right, kind: 'correction', replaces: wrong.entry, firstReportedOn: wrong.firstReportedOn };
}

/** Withdraws a record that should never have existed: repeats it as reported and names the entry to remove. */
export function deleteRecord(wrong: BureauRecord, entry: string, reportedOn: CalendarDate): BureauRecord {
  return { ...wrong, kind: 'deletion', entry, replaces: wrong.entry, reportedOn };
}
