/** When contacts begin again: waits end for everybody at once, so persons are spread over an hour. */
import type { Hours } from './law/case.ts';
import type { Calendar } from './limits.ts';
import { spreadMinutes } from './spread.ts';
import { type CalendarDate, type Instant, instantAt, MINUTE_MS, type Zone } from './time.ts';

/** What a morning depends on; a Situation has it. */
interface Waking {
  readonly facts: { readonly person: { readonly zone: Zone; readonly number: string } };
  readonly calendar: Pick<Calendar, 'hoursOn'>;
}

/** Minutes after midnight at which a day's contacts begin, where the hours allow. */
export const FIRST_MINUTE = 9 * 60;

/**
 * The morning of the person's date on which a cap or a cooling off is over: never after a step's own hour, so that the
 * steps of one person's accounts still meet at one moment and become one message.
 */
export function morningOf(on: CalendarDate, { facts: { person }, calendar }: Waking): Instant {
  return instantAt(on, within(calendar.hoursOn(on), FIRST_MINUTE + spreadMinutes(person.number)), person.zone);
}

/** The minute of a day, moved into the hours. */
export const within = ({ opens, closes }: Hours, minute: number): number =>
  Math.max(opens, Math.min(minute, closes - 1));

/** A moment within the hour after the lawful hours have opened. */
export function afterOpening(opening: Instant, { facts: { person } }: Pick<Waking, 'facts'>): Instant {
  return opening + spreadMinutes(person.number) * MINUTE_MS;
}
