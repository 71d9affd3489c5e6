/** A debt that somebody else made in the name of the person, as the person says. A function of the facts. */
import { disputesOf } from './disputes.ts';
import type { AccountFact } from './facts.ts';
import { factsOf } from './facts-of.ts';
import type { Situation } from './stage.ts';

/** `said`: nobody has decided yet. `upheld`: it is not the person's debt. null: never said, or not so. */
export function theftOf(facts: readonly AccountFact[]): 'said' | 'upheld' | null {
  const thefts = disputesOf(facts).filter(({ about }) => about === 'identity-theft');
  if (thefts.length === 0) return null;
  const upheld = new Set(
    factsOf(facts, 'dispute-closed').flatMap(({ body: { of, outcome } }) => (outcome === 'upheld' ? [of] : [])),
  );
  if (thefts.some(({ id }) => upheld.has(id))) return 'upheld';
  return thefts.some(({ closedAt }) => closedAt === null) ? 'said' : null;
}

interface Check {
  name: string;
  passed: boolean;
  words: string;
}

/** What whoever decides looks at; null where nobody says that it was theft. `files` came with the dispute. */
export function theftChecks({ facts }: Situation, files: number): Check[] | null {
  if (theftOf(facts.facts) !== 'said') return null;
  const isReported = facts.effects.some(
    ({ stage, step, state }) => stage === 'bureau' && step === 'record' && state === 'sent',
  );
  const isPlaced = facts.placements.some(({ state }) => state !== 'ended');
  return [
    { name: 'declaration', passed: files > 0, words: 'a police report or a signed declaration came with it' },
    {
      name: 'contract',
      passed: facts.hasStatement,
      words: 'the documents of the contract are present, to be compared',
    },
    { name: 'no-agency', passed: !isPlaced, words: 'no agency has the account any more' },
    { name: 'no-record', passed: !isReported, words: 'nothing is reported to a bureau; what is, upholding it deletes' },
  ];
}
