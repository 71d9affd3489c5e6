/**
 * Taiwan: the yearly calendar of government offices (政府行政機關辦公日曆表), which banks follow. A year without a row
 * here is computed from the law of holidays by tests/support/holidays.ts; its official calendar may place the days off
 * around Lunar New Year otherwise. Closures for typhoons are declared on the eve and are in no calendar.
 */
import type { DatedYear } from './dated-year.ts';

/** One row a year, without gaps. */
export const TAIWAN: readonly DatedYear[] = [
  {
    year: 2024,
    source: '中華民國113年政府行政機關辦公日曆表, 2023-06',
    off: '01-01 02-08/02-14 02-28 04-04/04-05 06-10 09-17 10-10',
    worked: '02-17',
  },
  {
    year: 2025,
    source: '中華民國114年政府行政機關辦公日曆表, as amended on 2025-06-13',
    off: '01-01 01-27/01-31 02-28 04-03/04-04 05-30 09-29 10-06 10-10 10-24 12-25',
    worked: '02-08',
  },
  {
    year: 2026,
    source: '院授人培字第11430248312號, 2025-06-13',
    off: '01-01 02-16/02-20 02-27 04-03 04-06 05-01 06-19 09-25 09-28 10-09 10-26 12-25',
    worked: '',
  },
];
