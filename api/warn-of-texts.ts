/** Says at the start which texts the law of a creditor's country would hold back. */
import type { Kysely } from 'kysely';
import type { Database } from '../db/schema.ts';
import { packsFor } from '../domain/law/which-law.ts';
import type { Rulebook } from '../domain/rules.ts';
import type { Instant } from '../domain/time.ts';
import type { Logger } from '../platform/logger.ts';
import { textFaults } from '../stages/text-faults.ts';

/** Logs a warning for each creditor whose texts lack what its own law requires; the gate refuses those texts. */
export async function warnOfTexts(db: Kysely<Database>, { all }: Rulebook, at: Instant, logger: Logger): Promise<void> {
  const ladder = all[0]?.ladder ?? [];
  const creditors = await db.selectFrom('creditor').select(['code', 'zone', 'terms']).orderBy('code').execute();
  for (const { code: creditor, zone, terms } of creditors) {
    const packs = packsFor({
      creditor: { zone, country: terms.country ?? null },
      person: { zone, country: null, points: [] },
    });
    const faults = textFaults(ladder, packs, terms.actsAs ?? 'creditor', at);
    if (faults.length > 0) logger.warn({ creditor, faults }, 'texts lack what the law requires: the gate refuses them');
  }
}
