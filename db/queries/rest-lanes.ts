/** A lane whose other side is busy or does not answer rests: nothing is taken from it for a while, and nothing counts as a failure of what waits. */
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Database } from '../schema.ts';
import type { Settlement } from './settle-effects.ts';

/** The first rest after a busy answer; each that follows soon after is twice as long, up to the longest. Wall seconds. */
const FIRST_SECONDS = 1;
const LONGEST_SECONDS = 60;
/** A call without an answer is nothing unusual; so many soon after one another are. */
const UNANSWERED = 3;
/** A trouble so long after the end of the last rest is a first one again. */
const FORGET_SECONDS = 30;

interface Trouble {
  /** The first trouble of a row that makes it rest. */
  restsFrom: number;
  /** Wall seconds that the other side asked for. */
  own: number | null;
}

/** Lets the lanes rest that had trouble. Results that come in while a lane rests already belong to the same trouble. */
export async function restLanes(trx: Transaction<Database>, settlements: readonly Settlement[]): Promise<void> {
  const troubles = new Map<string, Trouble>();
  for (const { lane, result } of settlements) {
    if (!lane || (result !== 'busy' && result !== 'unknown')) continue;
    const known = troubles.get(lane.name);
    const own = lane.retryAfterMs === null ? null : Math.min(lane.retryAfterMs / 1000, LONGEST_SECONDS);
    troubles.set(lane.name, {
      restsFrom: Math.min(result === 'busy' ? 1 : UNANSWERED, known?.restsFrom ?? UNANSWERED),
      own: own === null && !known?.own ? null : Math.max(own ?? 0, known?.own ?? 0),
    });
  }
  for (const [name, trouble] of [...troubles].sort(([a], [b]) => (a < b ? -1 : 1))) await restLane(trx, name, trouble);
}

async function restLane(trx: Transaction<Database>, name: string, { restsFrom, own }: Trouble): Promise<void> {
  const { rows } = await sql<{ rests: boolean }>`
    insert into lane as l (name, troubles, paused_until) values (${name}, 1, ${until(sql`1`, restsFrom, own)})
    on conflict (name) do update set troubles = ${IN_A_ROW},
      paused_until = case when l.paused_until > clock_timestamp() and ${own}::float8 is null then l.paused_until
        else greatest(l.paused_until, ${until(IN_A_ROW, restsFrom, own)}) end
    returning paused_until > clock_timestamp() as rests`.execute(trx);
  if (!rows[0]?.rests) return;
  // Jobs that are taken meanwhile are dropped: after the rest the sweep queues anew what waits.
  await sql`
    with waiting as (
      select id from effect where channel = ${name} and state in ('planned', 'deferred') and queued_at is not null for no key update skip locked)
    update effect e set queued_at = null from waiting where e.id = waiting.id`.execute(trx);
}

const IN_A_ROW = sql`case when l.paused_until > clock_timestamp() then l.troubles
  when l.paused_until > clock_timestamp() - make_interval(secs => ${FORGET_SECONDS}::int) then l.troubles + 1 else 1 end`;

/** The end of the rest that follows `count` troubles in a row. */
function until(count: RawBuilder<unknown>, restsFrom: number, own: number | null): RawBuilder<unknown> {
  const doubled = sql`case when ${count} < ${restsFrom}::int then 0
    else least(${LONGEST_SECONDS}::float8, ${FIRST_SECONDS}::float8 * power(2, least(${count} - ${restsFrom}::int, 10))) end`;
  return sql`clock_timestamp() + make_interval(secs => coalesce(${own}::float8, ${doubled}))`;
}
