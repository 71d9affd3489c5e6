/** The working days of a creditor: those of its country, without the days on which it is closed itself. */
import { countryOfZone } from '../country-of-zone.ts';
import { type CalendarDate, isWeekday, type Zone } from '../time.ts';
import { workingCalendar } from './working-calendar.ts';

/** What the days depend on; CreditorFacts has it. */
interface CreditorPlace {
  readonly zone: Zone;
  readonly country?: string | null;
  readonly closedDays?: readonly CalendarDate[];
}

const known = new Map<string, (date: CalendarDate) => boolean>();

/**
 * Whether a date is a working day of the creditor; always the same function for the same days. Where its country has no
 * calendar, and past the horizon of one (docs/operating.md says how it shows), a day from Monday to Friday counts: a
 * term that runs must end.
 */
export function workingDaysOf({ zone, country, closedDays = [] }: CreditorPlace): (date: CalendarDate) => boolean {
  const key = [country ?? zone, ...closedDays].join(' ');
  const answer = known.get(key) ?? daysOf(country ?? countryOfZone(zone), closedDays);
  known.set(key, answer);
  return answer;
}

function daysOf(country: string | null, closedDays: readonly CalendarDate[]): (date: CalendarDate) => boolean {
  const calendar = workingCalendar(country, null);
  const closed = new Set(closedDays);
  return (date) => !closed.has(date) && (calendar?.isWorkingDayOrUnknown(date) ?? isWeekday(date));
}

/** The last day that the calendar of the creditor's country knows; null where the country has none. */
export function horizonOf({ zone, country }: CreditorPlace): CalendarDate | null {
  return workingCalendar(country ?? countryOfZone(zone), null)?.horizon ?? null;
}
