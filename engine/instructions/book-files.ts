/**
 * The file of instructions to the lender's book: one a creditor and working day, with what was decided until its hour
 * and is not answered, and what was taken back of earlier files. Each instruction is in one file; a file leaves at
 * least once under one key, and again under the next sequence when a person asks for it.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { writeInstructions } from '../../channels/book/instruction-file.ts';
import type { ChannelAdapter } from '../../channels/channel.ts';
import { epochIsOpen } from '../../db/epoch.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { type Act, personOf } from '../../domain/act.ts';
import { workingDaysOf } from '../../domain/calendars/creditor-days.ts';
import type { CreditorTerms } from '../../domain/contracts/creditor.ts';
import { instructionEvent } from '../../domain/contracts/instruction-event.ts';
import { permitFor } from '../../domain/permit.ts';
import { FILE_MINUTE } from '../../domain/plan-step.ts';
import { Problem } from '../../domain/problems.ts';
import { addDays, type CalendarDate, endOfDay, type Instant, instantAt, localDate } from '../../domain/time.ts';
import { readTold } from './told-instructions.ts';

/** What building and sending works with. */
export interface BookFileDeps {
  db: Kysely<Database>;
  now(): Promise<Instant>;
  simulated: boolean;
  /** Where the files leave. */
  book: ChannelAdapter;
}

/** Wall seconds that one call may take, and after which a call that failed is repeated. */
const CALL_SECONDS = 60;

/** One round; every worker does it, as often as it sweeps. A second round at once changes nothing. */
export async function keepBookFiles(deps: BookFileDeps): Promise<void> {
  const now = await deps.now();
  for (const creditor of await creditorsWithMore(deps.db)) await openFile(deps.db, creditor, now);
  for (let file = await takeOpen(deps.db); file !== null; file = await takeOpen(deps.db)) await send(deps, file);
}

interface Creditor {
  id: string;
  zone: string;
  terms: CreditorTerms;
}

/** Condition: the instruction `i` was not answered and is in no file. */
const isUnfiled = sql`(i.file_id is null and i.state = 'open')`;
/** Condition: the instruction `i` has left and was taken back, which is in no file. */
const isTakenBack = sql`(i.withdrawn_tx is not null and i.file_id is not null and i.withdrawal_file_id is null)`;

async function creditorsWithMore(db: Kysely<Database>): Promise<Creditor[]> {
  const { rows } = await sql<Creditor>`
    select c.id, c.zone, c.terms
    from creditor c
    where exists (select from book_instruction i where i.creditor_id = c.id and (${isUnfiled} or ${isTakenBack}))
      and ${epochIsOpen}
    order by c.id`.execute(db);
  return rows;
}

/** The last working day whose hour has come. */
function fileDay({ zone, terms }: Creditor, now: Instant): CalendarDate {
  const isDay = workingDaysOf({ zone, country: terms.country ?? null, closedDays: terms.closedDays ?? [] });
  let on = localDate(now, zone);
  while (!isDay(on) || instantAt(on, FILE_MINUTE, zone) > now) on = addDays(on, -1);
  return on;
}

/** Begins the file of a day, once, where there is something to tell. */
async function openFile(db: Kysely<Database>, creditor: Creditor, now: Instant): Promise<void> {
  const on = fileDay(creditor, now);
  const until = new Date(instantAt(on, FILE_MINUTE, creditor.zone));
  const mine = sql`i.creditor_id = ${creditor.id}::uuid`;
  await inTransaction(db, async (trx) => {
    const { rows } = await sql<{ id: string }>`
      insert into book_file (id, creditor_id, business_date)
      select ${uuidv7()}::uuid, ${creditor.id}::uuid, ${on}
      where exists (
        select
        from book_instruction i
        where ${mine}
          and ((${isUnfiled} and i.instructed_at <= ${until}) or (${isTakenBack} and i.answered_at <= ${until})))
      on conflict do nothing
      returning id`.execute(trx);
    const [file] = rows;
    if (file === undefined) return;
    await sql`
      update book_instruction i
      set file_id = ${file.id}::uuid
      where ${mine} and ${isUnfiled} and i.instructed_at <= ${until}`.execute(trx);
    await sql`
      update book_instruction i
      set withdrawal_file_id = ${file.id}::uuid
      where ${mine} and ${isTakenBack} and i.answered_at <= ${until}`.execute(trx);
  });
}

interface OpenFile {
  id: string;
  creditor: string;
  zone: string;
  on: CalendarDate;
  sequence: number;
}

/** Takes a file for the time of one call. */
async function takeOpen(db: Kysely<Database>): Promise<OpenFile | null> {
  const { rows } = await sql<OpenFile>`
    update book_file taken
    set call_from = clock_timestamp() + make_interval(secs => ${CALL_SECONDS})
    from creditor c
    where c.id = taken.creditor_id
      and taken.id = (
        select f.id
        from book_file f
        where f.left_at is null
          and f.call_from <= clock_timestamp()
          and ${epochIsOpen}
        order by f.opened_at, f.id
        limit 1
        for no key update skip locked)
    returning taken.id, c.code as creditor, c.zone, taken.business_date as on, taken.sequence`.execute(db);
  return rows[0] ?? null;
}

/** Sends a file. It is late rather than given up: nothing else tells the book. */
async function send({ db, now: clock, simulated, book }: BookFileDeps, file: OpenFile): Promise<void> {
  const now = await clock();
  const { id, zone, sequence } = file;
  const notAfter = endOfDay(localDate(now, zone), zone);
  const judged = { effect: { id, attempt: sequence - 1 }, verdict: 'allow', factsVersion: 0n, notAfter } as const;
  const call = { started: performance.now(), now, leaseSeconds: CALL_SECONDS, simulated };
  const told = await readTold(db, sql`i.file_id = ${id}::uuid`, sql`i.withdrawal_file_id = ${id}::uuid`);
  const files = writeInstructions(file, told.map(instructionEvent));
  const result = await book.send(permitFor([judged], call), { key: `${id}-${sequence}`, covers: [], files });
  if (result.kind === 'sent')
    await sql`
      update book_file
      set left_at = ${new Date(now)}, reference = ${result.reference}, failure = null
      where id = ${id}::uuid
        and sequence = ${sequence}`.execute(db);
  else await sql`update book_file set failure = ${result.reason} where id = ${id}::uuid`.execute(db);
}

/**
 * Has the file of a day leave once more, whole, under its next sequence; who asked is kept. Throws `unknown-book-file`.
 */
export async function resendBookFile(
  db: Kysely<Database>,
  { creditor, on }: { creditor: string; on: CalendarDate },
  act: Act,
): Promise<{ sequence: number; instructions: number }> {
  return inTransaction(db, async (trx: Transaction<Database>) => {
    const { rows } = await sql<{ id: string; sequence: number }>`
      update book_file f
      set sequence = f.sequence + 1, left_at = null, asked_by = ${personOf(act)}, opened_at = clock_timestamp(), call_from = clock_timestamp()
      from creditor c
      where c.id = f.creditor_id
        and c.code = ${creditor}
        and f.business_date = ${on}
        and f.left_at is not null
      returning f.id, f.sequence`.execute(trx);
    const [file] = rows;
    if (file === undefined) throw new Problem('unknown-book-file', { creditor, date: on });
    const told = await readTold(trx, sql`i.file_id = ${file.id}::uuid`, sql`i.withdrawal_file_id = ${file.id}::uuid`);
    return { sequence: file.sequence, instructions: told.length };
  });
}
