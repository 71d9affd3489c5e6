/** Messages and calls only within the lawful hours of the calendar, in the person's zone. */

import { isPersonChannel } from '../channels.ts';
import type { Calendar } from '../limits.ts';
import { spreadMinutes } from '../spread.ts';
import type { Situation } from '../stage.ts';
import { addDays, type CalendarDate, type Instant, instantAt, localDate, localMinute, type Zone } from '../time.ts';
import type { Policy } from './policy.ts';

/** What lawful hours need to know about a person. */
interface Located {
  zone: Zone;
  number: string;
}

/** The first lawful hour of the day after `at` (or `days` later), spread over an hour by person. */
export function nextMorning(at: Instant, { zone, number }: Located, { opens }: Calendar, days = 1): Instant {
  return instantAt(addDays(localDate(at, zone), days), opens + spreadMinutes(number), zone);
}

/** The morning of the person's date on which a cap or a cooling off is over, in the second lawful hour. */
export function morningOf(on: CalendarDate, { facts: { person }, calendar }: Situation): Instant {
  return instantAt(on, calendar.opens + 60 + spreadMinutes(person.number), person.zone);
}

/** End of the lawful window that contains `at`; null outside. */
export function windowEnd(at: Instant, zone: Zone, { opens, closes }: Calendar): Instant | null {
  const minute = localMinute(at, zone);
  return minute >= opens && minute < closes ? instantAt(localDate(at, zone), closes, zone) : null;
}

/** Waits until the next lawful morning. */
export const lawfulHours: Policy = {
  name: 'lawful-hours',
  title: 'night',
  judge({ facts: { person }, calendar }, { channel, at }) {
    if (!isPersonChannel(channel)) return null;
    const minute = localMinute(at, person.zone);
    if (minute >= calendar.opens && minute < calendar.closes) return null;
    return {
      kind: 'wait',
      until: nextMorning(at, person, calendar, minute < calendar.opens ? 0 : 1),
      reason: { code: 'night', words: 'it is night where the person lives' },
    };
  },
};
