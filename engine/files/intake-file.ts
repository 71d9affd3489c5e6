/** Files that came in: each is known by its fingerprint, taken once, or refused with a reason that `stuck` shows. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../../db/schema.ts';
import type { CreditorTerms } from '../../domain/contracts/creditor.ts';
import { Problem } from '../../domain/problems.ts';
import { type Instant, localDate } from '../../domain/time.ts';

export interface InboundFile {
  /** Code of the creditor. */
  creditor: string;
  /** As the sender called it: a corrected file of the same name frees a refused one. May be empty. */
  fileName: string;
  bytes: Uint8Array;
  /** Business time. */
  now: Instant;
}

export interface Intake {
  creditorId: string;
  zone: string;
  kind: 'agency-return' | 'bureau-answer';
  sha256: string;
  /** Code of the agency or bureau. */
  sender: string;
  /** As the sender called it, or empty. */
  fileName: string;
  now: Instant;
}
/** What an earlier take of the same bytes answered. */
export interface ProcessedFile {
  counts: Record<string, unknown>;
}

export interface IntakeCreditor {
  id: string;
  zone: string;
  terms: CreditorTerms;
}

/** Throws `unknown-creditor`. */
export async function findCreditor(db: Kysely<Database>, code: string): Promise<IntakeCreditor> {
  const row = await db
    .selectFrom('creditor')
    .select(['id', 'zone', 'terms'])
    .where('code', '=', code)
    .executeTakeFirst();
  if (!row) throw new Problem('unknown-creditor', { creditor: code });
  return row;
}

/** Names of files are kept when they are plain: no path, nothing that could be a person's name in another script. */
export function intakeOf(
  creditor: IntakeCreditor,
  kind: Intake['kind'],
  sha256: string,
  sender: string,
  file: { fileName: string; now: Instant },
): Intake {
  const fileName = /^[A-Za-z0-9._-]{1,100}$/.test(file.fileName) ? file.fileName : '';
  return { creditorId: creditor.id, zone: creditor.zone, kind, sha256, sender, fileName, now: file.now };
}

/** The earlier answer when the same bytes were taken before; a file that was refused may be tried again. */
export async function findProcessed(db: Kysely<Database>, intake: Intake): Promise<ProcessedFile | null> {
  const row = await db
    .selectFrom('intake_file')
    .select('counts')
    .where('creditor_id', '=', intake.creditorId)
    .where('kind', '=', intake.kind)
    .where('sha256', '=', intake.sha256)
    .where('state', '=', 'taken')
    .executeTakeFirst();
  return row ? { counts: row.counts as Record<string, unknown> } : null;
}

async function store(
  db: Kysely<Database>,
  intake: Intake,
  state: 'taken' | 'refused',
  reason: string | null,
  counts: object,
): Promise<void> {
  await sql`
    insert into intake_file (id, creditor_id, kind, sha256, sender, business_date, taken_at, state, reason, counts)
    values (${uuidv7()}, ${intake.creditorId}::uuid, ${intake.kind}, ${intake.sha256}, ${intake.sender}, ${localDate(intake.now, intake.zone)}::date,
      ${new Date(intake.now)}, ${state}, ${reason}, ${JSON.stringify({ v: 1, name: intake.fileName, ...counts })}::jsonb)
    on conflict (creditor_id, kind, sha256) do update set state = excluded.state, reason = excluded.reason, counts = excluded.counts,
      taken_at = excluded.taken_at where intake_file.state = 'refused'`.execute(db);
}

/** In the transaction that records what the file says. */
export async function storeProcessed(trx: Transaction<Database>, intake: Intake, counts: object): Promise<void> {
  await store(trx, intake, 'taken', null, counts);
  // A good file of the same sender on the same day, or of the same name, is the refused one put right: that is no longer stuck.
  await sql`
    update intake_file set released_by = 'a corrected file' where creditor_id = ${intake.creditorId}::uuid and kind = ${intake.kind}
      and sender = ${intake.sender} and state = 'refused' and released_by is null
      and (business_date = ${localDate(intake.now, intake.zone)}::date or (${intake.fileName} <> '' and counts->>'name' = ${intake.fileName}))`.execute(
    trx,
  );
}

/** What a file is refused for: a sentence without personal values, and what to do. */
export interface Refusal {
  reason: string;
  remedy: string;
  faults?: readonly unknown[];
}

/** Keeps the refusal where `stuck` finds it and throws `file-refused`; the faults are the problem's cause. */
export async function refuseFile(db: Kysely<Database>, intake: Intake, refusal: Refusal): Promise<never> {
  await store(db, intake, 'refused', refusal.reason, { faults: refusal.faults?.length ?? 1 });
  throw new Problem('file-refused', { reason: refusal.reason, remedy: refusal.remedy }, { cause: refusal.faults });
}

/** The first fault in words, and how many more there are. */
export function refusalOf(faults: readonly { row: number; column: string; reason: string; remedy: string }[]): Refusal {
  const [first] = faults;
  const place = first && first.row > 0 ? `row ${first.row}${first.column ? `, ${first.column}` : ''}: ` : '';
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  return {
    reason: `${place}${(first?.reason ?? 'it cannot be read').replace(/\.$/, '')}${more}`,
    remedy: first?.remedy ?? '',
    faults,
  };
}

/**
 * A reason as a code word, so that nothing personal is kept with facts: at most six plain lower-case words ("wrong address" -> "wrong-address"); anything
 * else, a name or a number among it, is "other". The file itself has the words.
 */
export function codeWord(text: string): string {
  const plain = /^[a-z]+(?:[ -][a-z]+){0,5}$/.test(text.trim()) && text.length <= 60;
  return plain ? text.trim().replaceAll(' ', '-') : 'other';
}
