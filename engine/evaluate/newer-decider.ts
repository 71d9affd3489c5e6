/** Deciders of different releases on one database: the older one yields. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { Problem } from '../../domain/problems.ts';
import { newestVersion, type Rulebook } from '../../domain/rules.ts';

/**
 * Throws Problem `schema-too-new` while a worker with newer rules works on the database. Compared at the start of a
 * process and in each transaction that decides.
 */
export async function yieldToNewerDecider(
  db: Kysely<Database>,
  rulebook: Rulebook,
  /** More to select, for a transaction that has something to set. */
  also: RawBuilder<unknown> = sql``,
): Promise<void> {
  const own = newestVersion(rulebook);
  const { rows } = await sql<{ found: number | null }>`select max(decider) as found${also} from worker`.execute(db);
  const found = rows[0]?.found ?? null;
  if (found !== null && found > own) throw new Problem('schema-too-new', { found, own });
}
