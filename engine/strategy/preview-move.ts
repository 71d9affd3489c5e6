/** What a move to another strategy would mean, if all accounts switched now. Reads only; a part of the accounts a call. */
import type { Kysely } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import type { MovePreviewView } from '../../domain/contracts/strategy-move.ts';
import { decideToEnd } from '../../domain/decide-to-end.ts';
import type { AccountFacts, AccountStrategy } from '../../domain/facts.ts';
import { Problem } from '../../domain/problems.ts';
import type { LawfulRulebook } from '../../domain/rules.ts';
import { follow } from '../../domain/strategy/follow.ts';
import { MOVE_KINDS, type MoveKind, moveKinds } from '../../domain/strategy/move.ts';
import { type ScoreClasses, type Strategy, UNSCORED } from '../../domain/strategy/strategy.ts';
import type { Instant } from '../../domain/time.ts';
import { findFollowers } from './followers.ts';
import { checkMove, type MoveTerms } from './moves.ts';
import { readClasses } from './read-classes.ts';

/** Accounts read at once, and accounts of one call. */
const BATCH = 500;
const PART = 2000;
/** Accounts that are named of each kind: the first in the order of their names. */
export const MOST_EXAMPLES = 20;

/** The move, and the account after which the part begins. */
interface Previewed extends MoveTerms {
  after?: string | undefined;
}

/** What an account would feel, and the segment that it would enter. */
interface Felt {
  kinds: readonly MoveKind[];
  segment: string | null;
}

/** Previews a part of the accounts of which a move would tell. Throws as checkMove. */
export async function previewMove(
  db: Kysely<Database>,
  rulebook: LawfulRulebook,
  { after, ...terms }: Previewed,
  now: Instant,
): Promise<MovePreviewView> {
  const { creditor, from, to } = terms;
  const creditorId = await checkMove(db, terms);
  const target = to === null ? null : versionOf(rulebook, to);
  const tally = new Tally();
  let next = after ?? null;
  while (tally.accounts < PART) {
    const ids = await findFollowers(db, { creditorId, strategy: from, after: next, limit: BATCH });
    const facts = await loadFacts(db, ids, now, rulebook);
    const classes = await readClasses(db, ids);
    for (const [id, account] of facts)
      tally.add(`${creditor}/${account.number}`, feltBy(rulebook, target, account, classes.get(id) ?? UNSCORED, now));
    next = ids.length < BATCH ? null : (ids.at(-1) ?? null);
    if (next === null) break;
  }
  return { creditor, from, to, ...tally.result(), next };
}

function versionOf({ strategies }: LawfulRulebook, id: string): Strategy {
  const version = strategies.named(id);
  if (version === undefined) throw new Problem('unknown-strategy', { strategy: id });
  return version;
}

/** null when nothing can be decided about the account. */
function feltBy(
  rulebook: LawfulRulebook,
  target: Strategy | null,
  facts: AccountFacts,
  classes: ScoreClasses,
  now: Instant,
): Felt | null {
  const decide = (strategy: AccountStrategy | null) => {
    const account = { ...facts, strategy };
    return decideToEnd(rulebook.rulesFor(account), account, now);
  };
  try {
    const strategy = target === null ? null : follow(target, facts, classes, now).strategy;
    const { ladder } = rulebook.strategies.base;
    const kinds = moveKinds(decide(facts.strategy), decide(strategy), { now, ladder });
    return { kinds, segment: strategy?.segment ?? null };
  } catch {
    return null;
  }
}

/** Counts what accounts would feel. */
class Tally {
  accounts = 0;
  private unchanged = 0;
  private failed = 0;
  private readonly names = new Map<MoveKind, string[]>(MOVE_KINDS.map((kind) => [kind, []]));
  private readonly segments = new Map<string, number>();

  add(name: string, felt: Felt | null): void {
    this.accounts += 1;
    if (felt === null) {
      this.failed += 1;
      return;
    }
    if (felt.kinds.length === 0) this.unchanged += 1;
    for (const kind of felt.kinds) this.names.get(kind)?.push(name);
    if (felt.segment !== null) this.segments.set(felt.segment, (this.segments.get(felt.segment) ?? 0) + 1);
  }

  result(): Omit<MovePreviewView, 'creditor' | 'from' | 'to' | 'next'> {
    const { accounts, unchanged, failed } = this;
    return {
      ...{ accounts, unchanged, failed },
      kinds: MOVE_KINDS.map((kind) => {
        const names = this.names.get(kind) ?? [];
        return { kind, accounts: names.length, examples: names.toSorted().slice(0, MOST_EXAMPLES) };
      }),
      segments: [...this.segments]
        .map(([segment, count]) => ({ segment, accounts: count }))
        .sort((a, b) => (a.segment < b.segment ? -1 : 1)),
    };
  }
}
