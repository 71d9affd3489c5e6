/** Reads the classes of accounts, which the segments of strategies depend on. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { ScoreClasses } from '../../domain/strategy/strategy.ts';

/** The classes of each account, by its id; `unknown` where none are stored. */
export async function readClasses(
  db: Kysely<Database>,
  accountIds: readonly string[],
): Promise<Map<string, ScoreClasses>> {
  if (accountIds.length === 0) return new Map();
  const { rows } = await sql<ScoreClasses & { id: string }>`
    select n.id, coalesce(s.ability, 'unknown') as ability, coalesce(s.willingness, 'unknown') as willingness
    from unnest(${[...accountIds]}::uuid[]) as n (id)
    left join account_score s on s.account_id = n.id`.execute(db);
  return new Map(rows.map(({ id, ability, willingness }) => [id, { ability, willingness }]));
}
