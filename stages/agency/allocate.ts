import type { AccountFacts } from '../../domain/facts.ts';
import { hash32 } from '../../domain/hash.ts';
import type { Terms } from '../../domain/limits.ts';
import type { Reason } from '../../domain/stage.ts';

type Allocated = Pick<AccountFacts, 'person' | 'creditor'>;
type Shares = Terms['agencies'];

const no = (code: string, words: string): Reason => ({ code, words });

/**
 * The agency that already has the person, else one by the shares of the terms, or of the creditor where the terms name
 * none: always the same for the same person. An agency without a share gets no account, also when it has the person.
 * Answers its code, or why there is none.
 */
export function allocationOf(
  { person, creditor }: Allocated,
  { agencies: shares }: Pick<Terms, 'agencies'>,
): string | Reason {
  const { placedWith, number } = person;
  if (placedWith !== null)
    return shares === null || Object.hasOwn(shares, placedWith)
      ? placedWith
      : no('other-agency', `the agency ${placedWith} has the person, and the strategy gives it no accounts`);
  const { agencies } = creditor;
  let total = 0;
  for (const agency of agencies) total += shareOf(agency, shares);
  let point = hash32(`agency ${number}`) % Math.max(total, 1);
  for (const agency of agencies) {
    const share = shareOf(agency, shares);
    if (point < share) return agency.code;
    point -= share;
  }
  if (shares === null || agencies.length === 0) return no('no-agency', 'the creditor has no agency');
  return no('no-agency-of-strategy', 'the creditor has none of the agencies that the strategy names');
}

function shareOf({ code, share }: AccountFacts['creditor']['agencies'][number], shares: Shares): number {
  if (shares === null) return share;
  return Object.hasOwn(shares, code) ? (shares[code] ?? 0) : 0;
}

/** The agency for an account; null for none. */
export function allocate(facts: Allocated, terms: Pick<Terms, 'agencies'>): string | null {
  const allocation = allocationOf(facts, terms);
  return typeof allocation === 'string' ? allocation : null;
}
