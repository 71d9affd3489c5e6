/** Days of a run as dates and moments. Day 0 is the date of the book. */
import { addDays, type CalendarDate, daysBetween, type Instant, instantAt, type Zone } from '../../domain/time.ts';

/**
 * Minutes of a day at which the world outside acts, on the creditor's clock: within the hours of calls under every law
 * there. A person in another zone may be called outside their hours.
 */
const MINUTES = { morning: 8 * 60 + 50, noon: 13 * 60, evening: 18 * 60 + 40 } as const;

export type Moments = Readonly<Record<keyof typeof MINUTES, Instant>>;

export class Timetable {
  private readonly known = new Map<Zone, Moments[]>();

  constructor(
    readonly startsOn: CalendarDate,
    readonly days: number,
  ) {}

  dateOf(day: number): CalendarDate {
    return addDays(this.startsOn, day);
  }
  dayOf(date: CalendarDate): number {
    return daysBetween(this.startsOn, date);
  }
  /** Moments of every day of the run, on the clocks of a zone. */
  momentsIn(zone: Zone): readonly Moments[] {
    const known = this.known.get(zone);
    if (known !== undefined) return known;
    const moments = Array.from({ length: this.days }, (_, day): Moments => {
      const date = this.dateOf(day);
      const at = (minute: number) => instantAt(date, minute, zone);
      return { morning: at(MINUTES.morning), noon: at(MINUTES.noon), evening: at(MINUTES.evening) };
    });
    this.known.set(zone, moments);
    return moments;
  }
  /** Where virtual time begins: the start of day 0. */
  startIn(zone: Zone): Instant {
    return instantAt(this.startsOn, 0, zone);
  }
}
