/** The validation period of 12 CFR 1006.34(b)(5), and disputes within it. */
import { addDays, addWorkingDays, type CalendarDate, type Instant, localDate } from '../../time.ts';
import type { LegalCase, Outcome, PriorContact, Status } from '../case.ts';
import { holds, standingNotices, zoneOf } from '../mechanisms/conditions.ts';
import { isBusinessDay } from './holidays.ts';
import { CONSUMERS } from './shared.ts';

/** Business days after which a notice may be assumed to have been received. */
const RECEIPT_DAYS = 5;
/** Days of the period, counted from the day after receipt. */
const PERIOD_DAYS = 30;

/** The first day on which a notice that was provided on the date may be assumed to have been received. */
export const assumedReceipt = (providedOn: CalendarDate): CalendarDate =>
  addWorkingDays(providedOn, RECEIPT_DAYS, isBusinessDay);

/** The last day of the period. A receipt that is known to be later than the assumed one moves it. */
export function validationPeriodEnd(providedOn: CalendarDate, receivedOn: CalendarDate | null): CalendarDate {
  const assumed = assumedReceipt(providedOn);
  return addDays(receivedOn !== null && receivedOn > assumed ? receivedOn : assumed, PERIOD_DAYS);
}

/** The last day of the period of the latest validation notice that stands; null when none was given. */
export function validationEndOf(legalCase: LegalCase): CalendarDate | null {
  const zone = zoneOf(legalCase);
  let latest: CalendarDate | null = null;
  for (const { sentAt, deliveredAt } of standingNotices('validation', legalCase)) {
    const receivedOn = deliveredAt === null ? null : localDate(deliveredAt, zone);
    const end = validationPeriodEnd(localDate(sentAt, zone), receivedOn);
    if (latest === null || end > latest) latest = end;
  }
  return latest;
}

/**
 * The written status, such as `dispute`, that came by the end of the period and holds; null when there is none. Before
 * a validation notice was given every one is in time.
 */
export function timelyInWriting(name: string, legalCase: LegalCase): Status | null {
  const written = legalCase.statuses.filter(
    (status) => status.status === name && status.written && holds(status, legalCase),
  );
  if (written.length === 0) return null;
  const end = validationEndOf(legalCase);
  return written.find(({ since }) => end === null || localDate(since, zoneOf(legalCase)) <= end) ?? null;
}

/** Whether the person was spoken to or written to, as far as is known, about the debt. */
function isCommunication({ outcome, channel, purpose, addressee }: PriorContact): boolean {
  if (purpose === 'locate' || purpose === 'opt-out' || !CONSUMERS.includes(addressee)) return false;
  const isWritten = channel !== 'call' && channel !== 'visit';
  return TELLING.includes(outcome) || (isWritten && outcome === 'attempted');
}
const TELLING: readonly Outcome[] = ['conversation', 'voicemail', 'sent'];

/**
 * The moment of the first communication about the debt, a validation notice included; null before it. Contacts of the
 * creditor before it placed the debt count too: who made a contact is not known here.
 */
export function firstCommunication(legalCase: LegalCase): Instant | null {
  const { at, debt, contacts } = legalCase;
  let first = Number.POSITIVE_INFINITY;
  for (const contact of contacts)
    if (contact.at <= at && contact.at < first && contact.debts.includes(debt.id) && isCommunication(contact))
      first = contact.at;
  for (const { sentAt } of standingNotices('validation', legalCase)) first = Math.min(first, sentAt);
  return first === Number.POSITIVE_INFINITY ? null : first;
}
