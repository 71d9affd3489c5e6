/** Facts of an account by kind. */
import type { AccountFact, AccountFactKind } from './facts.ts';
import { Kept } from './kept.ts';

/** A fact of one kind. */
export type OfKind<K> = Extract<AccountFact, { kind: K }>;

/** Facts are never changed in place, so they are sorted by kind once. */
const sorted = new Kept<readonly AccountFact[], ReadonlyMap<AccountFactKind, readonly AccountFact[]>>();
const NONE: readonly AccountFact[] = [];

function byKind(facts: readonly AccountFact[]): ReadonlyMap<AccountFactKind, readonly AccountFact[]> {
  const before = sorted.get(facts);
  if (before !== null) return before;
  const kinds = new Map<AccountFactKind, AccountFact[]>();
  for (const fact of facts) {
    const same = kinds.get(fact.kind);
    if (same === undefined) kinds.set(fact.kind, [fact]);
    else same.push(fact);
  }
  return sorted.set(facts, kinds);
}

/** Facts of one kind, in order. */
export function factsOf<K extends AccountFactKind>(facts: readonly AccountFact[], kind: K): readonly OfKind<K>[] {
  return (facts.length === 0 ? NONE : (byKind(facts).get(kind) ?? NONE)) as readonly OfKind<K>[];
}
