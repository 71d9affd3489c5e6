/**
 * The release after a restore: a person lets the database send again, once it knows what was sent since the copy was
 * made.
 */
import { type Kysely, sql } from 'kysely';
import type { SentLogRow } from '../../channels/channel.ts';
import { readEpoch, readServer } from '../../db/epoch.ts';
import type { Database } from '../../db/schema.ts';
import type { Act } from '../../domain/act.ts';
import { dequeueAll } from '../effects/find-due.ts';
import { notAllowedNow } from '../facts/accept-fact.ts';
import { type ReconcileOptions, saveProviderLog, settleAccepted } from './reconcile.ts';

/** Where the log of a lane comes from: the provider, a person, or nowhere (a person took the risk). */
type LogSource = 'asked' | 'given' | 'none';
/** A lane as it was released. */
export interface ReleasedLane {
  lane: string;
  log: LogSource;
  /** Messages and files that the log names. */
  messages: number;
}
/** The result of a release. */
interface Released {
  /** Id of the epoch that begins. */
  epoch: string;
  lanes: ReleasedLane[];
  /** Number of open effects that turned out to be sent. */
  settled: number;
  /** Accounts to nudge. */
  nudge: string[];
}

/**
 * Reads the lanes whose log a person gave, with the number of messages in each. Throws `not-allowed-now` unless the
 * database is closed.
 */
export async function readClosed(db: Kysely<Database>): Promise<Record<string, number>> {
  const { rows } = await sql<{ logs: Record<string, number> }>`
    select logs
    from epoch
    where closed_since is not null`.execute(db);
  if (!rows[0])
    throw notAllowedNow(
      'the database was not found to be older: no lane is closed for it',
      'npx arrears stuck shows what is.',
    );
  return rows[0].logs;
}

/** Stores the log of a lane that a person gives. */
export async function giveLog(
  db: Kysely<Database>,
  lane: string,
  log: readonly SentLogRow[],
  act: Act,
): Promise<number> {
  await readClosed(db);
  await saveProviderLog(db, lane, log);
  await sql`
    with given as (
      update epoch
      set logs = logs || jsonb_build_object(${lane}::text, ${log.length}::int)
      where closed_since is not null
      returning id)

    insert into evidence (id, what, body)
    select gen_random_uuid(), 'log-given',
      jsonb_build_object(
        'v', 1, 'lane', ${lane}::text, 'messages', ${log.length}::int, 'by', ${act.actor.name}::text, 'epoch', id)
    from given`.execute(db);
  return log.length;
}

/**
 * Settles the effects that the logs name, then begins a new epoch, which opens the lanes. Safe to repeat after a
 * failure.
 */
export async function releaseEpoch(
  db: Kysely<Database>,
  lanes: readonly ReleasedLane[],
  act: Act & ReconcileOptions,
): Promise<Released> {
  const before = await readEpoch(db);
  const { settled, nudge } = await settleAccepted(db, act);
  const server = await readServer(db);
  const { rows } = await sql<{ id: string }>`
    with released as (
      update epoch
      set id = gen_random_uuid(),
        past = array(select distinct unnest(past || id::text || named)),
        named = '{}',
        logs = '{}',
        closed_since = null,
        detected_by = null,
        reason = null,
        system_id = ${server.systemId},
        timeline = ${server.timeline},
        released_at = clock_timestamp(),
        released_by = ${act.actor.name}
      where closed_since is not null
        and id = ${before.epoch}::uuid
      returning id),

    kept as (
      insert into evidence (id, what, body)
      select gen_random_uuid(), 'database-released',
        jsonb_build_object(
          'v', 1, 'by', ${act.actor.name}::text, 'found', ${before.reason}::text,
          'lanes', ${JSON.stringify(lanes)}::jsonb, 'settled', ${settled}::int, 'epoch', id)
      from released)

    select id
    from released`.execute(db);
  if (!rows[0])
    throw notAllowedNow(
      'somebody else has just released the database',
      'npx arrears stuck shows what is still closed.',
    );
  // Jobs that came while the lanes were closed were dropped.
  await dequeueAll(db);
  return { epoch: rows[0].id, lanes: [...lanes], settled, nudge };
}
