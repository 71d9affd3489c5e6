/**
 * Detects an older or different database. Each worker raises the database's mark every few seconds and remembers the
 * highest in memory and in a file of its home, and tells it to a witness in Temporal; a database with a lower mark is
 * an older copy. Two further detectors are the server's identifier and timeline, and the evaluation numbers that the
 * accounts' loops hand back (engine/evaluate/evaluate.ts). A detector closes all lanes. Evaluations go on, since they
 * send nothing.
 */
import { type Kysely, sql } from 'kysely';
import { CLAIMABLE } from '../../db/effect-sets.ts';
import {
  closeEpoch,
  type Epoch,
  type Found,
  isBehind,
  raiseMark,
  readEpoch,
  readServer,
  type SeenMark,
  type ServerNames,
} from '../../db/epoch.ts';
import type { Database } from '../../db/schema.ts';
import type { Instant } from '../../domain/time.ts';
import { readEpochFile, writeEpochFile } from './epoch-file.ts';

/** The watch of one process. */
export interface EpochWatch {
  /** The mark this process has seen of its database. Claims compare it. */
  seen(): SeenMark | null;
  /** Compares the database with what was seen, then raises its mark. */
  raise(): Promise<void>;
}
/** Remembers marks outside the database and the machine (workflows/witness.ts). */
export interface Witness {
  ask(): Promise<readonly SeenMark[]>;
  /** Never throws: the next beat tells a higher mark. */
  tell(mark: SeenMark): Promise<void>;
}
/** What the watch works with. */
interface WatchDeps {
  db: Kysely<Database>;
  /** ARREARS_HOME. */
  home: string;
  witness?: Witness;
  /** Called once when the lanes close, and whenever the file cannot be written. */
  warn(words: string, fields: object): void;
}

/** Starts a watch. Compares once, before anything is sent. */
export async function watchEpoch(deps: WatchDeps): Promise<EpochWatch> {
  let seen: SeenMark | null = null;
  let reportedSince: Instant | null = null;
  // Asked before this process raises the mark: a copy that is a beat older would catch up with what the witness knows.
  let witnessed = (await deps.witness?.ask()) ?? [];
  const raise = async () => {
    // Read the file before the database: the file only holds marks that the database already had.
    const known = [seen, readSeen(deps.home), ...witnessed].filter((item) => item !== null);
    const epoch = await readEpoch(deps.db);
    const server = await readServer(deps.db);
    const found = compare(epoch, server, known);
    if (found !== null) await closeEpoch(deps.db, epoch.epoch, found);
    if (found !== null || epoch.closedSince !== null) {
      reportedSince = await report(deps, reportedSince);
      return;
    }
    const raised = await raiseMark(deps.db, server);
    // The database may have been replaced between the two calls: the next raise compares it.
    if (raised === null || raised.epoch !== epoch.epoch || raised.mark <= epoch.mark) return;
    seen = raised;
    witnessed = [];
    remember(deps, raised, server);
    await deps.witness?.tell(raised);
  };
  await raise();
  return { seen: () => seen, raise };
}

function readSeen(home: string): SeenMark | null {
  const file = readEpochFile(home);
  return file === null ? null : { epoch: file.epoch, mark: BigInt(file.mark) };
}

/** Evidence that the database is older or a different one. Null when there is none. */
function compare(epoch: Epoch, server: ServerNames, known: readonly SeenMark[]): Found | null {
  const last = epoch.markedAt === null ? 'never marked' : `last marked at ${new Date(epoch.markedAt).toISOString()}`;
  const behind = known.filter((mark) => isBehind(mark, epoch));
  const [first] = behind;
  if (first) {
    const what =
      first.epoch === epoch.epoch
        ? `an older copy: at mark ${epoch.mark}, seen was ${first.mark}`
        : 'another one, or a copy from before a release';
    return { detector: 'mark', reason: `the database is ${what}; ${last}`, named: behind.map((mark) => mark.epoch) };
  }
  const differs = (a: string | null, b: string | null) => a !== null && b !== null && a !== b;
  const other = differs(epoch.systemId, server.systemId)
    ? 'server'
    : differs(epoch.timeline, server.timeline)
      ? 'timeline'
      : null;
  if (other === null) return null;
  return {
    detector: 'server',
    reason: `the database is on another ${other} than before: restored, or taken over by a standby; ${last}`,
    named: [],
  };
}

/** Warns once that the lanes are closed, whoever closed them. Returns since when. */
async function report({ db, warn }: WatchDeps, reportedSince: Instant | null): Promise<Instant | null> {
  const { closedSince, reason } = await readEpoch(db);
  if (closedSince !== null && closedSince !== reportedSince)
    warn('all lanes are closed: npx arrears stuck', { found: reason });
  return closedSince;
}

function remember({ home, warn }: WatchDeps, { epoch, mark }: SeenMark, server: ServerNames): void {
  try {
    writeEpochFile(home, { v: 1, epoch, mark: mark.toString(), ...server });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'error';
    warn('epoch.json cannot be written: only this process remembers the database', { code });
  }
}

/** Accounts asked at the start: this many by next evaluation, and this many by next effect. */
const ASKED = 25;
const ANSWER_MS = 5000;
const POLL_MS = 50;

/**
 * Asks some loops, before the first claim, what they have seen of the database: a woken loop evaluates its account and
 * hands back the number of its last evaluation. It asks the accounts due next, which most likely were evaluated after
 * the copy was made. Gives up after a few seconds, so that a loop that cannot evaluate holds up nothing.
 */
export async function askLoops({
  db,
  wake,
}: {
  db: Kysely<Database>;
  wake(ids: readonly string[]): Promise<void>;
}): Promise<void> {
  const { rows } = await sql<{ id: string; asked: string }>`
    with next as (
      (select id
      from account
      where started_at is not null
        and closed_at is null
        and next_evaluation_at is not null
      order by next_evaluation_at
      limit ${ASKED})
      union
      (select account_id
      from effect
      where state in ${CLAIMABLE}
      order by due_at
      limit ${ASKED}))

    select id, clock_timestamp()::text as asked
    from account
    where id in (select id from next)
      and evaluation_number > 0`.execute(db);
  const [first] = rows;
  if (first === undefined) return;
  const ids = rows.map((row) => row.id);
  await wake(ids);
  for (const end = performance.now() + ANSWER_MS; performance.now() < end; ) {
    const { rows: waiting } = await sql`
      select 1
      from account
      where id = any(${ids}::uuid[])
        and (alive_at is null or alive_at < ${first.asked}::timestamptz)
      limit 1`.execute(db);
    if (waiting.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
