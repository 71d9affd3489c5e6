/** Asks the invariants of what left again and again while it works: a lane on which one is broken is closed at once, and says so. */
import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { closeLane } from '../operate/retry-effects.ts';
import { checkSendsSince, newestPermit, type Violation } from './check-invariants.ts';

export interface WatchInvariantsDeps {
  db: Kysely<Database>;
  rulebook: Rulebook;
  warn(words: string, fields: object): void;
}

/** What was permitted so many rounds ago has come to its end, however slow its call: each permit is asked about in this many rounds. */
const ROUNDS = 20;

/** Returns one round of the watch. Only what was permitted since the watch began is asked about: `arrears check` asks about everything. */
export function watchInvariants({ db, rulebook, warn }: WatchInvariantsDeps): () => Promise<void> {
  const marks: bigint[] = [];
  return async () => {
    marks.push(await newestPermit(db));
    if (marks.length > ROUNDS) marks.shift();
    for (const violation of await checkSendsSince(db, rulebook, marks[0] as bigint)) await closeFor(violation);
  };

  async function closeFor({ invariant, lane, evidence, account }: Violation): Promise<void> {
    if (lane === null) return;
    warn('an invariant is broken: its lane is closed', { invariant, lane, account, evidence });
    await closeLane(db, lane, `${invariant}: ${evidence}`);
  }
}
