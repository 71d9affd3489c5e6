/**
 * One month of one account as reported to a bureau; stored as JSON and written to its file. Layout and rules:
 * docs/file-formats.md.
 */
import { z } from 'zod';
import { isCurrency } from '../money.ts';
import { isCalendarDate } from '../time.ts';

/** Months of history in a record. */
export const HISTORY_MONTHS = 24;

/**
 * By days past due at the end of the month, or how the account ended. `charged-off` may still be owed; after any
 * `closed-*` nothing is owed to the creditor.
 */
export const BUREAU_STATUSES = [
  'current',
  '1-30',
  '31-60',
  '61-90',
  '91-120',
  '121-150',
  '151-180',
  '180+',
  'charged-off',
  'closed-paid',
  'closed-settled',
  'closed-transferred',
] as const;
/** One of BUREAU_STATUSES. */
export type BureauStatus = (typeof BUREAU_STATUSES)[number];

const date = z.string().refine(isCalendarDate, 'no such date');
const month = z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/);
const key = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/);
/** Minor units, never negative. */
const minor = z.string().regex(/^(0|[1-9]\d{0,17})$/);

/** The contract of a record. */
export const bureauRecordSchema = z.strictObject({
  v: z.literal(1),
  kind: z.enum(['record', 'correction', 'deletion']),
  /** Id of the entry that a correction or deletion replaces. */
  replaces: z.string().min(1).max(64).nullable(),
  /** Id of this entry; a later correction names it. */
  entry: z.string().min(1).max(64),
  creditor: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
  account: key,
  person: key,
  month,
  /** Last day of the month, for which amounts and status are true. */
  asOf: date,
  status: z.enum(BUREAU_STATUSES),
  overdue: minor,
  balance: minor,
  currency: z.string().refine(isCurrency, 'unknown currency'),
  dateOfFirstDelinquency: date.nullable(),
  /** Status of the 24 months before this one, newest first. */
  history: z.array(z.enum([...BUREAU_STATUSES, 'no-data'])).length(HISTORY_MONTHS),
  disputed: z.boolean(),
  /** The consent flag on that date; a first record has it. */
  consent: z.boolean(),
  /** Business date on which this entry is written. */
  reportedOn: date,
  /** Business date of the first record of the account. */
  firstReportedOn: date,
});
/** A record that fits the contract; amounts are minor units as text. */
export type BureauRecord = z.infer<typeof bureauRecordSchema>;
/** Status of an earlier month. */
export type HistoryStatus = BureauRecord['history'][number];
