/** One year of a country: where its working days depart from Monday to Friday. */
import { addDays, type CalendarDate } from '../time.ts';

export interface DatedYear {
  readonly year: number;
  /** Decree or data set that says so. */
  readonly source: string;
  /** Days off, ascending: `MM-DD`, or `MM-DD/MM-DD` from first to last, separated by spaces. */
  readonly off: string;
  /** Days of a weekend that are worked, written likewise. */
  readonly worked: string;
}

/** The dates of days written as in `off`. */
export function datesOf(year: number, days: string): CalendarDate[] {
  const dates: CalendarDate[] = [];
  for (const part of days.split(' ').filter((part) => part !== '')) {
    const [first, last = first] = part.split('/') as [string, ...string[]];
    for (let date = `${year}-${first}`; date <= `${year}-${last}`; date = addDays(date, 1)) dates.push(date);
  }
  return dates;
}
