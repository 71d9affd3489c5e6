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
  /** The name that the payment has for others (`nameOf`). */
  readonly name: string;
  /** Who told it: the bank, or a payment provider. */
  readonly source: string;
  /** Whether a payment provider told it, which names what it takes back. */
  readonly ofProvider: boolean;
}

/**
 * How the payment of a line is named for others: a debit, or the provider's payment, which a lender's system may tell
 * too; else by the line's own id, which only the bank's line has.
 */
export const nameOf = (line: string) => sql<string>`
  coalesce(${sql.ref(`${line}.debit`)}, ${sql.ref(`${line}.payment`)}, ${sql.ref(`${line}.id`)}::text)`;

/** The moment of a line: of its day nothing more is known. */
export const bookedAt = ({ bookedOn, zone }: { bookedOn: CalendarDate; zone: string }): Instant =>
  instantAt(bookedOn, 0, zone);

/** Who told a line. */
export const sourceOf = (line: string) => sql<string>`
  case when ${sql.ref(`${line}.payment`)} is null then ${BANK_SOURCE} else ${sql.ref(`${line}.bank_account`)} end`;

/** What of a line its payments tell. */
export type LineTold = Pick<NewLine, 'id' | 'name' | 'source'>;

/** The payment that a part of a line is. Its reference is the name of the line: each movement counts once. */
export const paymentOf = (
  { id, name, source }: LineTold,
  { no, account, minor }: { no: number; account: string; minor: bigint },
  occurredAt: Instant,
): AccountFactInput => ({
  ...{ accountId: account, kind: 'payment', body: { minor, via: 'lender', reference: name } },
  ...{ source, externalId: `${id}/${no}`, occurredAt },
});

/** A part of a line, a payment of an account. */
export interface Part {
  /** Id of the line. */
  readonly line: string;
  /** The name of the line for others (`nameOf`). */
  readonly name: string;
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
    select p.line_id as line, ${nameOf('l')} as name, p.no, p.account_id as account, p.minor, p.payment_id as payment,
      p.ended_by as "endedBy"
    from bank_allocation p
    join bank_line l on l.id = p.line_id
    where p.line_id = any(${[...lines]}::uuid[])
    order by p.line_id, p.no`.execute(db);
  return rows;
}
