/** A process follows the rules that others bring: a newer decider makes it yield, a published version is taken over. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { Problem } from '../../domain/problems.ts';
import { newestVersion, type Rulebook } from '../../domain/rules.ts';
import { readPublished } from './house-versions.ts';

const lastRevision = sql`(select coalesce(max(revision), 0) from house_rules)`;

/**
 * Compared at the start of a process and in each transaction that decides, so no process decides by less than what is
 * published. Throws Problem `schema-too-new` while a worker with newer rules works on the database.
 */
export async function followRules(
  db: Kysely<Database>,
  rulebook: Rulebook,
  /** More to select, for a transaction that has something to set. */
  also: RawBuilder<unknown> = sql``,
): Promise<void> {
  const own = newestVersion(rulebook);
  const { rows } = await sql<{ found: number | null; revision: number }>`
    select max(decider) as found, ${lastRevision} as revision${also}
    from worker`.execute(db);
  const { found = null, revision = 0 } = rows[0] ?? {};
  if (found !== null && found > own) throw new Problem('schema-too-new', { found, own });
  await renew(db, rulebook, revision);
}

/** Takes over what is published, for what shows or checks decisions and makes none. */
export async function followPublished(db: Kysely<Database>, rulebook: Rulebook): Promise<void> {
  if (rulebook.published === undefined) return;
  const { rows } = await sql<{ revision: number }>`select ${lastRevision} as revision`.execute(db);
  await renew(db, rulebook, rows[0]?.revision ?? 0);
}

/** Also back to fewer versions, when an older copy of the database was put back. */
async function renew(db: Kysely<Database>, { published }: Rulebook, revision: number): Promise<void> {
  if (published === undefined || published.revision === revision) return;
  published.renew(revision, await readPublished(db, revision));
}
