/** After the faults have stopped: waits until everything is settled and every unknown is resolved. */
import { sql } from 'kysely';
import { insist } from './patience.ts';
import type { RecoveryWatch } from './recovery.ts';
import type { Workload } from './workload.ts';
import type { ChaosWorld } from './world.ts';

/** Longest time for convergence, wall milliseconds. */
const LONGEST_MS = 120_000;
/** A day of many thousand accounts takes this long even without faults, wall milliseconds. */
const LONGEST_DAY_MS = 600_000;
/** Days until every unknown is resolved: a business day passes before people are asked, and some more. */
const LEAST_DAYS = 3;
const MOST_DAYS = 30;

/**
 * Seconds until everything that was due when the faults stopped was settled. Null if that never happened, if a fault
 * was not recovered from, or if the following days do not settle.
 */
export async function converge(
  world: ChaosWorld,
  workload: Workload,
  watch: RecoveryWatch,
  report: (words: string) => void,
): Promise<number | null> {
  const began = performance.now();
  for (const part of world.parts) await part.ready(LONGEST_MS);
  let rests = await workload.rests(LONGEST_MS);
  const seconds = (performance.now() - began) / 1000;
  for (let day = 0; rests && day < MOST_DAYS && (day < LEAST_DAYS || (await unknowns(world)) > 0); day += 1)
    rests = await workload.oneDayMore(LONGEST_DAY_MS);
  if (rests && (await workload.rests(LONGEST_MS)) && watch.pending() === 0) return seconds;
  report(`still open: ${JSON.stringify(await whatIsOpen(world))}`);
  return null;
}

async function unknowns({ db }: ChaosWorld): Promise<number> {
  const { rows } = await insist(() =>
    sql<{ n: number }>`select count(*)::int as n from effect where state = 'unknown'`.execute(db),
  );
  return rows[0]?.n ?? 0;
}

/** Details for the reader of a failure. */
async function whatIsOpen({ db }: ChaosWorld): Promise<unknown> {
  const { rows } = await insist(() =>
    sql`
      select
        (
          select json_agg(x)
          from (
            select e.channel, e.state, count(*)
            from effect e cross join clock k
            where e.state = 'claimed' or (e.state in ('planned', 'deferred') and e.due_at <= k.now_at)
            group by 1, 2
          ) x
        ) as effects,
        (
          select count(*)::int
          from account a cross join clock k
          where a.evaluated_version < a.facts_version
            or (a.next_evaluation_at <= k.now_at and a.closed_at is null)
        ) as evaluations,
        (select json_agg(l) from lane l) as lanes,
        (select reason from epoch) as epoch,
        (select row_to_json(k) from clock k) as clock`.execute(db),
  );
  return rows[0];
}
