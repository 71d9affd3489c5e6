/** Instructions as lists and people see them. No personal values. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { InstructionShown, InstructionView } from '../../domain/contracts/instruction-view.ts';
import { Problem } from '../../domain/problems.ts';
import type { Instant } from '../../domain/time.ts';

/** Which instructions to list: those that the book has not answered, or rejected, when nothing is said. */
export interface InstructionFilter {
  state?: InstructionShown | undefined;
  creditor?: string | undefined;
  /** `creditor/number`, or a number. */
  account?: string | undefined;
  /** Number of the last of the page before. */
  after?: number | undefined;
  limit: number;
}

/** Condition: the day by whose end the book answers is over at `now` for the instruction `i` of the creditor `c`. */
export const isAnswerLate = (now: Instant): RawBuilder<unknown> => sql`(
  i.state = 'open'
  and i.deadline < (${new Date(now)}::timestamptz at time zone c.zone)::date)`;

const read = (db: Kysely<Database>, where: RawBuilder<unknown>, now: Instant, limit: number) =>
  sql<InstructionView>`
    select i.id as instruction, i.no::float8 as no, c.code || '/' || a.number as account, i.kind, i.body - 'v' as body,
      i.effective_on as "effectiveOn", i.deadline,
      case when ${isAnswerLate(now)} then 'late' else i.state end as state,
      i.key, i.instructed_by as "instructedBy", (i.instructed_at at time zone c.zone)::date as "instructedOn",
      f.business_date as "filedOn", f.reference as file, i.booked_on as "bookedOn",
      (i.answered_at at time zone c.zone)::date as "answeredOn", i.reason
    from book_instruction i
    join account a on a.id = i.account_id
    join creditor c on c.id = i.creditor_id
    left join book_file f on f.id = i.file_id
    where ${where}
    order by i.no
    limit ${limit}`.execute(db);

function ofState(state: InstructionShown | undefined, now: Instant): RawBuilder<unknown> {
  if (state === undefined) return sql`i.state in ('open', 'rejected')`;
  if (state === 'late') return isAnswerLate(now);
  return sql`i.state = ${state} and not ${isAnswerLate(now)}`;
}

/** Lists instructions, the oldest first. */
export async function listInstructions(
  db: Kysely<Database>,
  { state, creditor, account, after, limit }: InstructionFilter,
  now: Instant,
): Promise<InstructionView[]> {
  const where = sql`
    ${ofState(state, now)}
    and ${creditor === undefined ? sql`true` : sql`c.code = ${creditor}`}
    and ${account === undefined ? sql`true` : sql`${account} in (a.number, c.code || '/' || a.number)`}
    and ${after === undefined ? sql`true` : sql`i.no > ${after}`}`;
  return (await read(db, where, now, limit)).rows;
}

/** One instruction. Throws `unknown-instruction`. */
export async function showInstruction(db: Kysely<Database>, no: bigint, now: Instant): Promise<InstructionView> {
  const [row] = (await read(db, sql`i.no = ${no}`, now, 1)).rows;
  if (row === undefined) throw new Problem('unknown-instruction', { instruction: String(no) });
  return row;
}
