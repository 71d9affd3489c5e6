/** When the certificate of a settlement that was paid leaves. */
import { workingDaysOf } from '../calendars/creditor-days.ts';
import type { CreditorFacts } from '../creditor-facts.ts';
import { addWorkingDays, type CalendarDate } from '../time.ts';

/** Working days after the last payment, where a creditor names none: a payment may still come back until then. */
const CERTIFICATE_DAYS = 5;

/** Working days within which a creditor sends its certificates. */
export const certificateDays = ({ certificateDays: days }: Pick<CreditorFacts, 'certificateDays'>): number =>
  days ?? CERTIFICATE_DAYS;

/** The day on which the certificate leaves of a settlement that was paid on `since`. */
export const certificateOn = (since: CalendarDate, creditor: CreditorFacts): CalendarDate =>
  addWorkingDays(since, certificateDays(creditor), workingDaysOf(creditor));
