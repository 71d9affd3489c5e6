/** Which country a time zone lies in, where the zone alone says it. */
import type { Zone } from './time.ts';

/** Zones that lie in one country that has a pack. */
const ZONES: Readonly<Record<string, string>> = {
  'Asia/Shanghai': 'CN',
  'Asia/Chongqing': 'CN',
  'Asia/Harbin': 'CN',
  'Asia/Urumqi': 'CN',
  'Asia/Taipei': 'TW',
  'Asia/Kolkata': 'IN',
  'Asia/Calcutta': 'IN',
  'Europe/London': 'GB',
  'Europe/Belfast': 'GB',
  'America/New_York': 'US',
  'America/Detroit': 'US',
  'America/Chicago': 'US',
  'America/Denver': 'US',
  'America/Boise': 'US',
  'America/Phoenix': 'US',
  'America/Los_Angeles': 'US',
  'America/Anchorage': 'US',
  'Pacific/Honolulu': 'US',
};
/** The country of a zone, where the zone says it and a pack covers it; null else. */
export function countryOfZone(zone: Zone): string | null {
  return ZONES[zone] ?? (/^America\/(Indiana|Kentucky|North_Dakota)\//.test(zone) ? 'US' : null);
}
