/** Bank lines before they are matched, and the parts of them that became payments. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { ReviewReason } from '../../domain/money/match-line.ts';
import { type CalendarDate, type Instant, instantAt } from '../../domain/time.ts';
import type { AccountFactInput } from '../facts/fact-input.ts';
import type { Telling } from './find-payees.ts';
import { BANK_SOURCE } from './line-tasks.ts';

/** A line that is not matched yet. */
export interface NewLine extends Telling {
  readonly creditorId: string;
  readonly zone: string;
  readonly direction: 'in' | 'out';
  readonly bookedOn: CalendarDate;
  readonly takesBack: boolean;
  /** Why a person must look at it, whatever it matches; null when nothing says so. */
  readonly doubt: ReviewReason | null;
}

/** The moment of a line: of its day nothing more is known. */
export const bookedAt = ({ bookedOn, zone }: { bookedOn: CalendarDate; zone: string }): Instant =>
  instantAt(bookedOn, 0, zone);

/** The payment that a part of a line is. Its reference is the line's: the bank tells each movement once. */
export const paymentOf = (
  { id, no, account, minor }: { id: string; no: number; account: string; minor: bigint },
  occurredAt: Instant,
): AccountFactInput => ({
  ...{ accountId: account, kind: 'payment', body: { minor, via: 'lender', reference: id } },
  ...{ source: BANK_SOURCE, externalId: `${id}/${no}`, occurredAt },
});

/** A part of a line, a payment of an account. */
export interface Part {
  /** Id of the line. */
  readonly line: string;
  /** Number of the part within its line, from 1. */
  readonly no: number;
  /** Id of the account. */
  readonly account: string;
  readonly minor: bigint;
  /** Id of the fact of the payment. */
  readonly payment: string;
  /** Id of the fact that ended it: the money came back, or was another's; null while it counts. */
  readonly endedBy: string | null;
}

/** The parts of lines, in the order of their numbers. */
export async function partsOf(db: Kysely<Database>, lines: readonly string[]): Promise<Part[]> {
  const { rows } = await sql<Part>`
    select line_id as line, no, account_id as account, minor, payment_id as payment, ended_by as "endedBy"
    from bank_allocation
    where line_id = any(${[...lines]}::uuid[])
    order by line_id, no`.execute(db);
  return rows;
}
