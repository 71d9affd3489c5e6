/** How often an amount of the sheet comes, and what it makes a month. */
import type { ByLanguage } from '../../letter.ts';

/** Times a year: a year has 52 weeks here, for income and expenses alike. */
export const TIMES_A_YEAR = {
  week: 52n,
  fortnight: 26n,
  'four-weeks': 13n,
  month: 12n,
  'two-months': 6n,
  quarter: 4n,
  year: 1n,
} as const;
/** How often an amount comes. */
export type Period = keyof typeof TIMES_A_YEAR;
/** All periods, the shortest first. */
export const PERIODS = Object.keys(TIMES_A_YEAR) as Period[];

/** Periods in words. */
export const PERIOD_WORDS: Readonly<Record<Period, ByLanguage>> = {
  week: { en: 'week', 'zh-Hans': '每周' },
  fortnight: { en: 'two weeks', 'zh-Hans': '每两周' },
  'four-weeks': { en: 'four weeks', 'zh-Hans': '每四周' },
  month: { en: 'month', 'zh-Hans': '每月' },
  'two-months': { en: 'two months', 'zh-Hans': '每两个月' },
  quarter: { en: 'three months', 'zh-Hans': '每三个月' },
  year: { en: 'year', 'zh-Hans': '每年' },
};

/** An amount that comes once each period; minor units, not negative. */
export interface Regular {
  readonly minor: bigint;
  readonly per: Period;
}

const MONTHS = 12n;
/** What is received in a month: begun minor units do not count, so that no offer rests on them. */
export const receivedMonthly = ({ minor, per }: Regular): bigint => (minor * TIMES_A_YEAR[per]) / MONTHS;
/** What is paid in a month: begun minor units count as whole. */
export const paidMonthly = ({ minor, per }: Regular): bigint => (minor * TIMES_A_YEAR[per] + MONTHS - 1n) / MONTHS;
