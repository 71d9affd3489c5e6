/** Keeps which packs judged here, and refuses one that changed without a new version. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { canonicalText } from '../../domain/law/canonical.ts';
import type { Pack } from '../../domain/law/rule.ts';
import { Problem } from '../../domain/problems.ts';
import { digestOf } from './digest.ts';

/**
 * Records the packs that a process uses, when it starts. Throws `pack-changed` when other rules judged under the same
 * name and version before.
 */
export async function recordPacks(db: Kysely<Database>, packs: readonly Pack[]): Promise<void> {
  for (const pack of packs) {
    const { name, version } = pack;
    const digest = digestOf(pack);
    await db
      .insertInto('law_pack')
      .values({ name, version, digest, content: canonicalText(pack) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const { rows } = await sql<{ digest: string }>`
      select digest
      from law_pack
      where name = ${name}
        and version = ${version}`.execute(db);
    if (rows[0]?.digest !== digest) throw new Problem('pack-changed', { pack: name, version });
  }
}
