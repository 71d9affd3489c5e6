/**
 * A lane rests when its provider is busy or does not answer: for a while nothing is claimed on it, and the waiting
 * effects do not count as failed.
 */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { dequeueLane } from './find-due.ts';
import type { Settlement } from './settle.ts';

/** The first rest after a busy answer, in wall seconds. Each rest soon after is twice as long, up to the longest. */
const FIRST_PAUSE_SECONDS = 1;
const MAX_PAUSE_SECONDS = 60;
/** Unanswered calls in a row that make a lane rest. A single one is not unusual. */
const UNANSWERED = 3;
/** Wall seconds after the end of a rest until the count of troubles starts again. */
const FORGET_SECONDS = 30;

interface Trouble {
  /** How many troubles in a row make the lane rest. */
  pausesFrom: number;
  /** Wall seconds that the provider asked for. */
  own: number | null;
}

/**
 * Lets lanes with trouble rest. Each sent message reduces the count of troubles by one, so that an occasional busy
 * answer causes no long rest. Results that arrive while a lane rests belong to the same trouble.
 */
export async function pauseLanes(trx: Transaction<Database>, settlements: readonly Settlement[]): Promise<void> {
  const names = new Set(settlements.flatMap(({ lane }) => lane?.name ?? []));
  for (const name of [...names].sort()) {
    const own = settlements.filter(({ lane }) => lane?.name === name);
    const trouble = troubleOf(own);
    await reduceTroubles(trx, name, own.filter(({ result }) => result === 'sent').length);
    if (trouble !== null) await pauseLane(trx, name, trouble);
  }
}

/** The trouble of a lane. Null when no call was busy or unanswered. */
function troubleOf(settlements: readonly Settlement[]): Trouble | null {
  const troubled = settlements.filter(({ result }) => result === 'busy' || result === 'unknown');
  if (troubled.length === 0) return null;
  const asked = troubled.flatMap(({ lane }) => lane?.retryAfterMs ?? []);
  return {
    pausesFrom: troubled.some(({ result }) => result === 'busy') ? 1 : UNANSWERED,
    own: asked.length === 0 ? null : Math.min(Math.max(...asked) / 1000, MAX_PAUSE_SECONDS),
  };
}

async function reduceTroubles(trx: Transaction<Database>, name: string, sent: number): Promise<void> {
  if (sent === 0) return;
  await sql`
    update lane
    set troubles = greatest(0, troubles - ${sent}::int)
    where name = ${name}
      and troubles > 0
      and paused_until <= clock_timestamp()`.execute(trx);
}

async function pauseLane(trx: Transaction<Database>, name: string, { pausesFrom, own }: Trouble): Promise<void> {
  const { rows } = await sql<{ rests: boolean }>`
    insert into lane as l (name, troubles, paused_until)
    values (${name}, 1, ${until(sql`1`, pausesFrom, own)})
    on conflict (name) do update
    set troubles = ${IN_A_ROW},
      paused_until = case when l.paused_until > clock_timestamp() and ${own}::float8 is null then l.paused_until
        else greatest(l.paused_until, ${until(IN_A_ROW, pausesFrom, own)}) end
    returning paused_until > clock_timestamp() as rests`.execute(trx);
  if (!rows[0]?.rests) return;
  // Jobs picked up during the rest are dropped. The sweep queues the waiting effects again afterwards.
  await dequeueLane(trx, name);
}

const IN_A_ROW = sql`case when l.paused_until > clock_timestamp() then l.troubles
  when l.paused_until > clock_timestamp() - make_interval(secs => ${FORGET_SECONDS}::int) then l.troubles + 1
  else 1 end`;

/** The end of the rest that follows `count` troubles in a row. */
function until(count: RawBuilder<unknown>, pausesFrom: number, own: number | null): RawBuilder<unknown> {
  const doubled = sql`case when ${count} < ${pausesFrom}::int then 0
    else least(
      ${MAX_PAUSE_SECONDS}::float8,
      ${FIRST_PAUSE_SECONDS}::float8 * power(2, least(${count} - ${pausesFrom}::int, 10))) end`;
  return sql`clock_timestamp() + make_interval(secs => coalesce(${own}::float8, ${doubled}))`;
}

/** Opens closed lanes and ends their rest. Returns those that were closed or resting. */
export async function clearLanes(db: Kysely<Database>, names: readonly string[]): Promise<string[]> {
  if (names.length === 0) return [];
  const lanes = await db
    .updateTable('lane')
    .set({ closed_since: null, reason: null, paused_until: null, troubles: 0 })
    .where('name', 'in', [...names])
    .where((eb) => eb.or([eb('closed_since', 'is not', null), eb('paused_until', 'is not', null)]))
    .returning('name')
    .execute();
  return lanes.map((lane) => lane.name).sort();
}
