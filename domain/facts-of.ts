/** Facts of an account by kind. */
import type { AccountFact, AccountFactKind } from './facts.ts';

/** A fact of one kind. */
export type OfKind<K> = Extract<AccountFact, { kind: K }>;

/** Facts are never changed in place, so they are sorted by kind once. */
const sorted = new WeakMap<readonly AccountFact[], Map<AccountFactKind, AccountFact[]>>();
const NONE: readonly AccountFact[] = [];

function byKind(facts: readonly AccountFact[]): ReadonlyMap<AccountFactKind, readonly AccountFact[]> {
  const before = sorted.get(facts);
  if (before !== undefined) return before;
  const kinds = new Map<AccountFactKind, AccountFact[]>();
  for (const fact of facts) {
    const same = kinds.get(fact.kind);
    if (same === undefined) kinds.set(fact.kind, [fact]);
    else same.push(fact);
  }
  sorted.set(facts, kinds);
  return kinds;
}

/** Facts of one kind, in order. */
export function factsOf<K extends AccountFactKind>(facts: readonly AccountFact[], kind: K): readonly OfKind<K>[] {
  return (byKind(facts).get(kind) ?? NONE) as readonly OfKind<K>[];
}
