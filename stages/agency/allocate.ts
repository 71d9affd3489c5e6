import type { AccountFacts } from '../../domain/facts.ts';
import { hash32 } from '../../domain/hash.ts';

/** Which agency gets an account: the one that has the person already, else by the shares in the creditor's terms, the same person always the same way. */
export function allocate({ person, creditor }: AccountFacts): string | null {
  if (person.placedWith !== null) return person.placedWith;
  const total = creditor.agencies.reduce((sum, agency) => sum + agency.share, 0);
  let point = hash32(`agency ${person.number}`) % Math.max(total, 1);
  for (const agency of creditor.agencies) {
    if (point < agency.share) return agency.code;
    point -= agency.share;
  }
  return null;
}
