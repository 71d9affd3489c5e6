/** Reads what comes next for one account. */
import { type Kysely, sql } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import type { AheadRequest, AheadView } from '../../domain/contracts/ahead.ts';
import { Problem } from '../../domain/problems.ts';
import type { Rulebook } from '../../domain/rules.ts';
import type { Instant } from '../../domain/time.ts';
import { forecast } from '../../simulation/forecast.ts';
import type { StoredAccount } from '../../simulation/maps/from-facts.ts';
import type { Subject } from '../facts/find-subject.ts';
import { readFollowers } from '../strategy/choose-segments.ts';

/**
 * The forecast of an account from `now`, by its stored facts and those of its person's other accounts. Writes nothing.
 */
export async function readForecast(
  db: Kysely<Database>,
  rulebook: Rulebook,
  subject: Subject & { accountId: string },
  now: Instant,
  { days, assumes }: AheadRequest,
): Promise<AheadView> {
  const { rows } = await sql<{ id: string; next_evaluation_at: Instant | null; evaluated_version: bigint }>`
    select a.id, (extract(epoch from a.next_evaluation_at) * 1000)::float8 as next_evaluation_at,
      a.evaluated_version
    from account_person ap
    join person p on p.id = ap.person_id
    join account a on a.id = ap.account_id
    where coalesce(p.merged_into, p.id) = ${subject.personId}::uuid
      and ap.role = 'debtor'
    order by a.id`.execute(db);
  const ids = rows.map(({ id }) => id);
  const loaded = await loadFacts(db, ids, now, rulebook);
  const followers = await readFollowers(db, rulebook, ids);
  const stored = rows.flatMap(({ id, next_evaluation_at: next, evaluated_version: seen }): StoredAccount[] => {
    const facts = loaded.get(id);
    return facts ? [{ facts, nextEvaluationAt: seen < facts.version ? now : next, follower: followers.get(id) }] : [];
  });
  const own = stored.find(({ facts }) => facts.accountId === subject.accountId);
  if (own === undefined) throw new Problem('unknown-account', { account: subject.name });
  const accounts = [own, ...stored.filter((other) => other !== own)] as const;
  const { until, items, openTasks, ...end } = forecast(rulebook, accounts, now, { days, assumptions: assumes });
  return {
    until: iso(until),
    assumes,
    items: items.map(({ at, of, what, because, cancelledBy, together }) => ({
      ...{ at: iso(at), of, what, because: [...because], cancelledBy: [...cancelledBy], together: [...together] },
    })),
    stage: end.stage,
    why: [...end.why],
    openTasks: openTasks.map(({ what, since }) => ({ what, since: iso(since) })),
  };
}

const iso = (at: Instant): string => new Date(at).toISOString();
