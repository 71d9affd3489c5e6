/** Reads what is told the lender's book: instructions, and those that were taken back. No personal values. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import {
  type InstructionEvent,
  instructionEvent,
  type ToldInstruction,
} from '../../domain/contracts/instruction-event.ts';
import type { Instant } from '../../domain/time.ts';

interface Row extends Omit<ToldInstruction, 'at' | 'withdrawnAt'> {
  at: Instant;
  withdrawnAt: Instant | null;
  tx: string;
}

const rowsOf = (where: RawBuilder<unknown>, isWithdrawn: boolean) => sql`
  select i.id, i.no, c.code || '/' || a.number as account, c.zone, i.kind, i.body, i.effective_on as "effectiveOn",
    i.deadline, i.key, (extract(epoch from i.instructed_at) * 1000)::float8 as at, i.reason,
    ${isWithdrawn ? sql`(extract(epoch from i.answered_at) * 1000)::float8` : sql`null::float8`} as "withdrawnAt",
    ${isWithdrawn ? sql`i.withdrawn_tx` : sql`i.tx`} as tx
  from book_instruction i
  join account a on a.id = i.account_id
  join creditor c on c.id = i.creditor_id
  where ${where}`;

/** Instructions of some rows, then withdrawals of some, each by their numbers. */
export async function readTold(
  db: Kysely<Database>,
  instructed: RawBuilder<unknown>,
  withdrawn: RawBuilder<unknown>,
): Promise<ToldInstruction[]> {
  const { rows } = await sql<Row>`
    (${rowsOf(instructed, false)} order by i.no)
    union all
    (${rowsOf(withdrawn, true)} order by i.no)`.execute(db);
  return rows.sort((a, b) => Number(a.withdrawnAt !== null) - Number(b.withdrawnAt !== null) || Number(a.no - b.no));
}

/** Who reads them one after another. */
export interface PullQuestion {
  creditor?: string | undefined;
  /** `next` of the page before. */
  after?: string | undefined;
  limit: number;
}

/** A page of events, oldest first; `next` is where the following page begins. */
export interface PulledInstructions {
  events: InstructionEvent[];
  next: string | null;
}

/**
 * Reads in the order of transactions, and only what no open transaction can still come before: a reader who goes on
 * after `next` misses nothing, and meets nothing twice.
 */
export async function pullInstructions(
  db: Kysely<Database>,
  { creditor, after, limit }: PullQuestion,
): Promise<PulledInstructions> {
  const [tx = '0', no = '0'] = (after ?? '').split('.');
  const of = creditor === undefined ? sql`true` : sql`c.code = ${creditor}`;
  const from = (column: RawBuilder<unknown>) => sql`
    ${of}
    and ${column} < pg_snapshot_xmin(pg_current_snapshot())
    and ${after === undefined ? sql`true` : sql`(${column}, i.no) > (${tx}::xid8, ${no}::bigint)`}`;
  const { rows } = await sql<Row>`
    select *
    from (
      (${rowsOf(from(sql`i.tx`), false)} order by i.tx, i.no limit ${limit})
      union all
      (${rowsOf(from(sql`i.withdrawn_tx`), true)} order by i.withdrawn_tx, i.no limit ${limit})) told
    order by tx, no
    limit ${limit}`.execute(db);
  const last = rows.at(-1);
  return {
    events: rows.map(instructionEvent),
    next: last === undefined ? (after ?? null) : `${last.tx}.${last.no}`,
  };
}
