/** Reads the story of one account. */
import type { Kysely } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import { readFeatures, readParties } from '../../db/reports/parties-and-features.ts';
import type { Database } from '../../db/schema.ts';
import type { StoryView } from '../../domain/contracts/views.ts';
import { Problem } from '../../domain/problems.ts';
import { contactDays, type Rulebook } from '../../domain/rules.ts';
import { accountStory } from '../../domain/story.ts';
import type { Instant } from '../../domain/time.ts';
import { findAccount } from '../facts/find-subject.ts';

/** The story of `creditor/number` (or a bare number) at `now`. Throws `unknown-account`, `ambiguous-account`. */
export async function readStory(
  db: Kysely<Database>,
  rulebook: Rulebook,
  name: string,
  now: Instant,
): Promise<StoryView> {
  const subject = await findAccount(db, name);
  const facts = (await loadFacts(db, [subject.accountId], now, contactDays(rulebook))).get(subject.accountId);
  if (!facts) throw new Problem('unknown-account', { account: subject.name });
  const stored = await db
    .selectFrom('account')
    .select(['stage', 'health'])
    .where('id', '=', subject.accountId)
    .executeTakeFirstOrThrow();
  return {
    ...accountStory(rulebook.rulesFor(facts), facts, now, subject.name, stored),
    parties: await readParties(db, subject.accountId, facts.currency),
    features: await readFeatures(db, subject.accountId),
    zone: subject.zone,
  };
}
