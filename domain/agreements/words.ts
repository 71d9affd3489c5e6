/** Facts about repayment plans in plain words for the story of an account. */
import type { AccountFact } from '../facts.ts';
import { showAmount } from '../money.ts';
import type { AgreementFactBodies } from './agreement-facts.ts';

type OfAgreement = Extract<AccountFact, { kind: keyof AgreementFactBodies }>;

/** A fact about a plan: what happened, and what it means. */
export function planWords(fact: OfAgreement, currency: string): { what: string; outcome: string } {
  switch (fact.kind) {
    case 'plan-proposed': {
      const { no, from, by, parts, settlement, authority } = fact.body;
      const sum = showAmount(
        parts.reduce((all, { minor }) => all + minor, 0n),
        currency,
      );
      const what = settlement ? `a settlement of ${sum}` : `${sum} in ${parts.length} payments`;
      return {
        what: `plan ${no} was proposed by the ${from} (${by}): ${what}, the last on ${parts.at(-1)?.on}`,
        outcome: authority === null ? 'a second person must approve it' : `within the authority of ${authority}`,
      };
    }
    case 'plan-approved':
      return { what: 'a second person approved a plan', outcome: `by ${fact.body.by}` };
    case 'plan-refused':
      return { what: `a second person did not approve a plan: ${fact.body.reason}`, outcome: `by ${fact.body.by}` };
    case 'plan-accepted': {
      const { how, proof, by } = fact.body;
      return { what: `accepts a plan (${how}): ${proof}`, outcome: `recorded by ${by}; nothing is demanded` };
    }
    case 'plan-declined':
      return {
        what: `declines a plan${fact.body.reason === undefined ? '' : `: ${fact.body.reason}`}`,
        outcome: `recorded by ${fact.body.by}`,
      };
    case 'plan-withdrawn':
      return { what: `a proposed plan was withdrawn: ${fact.body.reason}`, outcome: `by ${fact.body.by}` };
    case 'plan-ended':
      return { what: `a plan was ended, ${fact.body.why}: ${fact.body.reason}`, outcome: `by ${fact.body.by}` };
  }
}
