/** The shipped rules with a defect: for planted faults that the checks must find. */
import type { Rulebook, Rules } from '../../domain/rules.ts';
import { RULEBOOK } from '../../stages/rules.ts';

/** A rulebook that asks no policy and none of these rules, or no rule at all when none is named; permits say it did. */
export function forgetting(...ids: string[]): Rulebook {
  const without = (rules: Rules): Rules => ({
    ...rules,
    policies: [],
    packs: rules.packs.map((pack) => ({
      ...pack,
      rules: pack.rules.filter(({ id }) => ids.length > 0 && !ids.includes(id)),
    })),
  });
  return {
    all: RULEBOOK.all.map(without),
    rulesFor: (account) => without(RULEBOOK.rulesFor(account)),
    rulesNamed: (law, on) => RULEBOOK.rulesNamed(law, on),
    termsOf: (strategy) => RULEBOOK.termsOf(strategy),
  };
}
