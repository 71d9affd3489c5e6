/**
 * Counts what late accounts in the source data did next; the result is simulation/behaviour/calibration.json. Uses only
 * statuses, payments and the October outcome.
 */

/** A row of the source file by column name. Amounts are whole dollars. */
export type SourceRow = Readonly<Record<string, string>>;

/** Changes of a bucket from one month to the next. */
interface Changes {
  of: number;
  cured: number;
  /** Fewer months late, but still late. */
  better: number;
  /** The same status, with something paid. */
  samePaid: number;
  sameUnpaid: number;
  worse: number;
}
export interface BucketCounts {
  /** 1, 2, 3, or 4 for four and more months late. */
  bucket: number;
  changes: Changes;
  /** Accounts late in September, and how many of them were in default in October. */
  october: { of: number; defaulted: number };
}
export interface Counts {
  rows: number;
  /** Rows that are late in September and owe something; they form the portfolio. */
  late: number;
  buckets: BucketCounts[];
  /** Accounts that were late and then were not, and how many of them were late again a month later. */
  relapse: { of: number; late: number };
}

export const BUCKETS = 4;
const STATUS = ['PAY_6', 'PAY_5', 'PAY_4', 'PAY_3', 'PAY_2', 'PAY_0'] as const;
const PAID = ['PAY_AMT6', 'PAY_AMT5', 'PAY_AMT4', 'PAY_AMT3', 'PAY_AMT2', 'PAY_AMT1'] as const;

export const numberIn = (row: SourceRow, column: string): number => Number(row[column]);
/** Whether the row belongs to the portfolio. */
export const isLate = (row: SourceRow): boolean => numberIn(row, 'PAY_0') >= 1 && numberIn(row, 'BILL_AMT1') > 0;
const bucketOf = (status: number): number => Math.min(status, BUCKETS);

function kindOf(from: number, to: number, paid: number): Exclude<keyof Changes, 'of'> {
  if (to <= 0) return 'cured';
  if (to < from) return 'better';
  if (to > from) return 'worse';
  return paid > 0 ? 'samePaid' : 'sameUnpaid';
}

function countChanges(row: SourceRow, buckets: readonly BucketCounts[]): void {
  const statuses = STATUS.map((column) => numberIn(row, column));
  statuses.slice(0, -1).forEach((from, month) => {
    const changes = buckets[bucketOf(from) - 1]?.changes;
    if (from < 1 || !changes) return;
    changes.of += 1;
    changes[kindOf(from, statuses[month + 1] ?? 0, numberIn(row, PAID[month + 1] ?? ''))] += 1;
  });
}

function countRelapse(row: SourceRow, relapse: { of: number; late: number }): void {
  const statuses = STATUS.map((column) => numberIn(row, column));
  for (let month = 0; month + 2 < statuses.length; month += 1) {
    const [was = 0, then = 0, now = 0] = statuses.slice(month);
    if (was < 1 || then > 0) continue;
    relapse.of += 1;
    if (now >= 1) relapse.late += 1;
  }
}

/** Counts all rows. */
export function countRates(rows: readonly SourceRow[]): Counts {
  const buckets = Array.from({ length: BUCKETS }, (_, index): BucketCounts => {
    const changes = { of: 0, cured: 0, better: 0, samePaid: 0, sameUnpaid: 0, worse: 0 };
    return { bucket: index + 1, changes, october: { of: 0, defaulted: 0 } };
  });
  const relapse = { of: 0, late: 0 };
  for (const row of rows) {
    countChanges(row, buckets);
    countRelapse(row, relapse);
    const october = buckets[bucketOf(numberIn(row, 'PAY_0')) - 1]?.october;
    if (!isLate(row) || !october) continue;
    october.of += 1;
    october.defaulted += numberIn(row, 'default.payment.next.month');
  }
  return { rows: rows.length, late: rows.filter(isLate).length, buckets, relapse };
}
