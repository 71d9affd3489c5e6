/** Messages and calls only from 08:00 up to, not including, 21:00 in the person's zone (12 CFR 1006.6(b)(1)(i); CN 08:00 to 22:00; the stricter of both). */

import { isPersonChannel } from '../channels.ts';
import { spreadMinutes } from '../spread.ts';
import { addDays, type CalendarDate, type Instant, instantAt, localDate, localMinute, type Zone } from '../time.ts';
import type { Policy } from './policy.ts';

export const WINDOW_OPENS = 8 * 60;
export const WINDOW_CLOSES = 21 * 60;

/** The first lawful moment on the day after `at`, spread over an hour by person. */
export function nextMorning(at: Instant, zone: Zone, person: string, days = 1): Instant {
  return instantAt(addDays(localDate(at, zone), days), WINDOW_OPENS + spreadMinutes(person), zone);
}

/** The morning on which a cap or a quiet time is over: in the second lawful hour, after what the night held back. */
export function morningOf(on: CalendarDate, person: { zone: Zone; number: string }): Instant {
  return instantAt(on, WINDOW_OPENS + 60 + spreadMinutes(person.number), person.zone);
}

/** End of the lawful window that holds `at`; null outside. */
export function windowEnd(at: Instant, zone: Zone): Instant | null {
  const minute = localMinute(at, zone);
  return minute >= WINDOW_OPENS && minute < WINDOW_CLOSES ? instantAt(localDate(at, zone), WINDOW_CLOSES, zone) : null;
}

export const lawfulHours: Policy = {
  name: 'lawful-hours',
  title: 'night',
  judge({ facts }, { channel, at }) {
    if (!isPersonChannel(channel)) return null;
    const { zone, number } = facts.person;
    const minute = localMinute(at, zone);
    if (minute >= WINDOW_OPENS && minute < WINDOW_CLOSES) return null;
    const until = nextMorning(at, zone, number, minute < WINDOW_OPENS ? 0 : 1);
    return {
      kind: 'wait',
      until,
      reason: { code: 'night', words: 'it is night where the person lives' },
    };
  },
};
