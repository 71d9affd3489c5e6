import type { AccountFacts } from '../../domain/facts.ts';
import { hash32 } from '../../domain/hash.ts';

/**
 * The agency for an account: the one that already has the person, else one by the shares in the creditor's terms,
 * always the same for the same person.
 */
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
