/**
 * Where a phone number belongs, by the first digits of its E.164 form: its country, and the zones in which it may lie. A
 * number may travel, so it is one place more in which its person may be, never the only one.
 */
import { areaOf } from './law/US/area-codes.ts';
import type { Zone } from './time.ts';

/** A country and, where the number says it, the region; every zone in which the number may lie. */
export interface NumberPlace {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Suffix of ISO 3166-2. */
  readonly region: string | null;
  readonly zones: readonly Zone[];
}

/** Countries of one zone, by calling code. */
const CALLING_CODES: Readonly<Record<string, readonly [country: string, zone: Zone]>> = {
  '44': ['GB', 'Europe/London'],
  '49': ['DE', 'Europe/Berlin'],
  '60': ['MY', 'Asia/Kuala_Lumpur'],
  '63': ['PH', 'Asia/Manila'],
  '65': ['SG', 'Asia/Singapore'],
  '66': ['TH', 'Asia/Bangkok'],
  '81': ['JP', 'Asia/Tokyo'],
  '82': ['KR', 'Asia/Seoul'],
  '84': ['VN', 'Asia/Ho_Chi_Minh'],
  '86': ['CN', 'Asia/Shanghai'],
  '91': ['IN', 'Asia/Kolkata'],
  '852': ['HK', 'Asia/Hong_Kong'],
  '853': ['MO', 'Asia/Macau'],
  '886': ['TW', 'Asia/Taipei'],
};

/** Numbers of the United States that are reserved for fiction belong nowhere. */
const FICTION = /^\+1[0-9]{3}55501[0-9]{2}$/;

/**
 * The characters of a number in E.164 form that say where it belongs, as the column `contact_point.prefix` has them;
 * null for a number that belongs nowhere.
 */
export const prefixOf = (number: string): string | null => (FICTION.test(number) ? null : number.slice(0, 5));

/** The place of a number by its first five characters, such as `+1212` or `+8869`; null where they do not say it. */
export function placeOfPrefix(prefix: string): NumberPlace | null {
  const area = areaOf(prefix);
  if (area !== null) return { country: 'US', ...area };
  const [country, zone] = CALLING_CODES[prefix.slice(1, 4)] ?? CALLING_CODES[prefix.slice(1, 3)] ?? [];
  return country === undefined || zone === undefined ? null : { country, region: null, zones: [zone] };
}
