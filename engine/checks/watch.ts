/** Repeatedly checks the invariants of what left in production. A violation closes its lane at once, with a reason. */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { followPublished } from '../law/follow-rules.ts';
import { closeLane } from '../operate/lanes.ts';
import { checkLawBetween, checkSendsSince, newestPermit, type Violation } from './check-invariants.ts';

/** What the watch needs; `warn` reports each violation. */
interface WatchInvariantsDeps {
  db: Kysely<Database>;
  rulebook: Rulebook;
  warn(words: string, fields: object): void;
}

/**
 * Rounds in which each permit is checked. After that its call has ended, however slow, and it is judged again, once.
 */
const ROUNDS = 20;

/** Returns a round of the watch. It checks what was permitted since the watch began; `arrears check` checks all. */
export function watchInvariants({ db, rulebook, warn }: WatchInvariantsDeps): () => Promise<void> {
  const marks: bigint[] = [];
  return async () => {
    await followPublished(db, rulebook);
    marks.push(await newestPermit(db));
    const [oldest, next] = marks as [bigint, ...bigint[]];
    const found = await checkSendsSince(db, rulebook, oldest);
    if (marks.length > ROUNDS && next !== undefined) {
      found.push(...(await checkLawBetween(db, rulebook, oldest, next)));
      marks.shift();
    }
    for (const violation of found) await closeFor(violation);
  };

  async function closeFor({ invariant, lane, evidence, account }: Violation): Promise<void> {
    if (lane === null) return;
    warn('an invariant is broken: its lane is closed', { invariant, lane, account, evidence });
    await closeLane(db, lane, `${invariant}: ${evidence}`);
  }
}
