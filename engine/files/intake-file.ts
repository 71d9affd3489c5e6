/** Keeps track of inbound files by fingerprint: each is taken once, or refused with a reason that `stuck` shows. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../../db/schema.ts';
import type { CreditorTerms } from '../../domain/contracts/creditor.ts';
import { Problem } from '../../domain/problems.ts';
import { type Instant, localDate } from '../../domain/time.ts';

/** A file as it arrives. */
export interface InboundFile {
  /** Code of the creditor. */
  creditor: string;
  /** The sender's name for it, may be empty. A corrected file of the same name releases the refused file. */
  fileName: string;
  bytes: Uint8Array;
  /** Business time. */
  now: Instant;
}

/** The identity of a file while it is ingested. */
export interface Intake {
  creditorId: string;
  zone: string;
  kind: 'agency-return' | 'contact-return' | 'bureau-answer' | 'bank-statement';
  sha256: string;
  /** Code of the agency or bureau. */
  sender: string;
  /** The sender's name for it, or empty. */
  fileName: string;
  /** Business time. */
  now: Instant;
}
/** The answer to the same bytes when they were taken earlier. */
interface ProcessedFile {
  counts: Record<string, unknown>;
}

/** The creditor of an inbound file. */
interface IntakeCreditor {
  id: string;
  zone: string;
  terms: CreditorTerms;
}

/** Finds a creditor by code. Throws `unknown-creditor`. */
export async function findCreditor(db: Kysely<Database>, code: string): Promise<IntakeCreditor> {
  const row = await db
    .selectFrom('creditor')
    .select(['id', 'zone', 'terms'])
    .where('code', '=', code)
    .executeTakeFirst();
  if (!row) throw new Problem('unknown-creditor', { creditor: code });
  return row;
}

/** Identifies a file. Keeps only a plain ASCII file name, without a path. */
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

/** The earlier answer when the same bytes were taken before, else null. A refused file may be sent again. */
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
    values (${uuidv7()}, ${intake.creditorId}::uuid, ${intake.kind}, ${intake.sha256}, ${intake.sender},
      ${localDate(intake.now, intake.zone)}::date, ${new Date(intake.now)}, ${state}, ${reason},
      ${JSON.stringify({ v: 1, name: intake.fileName, ...counts })}::jsonb)
    on conflict (creditor_id, kind, sha256)
    do update set state = excluded.state, reason = excluded.reason, counts = excluded.counts,
      taken_at = excluded.taken_at
    where intake_file.state = 'refused'`.execute(db);
}

/** Marks the file as taken, in the transaction that records its facts, and releases the refused files it corrects. */
export async function storeProcessed(trx: Transaction<Database>, intake: Intake, counts: object): Promise<void> {
  await store(trx, intake, 'taken', null, counts);
  // A good file of the sender on the same day or of the same name corrects the refused file, which is no longer stuck.
  await sql`
    update intake_file
    set released_by = 'a corrected file'
    where creditor_id = ${intake.creditorId}::uuid
      and kind = ${intake.kind}
      and sender = ${intake.sender}
      and state = 'refused'
      and released_by is null
      and (business_date = ${localDate(intake.now, intake.zone)}::date
        or (${intake.fileName} <> '' and counts->>'name' = ${intake.fileName}))`.execute(trx);
}

/** Keeps rows that change nothing as evidence: the file, the row and the reason, never the row's words. */
export async function keepListed(trx: Transaction<Database>, intake: Intake, listed: readonly object[]): Promise<void> {
  for (const row of listed) {
    await trx
      .insertInto('evidence')
      .values({
        id: uuidv7(),
        creditor_id: intake.creditorId,
        effect_id: null,
        what: `${intake.kind}-row`,
        body: JSON.stringify({ v: 1, sha256: intake.sha256, ...row }),
      })
      .execute();
  }
}

/** Why a file is refused, without personal values, and what to do about it. */
export interface Refusal {
  reason: string;
  remedy: string;
  faults?: readonly unknown[];
}

/** Stores the refusal, which `stuck` shows, and throws `file-refused` with the faults as its cause. */
export async function refuseFile(db: Kysely<Database>, intake: Intake, refusal: Refusal): Promise<never> {
  await store(db, intake, 'refused', refusal.reason, { faults: refusal.faults?.length ?? 1 });
  throw new Problem('file-refused', { reason: refusal.reason, remedy: refusal.remedy }, { cause: refusal.faults });
}

/** The refusal for a file with faults: the first fault in words, and the number of further faults. */
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

/** The intake of an agency's file. Throws `unknown-creditor`, or `file-refused` when the creditor has no such agency. */
export async function agencyIntake(
  db: Kysely<Database>,
  kind: Intake['kind'],
  sha256: string,
  file: InboundFile & { agency: string },
): Promise<Intake> {
  const creditor = await findCreditor(db, file.creditor);
  const intake = intakeOf(creditor, kind, sha256, file.agency, file);
  if (creditor.terms.agencies.some(({ code }) => code === file.agency)) return intake;
  return refuseFile(db, intake, {
    reason: 'the agency is not one of this creditor',
    remedy: "Use a code of the creditor's agencies.",
  });
}

/**
 * A reason as a code word, so that facts hold nothing personal. At most six plain lower-case words become one ("wrong
 * address" -> "wrong-address"); anything else, such as a name or a number, becomes "other".
 */
export function codeWord(text: string): string {
  const plain = /^[a-z]+(?:[ -][a-z]+){0,5}$/.test(text.trim()) && text.length <= 60;
  return plain ? text.trim().replaceAll(' ', '-') : 'other';
}
