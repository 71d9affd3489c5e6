/** Who may be addressed in mainland China, and what a first contact tells. */
import type { LegalCase, Outcome, PriorContact } from '../case.ts';
import { holds } from '../mechanisms/conditions.ts';
import type { RuleAnswer } from '../rule.ts';

/** Failed contacts in a row after which a debtor counts as unreachable. */
const FAILURES = 3;
const FAILED: readonly Outcome[] = ['not-connected', 'no-answer', 'voicemail', 'bounced'];

/** Reasons to reach the debtor through a contact person; `number-invalid`: the debtor's number is in use no more. */
export const OUT_OF_REACH = ['number-invalid', 'deceased', 'incapacity'] as const;

const isStanding = (name: string, legalCase: LegalCase): boolean =>
  legalCase.statuses.some((status) => status.status === name && holds(status, legalCase));

/** Whether the contacts with the debtor ended in a row of failures. A text that was only sent proves neither way. */
function hasFailedInARow({ at, contacts }: LegalCase): boolean {
  const isTelling = (contact: PriorContact): boolean =>
    contact.at <= at && contact.addressee === 'debtor' && contact.outcome !== 'sent';
  const last = contacts
    .filter(isTelling)
    .sort((a, b) => a.at - b.at)
    .slice(-FAILURES);
  return (
    last.length === FAILURES && last.every(({ direction, outcome }) => direction === 'out' && FAILED.includes(outcome))
  );
}

/** Judges whether a contact person may be addressed at all. */
export function judgeReach(legalCase: LegalCase): RuleAnswer | null {
  if (OUT_OF_REACH.some((name) => isStanding(name, legalCase)) || hasFailedInARow(legalCase)) return null;
  const words = `not through a contact person before ${FAILURES} contacts with the debtor have failed in a row`;
  return { kind: 'refuse', code: 'debtor-reachable', words };
}

/** What a contact person must not learn. */
export const SECRETS = ['amount', 'debt', 'overdue', 'lawsuit'] as const;

/** Judges what a contact person is asked and told. */
export function judgeContactPerson({ intent: { purpose, content } }: LegalCase): RuleAnswer | null {
  if (purpose !== 'locate')
    return { kind: 'refuse', code: 'purpose', words: 'a contact person is only asked for the way to the debtor' };
  const secret = SECRETS.find((feature) => content?.includes(feature));
  if (secret === undefined) return null;
  return { kind: 'refuse', code: 'text-forbidden', words: `a contact person must not learn: ${secret}` };
}

/** Judges a contact with a spouse. */
export function judgeSpouse(legalCase: LegalCase): RuleAnswer | null {
  if (isStanding('spousal-debt', legalCase)) return null;
  return { kind: 'refuse', code: 'spouse', words: 'there is no proof that it is a debt of both spouses' };
}

/** Judges a text: nobody poses as an authority, and the first contact with each addressee says who it is from. */
export function judgeIdentity({ at, contacts, intent: { addressee, content } }: LegalCase): RuleAnswer | null {
  if (content === null) return null;
  if (content.includes('poses-as-authority'))
    return { kind: 'refuse', code: 'text-forbidden', words: 'nobody poses as a court, the police or an authority' };
  const isFirst = contacts.every((prior) => prior.at > at || prior.direction === 'in' || prior.addressee !== addressee);
  if (!isFirst || content.includes('identity')) return null;
  return { kind: 'refuse', code: 'text-lacks', words: 'the first contact must say which institution it is from' };
}
