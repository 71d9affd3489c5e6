/** A process follows the rules that others bring: a newer decider makes it yield, a published version is taken over. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { Problem } from '../../domain/problems.ts';
import { newestVersion, type Rulebook, strategyId } from '../../domain/rules.ts';
import type { Strategy } from '../../domain/strategy/strategy.ts';
import { readPublishedStrategies } from '../strategy/strategy-versions.ts';
import { readPublished } from './house-versions.ts';

/** Numbers of the last publications. */
const lastRevisions = sql`
  (select coalesce(max(revision), 0) from house_rules) as rules,
  (select coalesce(max(revision), 0) from strategy_version) as strategies`;
interface Revisions {
  rules: number;
  strategies: number;
}

/**
 * Compared at the start of a process and in each transaction that decides, so no process decides by less than what is
 * published. Throws Problem `schema-too-new` while a worker with newer rules works on the database, and
 * `strategy-unusable` while accounts may follow a strategy that this release cannot read.
 */
export async function followRules(
  db: Kysely<Database>,
  rulebook: Rulebook,
  /** More to select, for a transaction that has something to set. */
  also: RawBuilder<unknown> = sql``,
): Promise<void> {
  const own = newestVersion(rulebook);
  const { rows } = await sql<{ found: number | null } & Revisions>`
    select max(decider) as found, ${lastRevisions}${also}
    from worker`.execute(db);
  const { found = null, rules = 0, strategies = 0 } = rows[0] ?? {};
  if (found !== null && found > own) throw new Problem('schema-too-new', { found, own });
  await renew(db, rulebook, { rules, strategies }, refuseUnusable);
}

/** Takes over what is published, for what shows or checks decisions and makes none. */
export async function followPublished(db: Kysely<Database>, rulebook: Rulebook): Promise<void> {
  if (rulebook.published === undefined && rulebook.strategies === undefined) return;
  const { rows } = await sql<Revisions>`select ${lastRevisions}`.execute(db);
  await renew(db, rulebook, rows[0] ?? { rules: 0, strategies: 0 });
}

type Check = (db: Kysely<Database>, revision: number, read: readonly Strategy[]) => Promise<void>;

/** Also back to fewer versions, when an older copy of the database was put back. */
async function renew(
  db: Kysely<Database>,
  { published, strategies }: Rulebook,
  revisions: Revisions,
  check: Check = async () => {},
): Promise<void> {
  if (published !== undefined && published.revision !== revisions.rules)
    published.renew(revisions.rules, await readPublished(db, revisions.rules));
  if (strategies === undefined || strategies.revision === revisions.strategies) return;
  const read = await readPublishedStrategies(db, strategies.base, revisions.strategies);
  await check(db, revisions.strategies, read);
  strategies.renew(revisions.strategies, read);
}

/** Retired versions count while an open account follows them. */
async function refuseUnusable(db: Kysely<Database>, revision: number, read: readonly Strategy[]): Promise<void> {
  const usable = read.map(strategyId);
  const { rows } = await sql<{ id: string }>`
    select v.id
    from strategy_version v
    where v.revision <= ${revision}
      and v.id <> all(${usable}::text[])
      and (v.retired_at is null
        or exists (select from account a where a.strategy = v.id and a.closed_at is null))
    order by v.revision
    limit 1`.execute(db);
  const [first] = rows;
  if (first !== undefined) throw new Problem('strategy-unusable', { strategy: first.id });
}
