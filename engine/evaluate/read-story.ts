/** Reads the story of one account. */
import type { Kysely } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import { readFeatures, readParties } from '../../db/reports/parties-and-features.ts';
import { readRestartCover } from '../../db/reports/restart-cover.ts';
import type { Database } from '../../db/schema.ts';
import type { AheadRequest } from '../../domain/contracts/ahead.ts';
import type { StoryView } from '../../domain/contracts/story-view.ts';
import { Problem } from '../../domain/problems.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { situationOf } from '../../domain/situation.ts';
import { permissionsFor } from '../../domain/spoken-to.ts';
import { accountStory } from '../../domain/story.ts';
import type { Instant } from '../../domain/time.ts';
import { findAccount } from '../facts/find-subject.ts';
import { readClasses } from '../score/read-score.ts';
import { readFollowing } from '../strategy/read-following.ts';
import { readForecast } from './read-forecast.ts';

/**
 * The story of `creditor/number` (or a bare number) at `now`, with what comes next where `ahead` asks for it. Throws
 * `unknown-account`, `ambiguous-account`.
 */
export async function readStory(
  db: Kysely<Database>,
  rulebook: Rulebook,
  name: string,
  now: Instant,
  ahead: AheadRequest | null = null,
): Promise<StoryView> {
  const subject = await findAccount(db, name);
  const facts = (await loadFacts(db, [subject.accountId], now, rulebook)).get(subject.accountId);
  if (!facts) throw new Problem('unknown-account', { account: subject.name });
  const stored = await db
    .selectFrom('account')
    .select(['stage', 'health'])
    .where('id', '=', subject.accountId)
    .executeTakeFirstOrThrow();
  const rules = rulebook.rulesFor(facts);
  const permissions = permissionsFor(rules, situationOf(facts, now, rules));
  const parties = await readParties(db, subject.accountId, facts.currency);
  return {
    ...accountStory(rules, facts, now, subject.name, stored),
    parties: parties.map((party) => {
      const { mayHear, words } = permissions[party.role];
      return { ...party, mayHear, permission: words };
    }),
    features: await readFeatures(db, subject.accountId),
    restart: await readRestartCover(db, subject.accountId),
    classes: await readClasses(db, subject.accountId),
    strategy: await readFollowing(db, subject.accountId),
    zone: subject.zone,
    ...(ahead === null ? {} : { ahead: await readForecast(db, rulebook, subject, now, ahead) }),
  };
}
