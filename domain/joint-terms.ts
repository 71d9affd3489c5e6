/** Terms of one message about several accounts, which may follow different strategies. */
import type { AccountFacts } from './facts.ts';
import type { Terms } from './limits.ts';
import type { Rulebook } from './rules.ts';
import { softestOf } from './tone.ts';

/**
 * The terms of the first account, with the offers that all accounts make, in the softest tone of any. Periods need no
 * joining: only demands are shared across strategies, and they name no date (domain/claim.ts).
 */
export function jointTerms({ termsOf }: Pick<Rulebook, 'termsOf'>, accounts: readonly AccountFacts[]): Terms {
  const all = [...new Set(accounts.map(({ strategy }) => termsOf(strategy)))];
  const [first, ...others] = all as [Terms, ...Terms[]];
  if (others.length === 0) return first;
  const offers = first.offers.filter((offer) => others.every((terms) => terms.offers.includes(offer)));
  return { ...first, offers, firmestTone: softestOf(all.map(({ firmestTone }) => firmestTone)) };
}
