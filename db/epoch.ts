/**
 * The epoch: the identity of this database. A restored copy, or another database, must not resend what left after the
 * copy was made, so all lanes close until a person releases them (engine/restore/release-epoch.ts). Three detectors
 * recognise such a copy: workflows, by the number of the last evaluation; the server, by its identifier and timeline;
 * and the mark, which every worker raises and remembers in memory and in a file of ARREARS_HOME
 * (engine/restore/watch-epoch.ts).
 */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Instant } from '../domain/time.ts';
import type { Database } from './schema.ts';
import { inTransaction } from './transaction.ts';

/** What a process has seen of a database: the id of its epoch and the highest mark. */
export interface SeenMark {
  epoch: string;
  mark: bigint;
}
/** The identity of a server. Null where it may not be read, as on some managed servers. */
export interface ServerNames {
  systemId: string | null;
  timeline: string | null;
}
/** The epoch as stored. */
export interface Epoch extends SeenMark, ServerNames {
  /** Earlier epochs that releases replaced. */
  past: readonly string[];
  markedAt: Instant | null;
  closedSince: Instant | null;
  reason: string | null;
}
/** What recognised another or older database. */
type Detector = 'evaluation' | 'server' | 'mark';

export async function readEpoch(db: Kysely<Database>): Promise<Epoch> {
  const { rows } = await sql<Epoch>`
    select id as epoch, mark, system_id as "systemId", timeline, past, marked_at as "markedAt",
      closed_since as "closedSince", reason
    from epoch`.execute(db);
  return rows[0] as Epoch;
}

/** The epoch is open. Nothing is queued while it is closed. */
export const epochIsOpen: RawBuilder<boolean> = sql`not exists (select from epoch where closed_since is not null)`;

/** For the transaction of a claim: the epoch is open and not older than what this process has seen. */
export function epochHolds(seen: SeenMark | null): RawBuilder<boolean> {
  if (seen === null) return epochIsOpen;
  return sql`exists (
    select
    from epoch
    where closed_since is null
      and ((id = ${seen.epoch}::uuid and mark >= ${seen.mark.toString()}::bigint)
        or ${seen.epoch} = any(past)))`;
}

/** Whether what was seen proves that the database is older or another. Epochs replaced by a release prove nothing. */
export function isBehind(seen: SeenMark, epoch: Pick<Epoch, 'epoch' | 'mark' | 'past'>): boolean {
  return seen.epoch === epoch.epoch ? seen.mark > epoch.mark : !epoch.past.includes(seen.epoch);
}

/** What a detector found. */
export interface Found {
  detector: Detector;
  /** In words, for people. */
  reason: string;
  /** Epochs that the detector knows; the next release replaces them too. */
  named: readonly string[];
}

/**
 * Closes all lanes of the `judged` epoch and keeps the first detector. Returns whether they were open. Does nothing
 * when a release has replaced that epoch.
 */
export async function closeEpoch(
  db: Kysely<Database> | Transaction<Database>,
  judged: string,
  found: Found,
): Promise<boolean> {
  const named = [...found.named];
  await sql`
    update epoch
    set named = array(select distinct unnest(named || ${named}::text[]))
    where id = ${judged}::uuid
      and closed_since is not null
      and not named @> ${named}::text[]`.execute(db);
  const { numAffectedRows } = await sql`
    update epoch
    set closed_since = clock_timestamp(), detected_by = ${found.detector}, reason = ${found.reason},
      named = ${named}::text[], logs = '{}'
    where id = ${judged}::uuid
      and closed_since is null`.execute(db);
  return numAffectedRows === 1n;
}

/** Raises the mark, on disk before it returns: a crash of the server cannot undo it. Null while lanes are closed. */
export async function raiseMark(db: Kysely<Database>, server: ServerNames): Promise<SeenMark | null> {
  return inTransaction(db, async (trx) => {
    await sql`select set_config('synchronous_commit', 'on', true)`.execute(trx);
    const { rows } = await sql<SeenMark>`
      update epoch
      set mark = mark + 1, marked_at = clock_timestamp(),
        system_id = coalesce(system_id, ${server.systemId}), timeline = coalesce(timeline, ${server.timeline})
      where closed_since is null
      returning id as epoch, mark`.execute(trx);
    return rows[0] ?? null;
  });
}

/** Identifier and timeline of the server, each null where it may not be read. */
export async function readServer(db: Kysely<Database>): Promise<ServerNames> {
  const ask = (query: RawBuilder<{ name: string }>) =>
    query.execute(db).then(
      ({ rows }) => rows[0]?.name ?? null,
      () => null,
    );
  return {
    systemId: await ask(sql`select system_identifier::text as name from pg_control_system()`),
    timeline: await ask(sql`select left(pg_walfile_name(pg_current_wal_lsn()), 8) as name`),
  };
}
