/**
 * The calendar of contacts with a person: the person's own dates. Where the creditor's clocks are so far behind that
 * its date has not begun when the person's morning begins, the whole day of the person belongs to the contact day
 * before. So one day of the person is one contact day, and no contact runs ahead of the creditor's calendar, in which
 * dues, holds and promises are dated.
 */
import { addDays, type CalendarDate, type Instant, instantAt, localDate, type Zone } from './time.ts';

/** The two zones of a contact; AccountFacts has them. */
interface TwoZones {
  readonly creditor: { readonly zone: Zone };
  readonly person: { readonly zone: Zone };
}

/** Minutes after midnight at which a day's evaluations begin, before its first lawful hour. */
export const MORNING = 6 * 60;

/** Whether the creditor's calendar shows the date, or a later one, on the morning of the person's date. */
function hasBegun(date: CalendarDate, { creditor, person }: TwoZones): boolean {
  return localDate(instantAt(date, MORNING, person.zone), creditor.zone) >= date;
}

/** The contact day at `at`; it lasts from the person's midnight to midnight. */
export function contactDay(at: Instant, zones: TwoZones): CalendarDate {
  const date = localDate(at, zones.person.zone);
  return zones.person.zone === zones.creditor.zone || hasBegun(date, zones) ? date : addDays(date, -1);
}

/** The person's date on which a contact day falls. */
export function dateOfContactDay(day: CalendarDate, zones: TwoZones): CalendarDate {
  return zones.person.zone === zones.creditor.zone || hasBegun(day, zones) ? day : addDays(day, 1);
}

/** The moment at which the person's clock shows `minute` minutes after midnight on a contact day. */
export function contactMoment(day: CalendarDate, minute: number, zones: TwoZones): Instant {
  return instantAt(dateOfContactDay(day, zones), minute, zones.person.zone);
}
