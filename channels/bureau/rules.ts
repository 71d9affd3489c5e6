/** Rules that a record must meet before it is sent. Each has a name, so that a refusal says which rule was broken. */
import { type BureauRecord, type BureauStatus, bureauRecordSchema } from '../../domain/contracts/bureau-record.ts';
import { daysBetween, monthEnd } from '../../domain/time.ts';

/** A rule that a record breaks. `words` is a sentence without personal data. */
interface RuleFault {
  account: string;
  month: string;
  rule: string;
  words: string;
}

/** Status by days past due: current, then steps of 30 days up to 151-180, then 180+. */
export function statusOfDpd(dpd: number): BureauStatus {
  if (dpd <= 0) return 'current';
  const steps = ['1-30', '31-60', '61-90', '91-120', '121-150', '151-180'] as const;
  return steps[Math.ceil(dpd / 30) - 1] ?? '180+';
}

/** Whether the status counts days past due. */
const isLate = (status: BureauStatus): boolean => /^\d/.test(status);
const isEnd = (status: BureauStatus): boolean => status.startsWith('closed-');

interface Rule {
  name: string;
  words: string;
  holds: (record: BureauRecord) => boolean;
}

/** Lowest days past due of each late status. */
const LEAST_DPD: Readonly<Partial<Record<BureauStatus, number>>> = {
  '1-30': 1,
  '31-60': 31,
  '61-90': 61,
  '91-120': 91,
  '121-150': 121,
  '151-180': 151,
  '180+': 181,
};

const RULES: readonly Rule[] = [
  {
    name: 'replaces',
    words: 'a correction or deletion names the entry that it replaces, a record names none',
    holds: (record) => (record.kind === 'record') === (record.replaces === null) && record.replaces !== record.entry,
  },
  {
    name: 'as-of',
    words: 'amounts are those of the last day of the month',
    holds: (record) => record.asOf === monthEnd(`${record.month}-01`),
  },
  {
    name: 'reported-dates',
    words: 'a month is reported on its last day or later, and not before the first report',
    holds: (record) => record.reportedOn >= record.asOf && record.firstReportedOn <= record.reportedOn,
  },
  {
    name: 'first-with-consent',
    words: 'a first record needs consent',
    holds: ({ kind, consent, reportedOn, firstReportedOn }) =>
      kind !== 'record' || consent || firstReportedOn < reportedOn,
  },
  {
    name: 'dofd-present',
    words: 'a late or charged-off account has a date of first delinquency, a current one has none',
    holds: (record) =>
      isEnd(record.status) ||
      (isLate(record.status) || record.status === 'charged-off') === (record.dateOfFirstDelinquency !== null),
  },
  {
    name: 'dofd-not-later',
    words: 'the date of first delinquency is not later than the day reported',
    holds: (record) => record.dateOfFirstDelinquency === null || record.dateOfFirstDelinquency <= record.asOf,
  },
  {
    name: 'status-fits-dofd',
    words: 'no status says more days than have passed since the date of first delinquency',
    holds: ({ status, dateOfFirstDelinquency: first, asOf }) =>
      first === null || daysBetween(first, asOf) >= (LEAST_DPD[status] ?? 0),
  },
  {
    name: 'overdue-fits-status',
    words: 'overdue is above zero when late and zero when current or closed',
    holds: ({ status, overdue }) => status === 'charged-off' || (overdue !== '0') === isLate(status),
  },
  {
    name: 'closed-balance',
    words: 'a closed account has no balance',
    holds: (record) => !isEnd(record.status) || record.balance === '0',
  },
  {
    name: 'overdue-within-balance',
    words: 'overdue is not above the balance',
    holds: (record) => BigInt(record.overdue) <= BigInt(record.balance),
  },
];
/** Names of all rules; `shape` is checked first. */
export const BUREAU_RULES: readonly string[] = ['shape', ...RULES.map((rule) => rule.name)];

/**
 * All rules that the record breaks; empty if it may be sent. Shape comes first: 24 months of history, no negative
 * amounts, real dates.
 */
export function checkRecord(record: BureauRecord): RuleFault[] {
  const { account, month } = record;
  const shape = bureauRecordSchema.safeParse(record);
  if (!shape.success) {
    return shape.error.issues.map((issue) => ({
      account,
      month,
      rule: 'shape',
      words: `${issue.path.join('.')}: ${issue.code}`,
    }));
  }
  return RULES.filter((rule) => !rule.holds(record)).map(({ name, words }) => ({
    account,
    month,
    rule: name,
    words,
  }));
}
