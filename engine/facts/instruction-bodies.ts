/**
 * Checks what the lender's book answers: it must be about an instruction of the account that is not answered otherwise.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { AccountFactBodies } from '../../domain/facts.ts';
import type { InstructionState } from '../../domain/instruction-facts.ts';
import { Problem } from '../../domain/problems.ts';
import { type CalendarDate, type Instant, localDate, type Zone } from '../../domain/time.ts';
import { faultAt } from './field-fault.ts';

type Answer = 'book-confirmed' | 'book-rejected';

/** What the book answers. */
interface Answered {
  instruction: string;
  bookedOn?: CalendarDate | undefined;
}

interface Row {
  no: bigint;
  account_id: string;
  state: InstructionState;
  instructed_at: Instant;
  booked_on: CalendarDate | null;
}

const readRow = async (db: Kysely<Database>, id: string): Promise<Row | undefined> =>
  db
    .selectFrom('book_instruction')
    .select(['no', 'account_id', 'state', 'instructed_at', 'booked_on'])
    .where('id', '=', id)
    .executeTakeFirst();

/** Where and when an answer was told. */
interface AnswerContext {
  subject: { accountId: string; zone: Zone };
  occurredAt: Instant;
}

/** The id of the fact that says the same already; null when none does. A second day of the booking is not the same. */
export async function findSameAnswer(
  trx: Transaction<Database>,
  kind: Answer,
  { instruction, bookedOn }: Answered,
  accountId: string,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id
    from fact
    where account_id = ${accountId}::uuid
      and kind = ${kind}
      and body->>'instruction' = ${instruction}
      and ${bookedOn === undefined ? sql`true` : sql`body->>'bookedOn' = ${bookedOn}`}
    order by no
    limit 1`.execute(trx);
  return rows[0]?.id ?? null;
}

/** Throws `fact-invalid` unless the account has the instruction, `not-allowed-now` when the book said otherwise. */
async function checkAnswer(
  trx: Transaction<Database>,
  kind: Answer,
  { instruction, bookedOn }: Answered,
  { subject, occurredAt }: AnswerContext,
): Promise<void> {
  const row = await readRow(trx, instruction);
  const listed = 'npx arrears book instructions lists them';
  if (row === undefined)
    throw faultAt('fact-invalid', '/data/instruction', `there is no such instruction: ${listed}`, kind);
  if (row.account_id !== subject.accountId)
    throw faultAt('fact-invalid', '/data/instruction', `is about another account: ${listed}`, kind);
  if (occurredAt < row.instructed_at)
    throw faultAt('event-invalid', '/time', 'lies before the instruction: give the moment of the answer', kind);
  const fault = contradiction(kind, row, bookedOn);
  if (fault !== null) throw new Problem('not-allowed-now', fault);
}

/** Why an answer contradicts the one before it, with the remedy; null when it does not. */
function contradiction(
  kind: Answer,
  { no, state, booked_on }: Row,
  bookedOn: CalendarDate | undefined,
): { reason: string; remedy: string } | null {
  if (kind === 'book-confirmed' && state === 'rejected')
    return {
      reason: `the book has rejected instruction ${no}`,
      remedy: `Ask the book which holds. If it is booked after all: npx arrears book withdraw ${no} --reason WORDS --as NAME, then confirm it again.`,
    };
  if (state !== 'confirmed') return null;
  if (kind === 'book-rejected')
    return {
      reason: `the book has confirmed instruction ${no}, booked as of ${booked_on}`,
      remedy: 'Ask the book which holds. If it is not booked, the next row of the book shows it; instruct it again.',
    };
  return {
    reason: `the book has confirmed instruction ${no} already, booked as of ${booked_on}, not ${bookedOn}`,
    remedy: 'Ask the book which day holds. The first one counts until a row of the book says what is owed.',
  };
}

/** The body of a confirmation. `known`: it is a repeat, so nothing is checked. */
export async function toConfirmed(
  trx: Transaction<Database>,
  { instruction, bookedOn }: Answered,
  context: AnswerContext,
  known: boolean,
): Promise<AccountFactBodies['book-confirmed']> {
  if (!known) await checkAnswer(trx, 'book-confirmed', { instruction, bookedOn }, context);
  return { instruction, bookedOn: bookedOn ?? localDate(context.occurredAt, context.subject.zone) };
}

/** The body of a rejection, as toConfirmed. */
export async function toRejected(
  trx: Transaction<Database>,
  data: AccountFactBodies['book-rejected'],
  context: AnswerContext,
  known: boolean,
): Promise<AccountFactBodies['book-rejected']> {
  if (!known) await checkAnswer(trx, 'book-rejected', data, context);
  return data;
}
