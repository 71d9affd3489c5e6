/** Files that persons send with disputes and complaints. No other file reads or writes their names and bytes. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { EvidenceKind } from '../../channels/evidence/read-evidence.ts';
import type { Database } from '../../db/schema.ts';
import type { Instant } from '../../domain/time.ts';

/** A file as it was read. */
interface NewFile {
  creditorId: string;
  personId: string;
  /** Id of the fact of the dispute or the complaint. */
  of: string;
  kind: EvidenceKind;
  sha256: string;
  name: string;
  bytes: Buffer;
  at: Instant;
  by: string;
}

/** What a dispute or a complaint has already: how many files, how many bytes, and the same file where it is there. */
export async function filesOf(
  trx: Transaction<Database>,
  of: string,
  sha256: string,
): Promise<{ files: number; bytes: number; same: string | null }> {
  const { rows } = await sql<{ files: number; bytes: number; same: string | null }>`
    select count(*)::int as files, coalesce(sum(size), 0)::float8 as bytes,
      max(id::text) filter (where sha256 = ${sha256}) as same
    from evidence_file
    where of_fact = ${of}::uuid`.execute(trx);
  return rows[0] ?? { files: 0, bytes: 0, same: null };
}

/** Keeps a file. Returns its id. */
export async function storeFile(trx: Transaction<Database>, file: NewFile): Promise<string> {
  const { creditorId, personId, of, kind, sha256, name, bytes, at, by } = file;
  const id = uuidv7();
  await sql`
    insert into evidence_file (id, creditor_id, person_id, of_fact, kind, size, sha256, added_at, added_by, name, body)
    values (${id}::uuid, ${creditorId}::uuid, ${personId}::uuid, ${of}::uuid, ${kind}, ${bytes.length}, ${sha256},
      ${new Date(at)}, ${by}, ${name}, ${bytes})`.execute(trx);
  return id;
}

/** A file as its reader sees it in a list. */
export interface ListedFile {
  id: string;
  of: string;
  kind: EvidenceKind;
  size: number;
  sha256: string;
  name: string;
  at: Instant;
  by: string;
  /** Who has read it, each name once. */
  readBy: string[];
}

/** The files that came with these facts, the oldest first. */
export async function listFiles(db: Kysely<Database>, of: readonly string[]): Promise<ListedFile[]> {
  const { rows } = await sql<ListedFile>`
    select f.id, f.of_fact as "of", f.kind, f.size, f.sha256, f.name, f.added_at as at, f.added_by as by,
      array(select distinct r.by from evidence_read r where r.evidence_id = f.id order by 1) as "readBy"
    from evidence_file f
    where f.of_fact = any(${[...of]}::uuid[])
    order by f.added_at, f.id`.execute(db);
  return rows;
}

/** A file with its bytes, and the record that it was read; undefined for an unknown id. */
export async function readFile(
  trx: Transaction<Database>,
  id: string,
  { by, at }: { by: string; at: Instant },
): Promise<{ kind: EvidenceKind; name: string; bytes: Buffer } | undefined> {
  const { rows } = await sql<{ kind: EvidenceKind; name: string; bytes: Buffer }>`
    select kind, name, body as bytes
    from evidence_file
    where id = ${id}::uuid`.execute(trx);
  if (rows[0] !== undefined)
    await sql`insert into evidence_read (evidence_id, at, by) values (${id}::uuid, ${new Date(at)}, ${by})`.execute(
      trx,
    );
  return rows[0];
}
