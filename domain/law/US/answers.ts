/** What the person wrote or asked by a medium, and what is still owed by it: an answer, the confirmation of a STOP. */
import type { Instant } from '../../time.ts';
import type { ContactPurpose, LegalCase } from '../case.ts';
import { isInForce } from '../mechanisms/in-force.ts';

/** Whether a contact of the purpose went out by the channel of the act since. */
function wentOutSince(since: Instant, purpose: ContactPurpose, { at, intent, contacts }: LegalCase): boolean {
  return contacts.some(
    (contact) =>
      contact.direction === 'out' &&
      contact.channel === intent.channel &&
      contact.purpose === purpose &&
      contact.at >= since &&
      contact.at <= at &&
      contact.outcome !== 'not-connected' &&
      contact.outcome !== 'bounced',
  );
}

/** Whether the person wrote or called by the channel of the act after `after` and has had no answer by it since. */
export function isAnswerOwed(legalCase: LegalCase, after: Instant): boolean {
  const { at, intent, contacts } = legalCase;
  const asked = contacts
    .filter(({ direction, channel, at: moment }) => direction === 'in' && channel === intent.channel && moment <= at)
    .reduce((latest, contact) => Math.max(latest, contact.at), Number.NEGATIVE_INFINITY);
  return asked > after && !wentOutSince(asked, 'answer', legalCase);
}

/** When the person last asked for no contact by the channel of the act; null when no such wish is in force. */
export function askedNotBy({ at, intent, preferences }: LegalCase): Instant | null {
  const moments = preferences
    .filter((preference) => preference.notBy !== null && preference.notBy === intent.channel)
    .filter((preference) => isInForce(preference, at))
    .map((preference) => preference.at);
  return moments.length === 0 ? null : Math.max(...moments);
}

/** Whether the person asked for no more contact by the channel of the act and that has not been confirmed. */
export function isConfirmationOwed(legalCase: LegalCase): boolean {
  const asked = askedNotBy(legalCase);
  return asked !== null && !wentOutSince(asked, 'opt-out', legalCase);
}

/** The latest contact of the person by the channel and number or address of the act; null when there is none. */
export function lastWritten({ at, intent, contacts }: LegalCase): Instant | null {
  const moments = contacts
    .filter((contact) => contact.direction === 'in' && contact.channel === intent.channel && contact.at <= at)
    .filter((contact) => contact.point !== null && contact.point === intent.point)
    .map((contact) => contact.at);
  return moments.length === 0 ? null : Math.max(...moments);
}
