/** Takes in a file in which the lender's book answers instructions, whole or not at all. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { type BookAnswerRow, parseBookAnswers } from '../../channels/book/answer-file.ts';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { bySystem } from '../../domain/act.ts';
import { Problem } from '../../domain/problems.ts';
import type { Instant } from '../../domain/time.ts';
import { acceptFact } from '../facts/accept-fact.ts';
import { findCreditor, refusalOf } from '../files/intake-file.ts';

/** Source of what the file tells. */
const ANSWER_SOURCE = 'book';

/** What became of the rows. */
export interface TakenAnswers {
  rows: number;
  confirmed: number;
  rejected: number;
  /** Rows that say what was told before. */
  repeated: number;
}

interface RowFault {
  row: number;
  column: string;
  reason: string;
  remedy: string;
}

/**
 * Takes the file of a creditor. Throws `unknown-creditor`, or `file-refused` with the faults of all rows; then nothing
 * of it is taken. The same file again changes nothing.
 */
export async function takeBookAnswers(
  db: Kysely<Database>,
  { creditor, bytes, now }: { creditor: string; bytes: Uint8Array; now: Instant },
): Promise<TakenAnswers & { nudge: string[] }> {
  const { id: creditorId } = await findCreditor(db, creditor);
  const parsed = parseBookAnswers(bytes);
  if ('faults' in parsed) throw refused(parsed.faults);
  return inTransaction(db, async (trx) => {
    const subjects = await subjectsOf(trx, creditorId, parsed.rows);
    const taken = { rows: parsed.rows.length, confirmed: 0, rejected: 0, repeated: 0 };
    const nudge = new Set<string>();
    const faults: RowFault[] = [];
    for (const row of parsed.rows) {
      const subject = subjects.get(row.instruction);
      if (subject === undefined) {
        faults.push({ ...UNKNOWN, row: row.row, column: 'instruction' });
        continue;
      }
      const answer = await acceptFact(
        trx,
        { subject, source: ANSWER_SOURCE, ...factOf(row) },
        bySystem(ANSWER_SOURCE, now),
      ).catch((error: unknown) => faultOf(row, error));
      if ('row' in answer) faults.push(answer);
      else if (answer.duplicate) taken.repeated += 1;
      else taken[row.answer] += 1;
      if ('nudge' in answer) for (const account of answer.nudge) nudge.add(account);
    }
    if (faults.length > 0) throw refused(faults);
    return { ...taken, nudge: [...nudge] };
  });
}

const UNKNOWN = {
  reason: 'the creditor has given no such instruction',
  remedy: 'Copy the id from the file of instructions as it is.',
} as const;

const refused = (faults: readonly RowFault[]): Problem => {
  const { reason, remedy } = refusalOf(faults);
  return new Problem('file-refused', { reason, remedy }, { cause: faults });
};

/** The subjects of the instructions that the rows name, by id, with their accounts locked in order. */
async function subjectsOf(
  trx: Transaction<Database>,
  creditorId: string,
  rows: readonly BookAnswerRow[],
): Promise<ReadonlyMap<string, string>> {
  const { rows: found } = await sql<{ id: string; accountId: string; subject: string }>`
    select i.id, i.account_id as "accountId", c.code || '/' || a.number as subject
    from book_instruction i
    join account a on a.id = i.account_id
    join creditor c on c.id = i.creditor_id
    where i.creditor_id = ${creditorId}::uuid
      and i.id = any(${rows.map(({ instruction }) => instruction)}::uuid[])
    order by i.no`.execute(trx);
  await lockAccounts(trx, [...new Set(found.map(({ accountId }) => accountId))]);
  return new Map(found.map(({ id, subject }) => [id, subject]));
}

function factOf(row: BookAnswerRow) {
  const { instruction } = row;
  if (row.answer === 'rejected') return { kind: 'book-rejected', data: { instruction, reason: row.reason } } as const;
  const data = row.bookedOn === null ? { instruction } : { instruction, bookedOn: row.bookedOn };
  return { kind: 'book-confirmed', data } as const;
}

/** Why a row does not fit its instruction; all else is thrown on. */
function faultOf({ row, answer }: BookAnswerRow, error: unknown): RowFault {
  if (!(error instanceof Problem)) throw error;
  const column = error.code === 'fact-invalid' && answer === 'confirmed' ? 'booked_on' : 'answer';
  return { row, column, reason: error.message, remedy: error.remedy };
}
