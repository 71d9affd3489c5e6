/** Clocks of the Fair Credit Reporting Act for those who report to a bureau, and of a revoked consent to be called. */
import { addDays, addMonths, addWorkingDays, type CalendarDate } from '../../time.ts';
import { isBusinessDay } from './holidays.ts';

/**
 * The last day of a bureau's investigation of a dispute, and of the furnisher's answer: 30 days of which the day of
 * receipt is the first, 15 more when the consumer adds information meanwhile. 15 USC 1681i(a)(1), 1681s-2(b)(2).
 */
export const disputeDue = (receivedOn: CalendarDate, { extended }: { readonly extended: boolean }): CalendarDate =>
  addDays(receivedOn, 29 + (extended ? 15 : 0));

/** Five business days to tell the consumer that a direct dispute is frivolous. 15 USC 1681s-2(a)(8)(F)(ii). */
export const frivolousNoticeDue = (determinedOn: CalendarDate): CalendarDate =>
  addWorkingDays(determinedOn, 5, isBusinessDay);

/** The last day for the notice of negative information after it was furnished. 15 USC 1681s-2(a)(7)(B). */
export const negativeNoticeDue = (furnishedOn: CalendarDate): CalendarDate => addDays(furnishedOn, 30);

/** The last day to report the month in which a delinquency commenced. 15 USC 1681s-2(a)(5)(A). */
export const delinquencyDateDue = (furnishedOn: CalendarDate): CalendarDate => addDays(furnishedOn, 90);

/**
 * The last day on which a collection or a charge-off may be reported: seven years from the 180th day after the
 * delinquency commenced, whoever owns the debt by then. 15 USC 1681c(a)(4), (c)(1).
 */
export const reportableUntil = (delinquentFrom: CalendarDate): CalendarDate =>
  addMonths(addDays(delinquentFrom, 180), 7 * 12);

/** The last day to honour a revoked consent to be called or texted. 47 CFR 64.1200(a)(10). */
export const revocationLimit = (revokedOn: CalendarDate): CalendarDate => addWorkingDays(revokedOn, 10, isBusinessDay);
