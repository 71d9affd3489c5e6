/**
 * Public holidays from Monday to Friday, by the data of date-holidays of commenthol (CC BY 3.0), corrected by
 * tests/support/holidays.ts, which writes this file (npm run holidays): do not edit.
 */
import type { DatedYear } from './dated-year.ts';

/** By calendar: a country, or a country and its region. */
export const HOLIDAYS: Readonly<Record<string, readonly DatedYear[]>> = {
  TW: [
    {
      year: 2026,
      source: '紀念日及節日實施條例 and date-holidays 3.37.0',
      off: '01-01 02-16 02-17 02-18 02-19 02-20 02-27 04-03 04-06 05-01 06-19 09-25 09-28 10-09 10-26 12-25',
      worked: '',
    },
    {
      year: 2027,
      source: '紀念日及節日實施條例 and date-holidays 3.37.0',
      off: '01-01 02-04 02-05 02-08 02-09 02-10 03-01 04-05 04-06 04-30 06-09 09-15 09-28 10-11 10-25 12-24 12-31',
      worked: '',
    },
    {
      year: 2028,
      source: '紀念日及節日實施條例 and date-holidays 3.37.0',
      off: '01-24 01-25 01-26 01-27 01-28 02-28 04-03 04-04 05-01 05-29 09-28 10-03 10-10 10-25 12-25',
      worked: '',
    },
    {
      year: 2029,
      source: '紀念日及節日實施條例 and date-holidays 3.37.0',
      off: '01-01 02-12 02-13 02-14 02-15 02-16 02-28 04-03 04-04 05-01 06-15 09-21 09-28 10-10 10-25 12-25',
      worked: '',
    },
    {
      year: 2030,
      source: '紀念日及節日實施條例 and date-holidays 3.37.0',
      off: '01-01 02-01 02-04 02-05 02-06 02-07 02-28 04-04 04-05 05-01 06-05 09-12 09-27 10-10 10-25 12-25',
      worked: '',
    },
  ],
  US: [
    {
      year: 2024,
      source: 'date-holidays 3.37.0',
      off: '01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25',
      worked: '',
    },
    {
      year: 2025,
      source: 'date-holidays 3.37.0',
      off: '01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25',
      worked: '',
    },
    {
      year: 2026,
      source: 'date-holidays 3.37.0',
      off: '01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25',
      worked: '',
    },
    {
      year: 2027,
      source: 'date-holidays 3.37.0',
      off: '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31',
      worked: '',
    },
    {
      year: 2028,
      source: 'date-holidays 3.37.0',
      off: '01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25',
      worked: '',
    },
    {
      year: 2029,
      source: 'date-holidays 3.37.0',
      off: '01-01 01-15 02-19 05-28 06-19 07-04 09-03 10-08 11-12 11-22 12-25',
      worked: '',
    },
    {
      year: 2030,
      source: 'date-holidays 3.37.0',
      off: '01-01 01-21 02-18 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25',
      worked: '',
    },
  ],
  GB: [
    {
      year: 2024,
      source: 'date-holidays 3.37.0',
      off: '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26',
      worked: '',
    },
    {
      year: 2025,
      source: 'date-holidays 3.37.0',
      off: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
      worked: '',
    },
    {
      year: 2026,
      source: 'date-holidays 3.37.0',
      off: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
      worked: '',
    },
    {
      year: 2027,
      source: 'date-holidays 3.37.0',
      off: '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28',
      worked: '',
    },
    {
      year: 2028,
      source: 'date-holidays 3.37.0',
      off: '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26',
      worked: '',
    },
    {
      year: 2029,
      source: 'date-holidays 3.37.0',
      off: '01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26',
      worked: '',
    },
    {
      year: 2030,
      source: 'date-holidays 3.37.0',
      off: '01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26',
      worked: '',
    },
  ],
  'GB-SCT': [
    {
      year: 2024,
      source: 'date-holidays 3.37.0',
      off: '01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26',
      worked: '',
    },
    {
      year: 2025,
      source: 'date-holidays 3.37.0',
      off: '01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26',
      worked: '',
    },
    {
      year: 2026,
      source: 'date-holidays 3.37.0',
      off: '01-01 01-02 04-03 05-04 05-25 06-15 08-03 11-30 12-25 12-28',
      worked: '',
    },
    {
      year: 2027,
      source: 'date-holidays 3.37.0',
      off: '01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28',
      worked: '',
    },
    {
      year: 2028,
      source: 'date-holidays 3.37.0',
      off: '01-03 01-04 04-14 05-01 05-29 08-07 11-30 12-25 12-26',
      worked: '',
    },
    {
      year: 2029,
      source: 'date-holidays 3.37.0',
      off: '01-01 01-02 03-30 05-07 05-28 08-06 11-30 12-25 12-26',
      worked: '',
    },
    {
      year: 2030,
      source: 'date-holidays 3.37.0',
      off: '01-01 01-02 04-19 05-06 05-27 08-05 12-02 12-25 12-26',
      worked: '',
    },
  ],
  'GB-NIR': [
    {
      year: 2024,
      source: 'date-holidays 3.37.0',
      off: '01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26',
      worked: '',
    },
    {
      year: 2025,
      source: 'date-holidays 3.37.0',
      off: '01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26',
      worked: '',
    },
    {
      year: 2026,
      source: 'date-holidays 3.37.0',
      off: '01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28',
      worked: '',
    },
    {
      year: 2027,
      source: 'date-holidays 3.37.0',
      off: '01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28',
      worked: '',
    },
    {
      year: 2028,
      source: 'date-holidays 3.37.0',
      off: '01-03 03-17 04-14 04-17 05-01 05-29 07-12 08-28 12-25 12-26',
      worked: '',
    },
    {
      year: 2029,
      source: 'date-holidays 3.37.0',
      off: '01-01 03-19 03-30 04-02 05-07 05-28 07-12 08-27 12-25 12-26',
      worked: '',
    },
    {
      year: 2030,
      source: 'date-holidays 3.37.0',
      off: '01-01 03-18 04-19 04-22 05-06 05-27 07-12 08-26 12-25 12-26',
      worked: '',
    },
  ],
  IN: [
    {
      year: 2024,
      source: 'date-holidays 3.37.0',
      off: '01-26 03-29 08-15 10-02 12-25',
      worked: '',
    },
    {
      year: 2025,
      source: 'date-holidays 3.37.0',
      off: '04-14 04-18 08-15 10-02 12-25',
      worked: '',
    },
    {
      year: 2026,
      source: 'date-holidays 3.37.0',
      off: '01-26 04-03 04-14 10-02 12-25',
      worked: '',
    },
    {
      year: 2027,
      source: 'date-holidays 3.37.0',
      off: '01-26 03-26 04-14',
      worked: '',
    },
    {
      year: 2028,
      source: 'date-holidays 3.37.0',
      off: '01-26 04-14 08-15 10-02 12-25',
      worked: '',
    },
    {
      year: 2029,
      source: 'date-holidays 3.37.0',
      off: '01-26 03-30 08-15 10-02 12-25',
      worked: '',
    },
    {
      year: 2030,
      source: 'date-holidays 3.37.0',
      off: '04-19 08-15 10-02 12-25',
      worked: '',
    },
  ],
};
