/** A settlement whose money came back after the lender's book had waived the rest of the debt. */
import { instructionsOf } from '../instructions.ts';
import { localDate } from '../time.ts';
import { type Agreement, type AgreementContext, agreementsOf } from './agreements.ts';

/**
 * Whether the book waived the rest of the debt for a settlement that is not paid: when it was instructed, the sum was
 * there. What is waived at the start of a plan, or for another reason, is not meant.
 */
export function isWaiverLost(agreement: Agreement, context: Omit<AgreementContext, 'today'>): boolean {
  const { id, said, state, accepted } = agreement;
  if (!said.settlement || accepted === null || state === 'kept') return false;
  return instructionsOf(context.facts).some(({ kind, state: booked, since }) => {
    if (kind !== 'waiver' || booked !== 'confirmed' || since <= accepted.at) return false;
    const entries = context.entries.filter(({ at }) => at <= since);
    const then = agreementsOf({ ...context, entries, today: localDate(since, context.zone) });
    return then.some((known) => known.id === id && known.state === 'kept');
  });
}
