import { describe, expect, test } from '@jest/globals';
import { isZone } from '../../time.ts';
import { AREA_CODES, areaOf } from './area-codes.ts';

test.each([
  ['+12125550123', 'NY', ['America/New_York']],
  ['+12135550123', 'CA', ['America/Los_Angeles']],
  ['+17135550123', 'TX', ['America/Chicago']],
  ['+16025550123', 'AZ', ['America/Phoenix']],
  ['+18085550123', 'HI', ['Pacific/Honolulu']],
  ['+17875550123', 'PR', ['America/Puerto_Rico']],
  ['+18505550123', 'FL', ['America/Chicago', 'America/New_York']],
  ['+12085550123', 'ID', ['America/Denver', 'America/Los_Angeles']],
  ['+19285550123', 'AZ', ['America/Phoenix', 'America/Denver']],
])('US-TIME-03: %s is of %s, %j', (number, region, zones) => {
  expect(areaOf(number)).toEqual({ region, zones });
});

const WELL_KNOWN =
  'AL 205, AK 907, AR 501, CO 303, CT 203, DC 202, DE 302, GA 404, IL 312, IN 317, IA 515, KS 316, KY 502, LA 504, ' +
  'ME 207, MD 301, MA 617, MI 313, MN 612, MS 601, MO 314, MT 406, NE 402, NV 702, NH 603, NJ 201, NM 505, NC 704, ' +
  'ND 701, OH 216, OK 405, OR 503, PA 215, RI 401, SC 803, SD 605, TN 615, UT 801, VT 802, VA 703, WA 206, WV 304, ' +
  'WI 414, WY 307, VI 340, GU 671, MP 670, AS 684';
test.each(WELL_KNOWN.split(', ').map((pair) => pair.split(' ') as [string, string]))(
  'US-TIME-03: %s has the code %s',
  (region, code) => expect(areaOf(`+1${code}5550123`)?.region).toBe(region),
);

test.each([
  ['+18005550123', 'toll-free'],
  ['+19005550123', 'premium'],
  ['+14165550123', 'Toronto'],
  ['+18765550123', 'Jamaica'],
  ['+442079460123', 'London'],
  ['12125550123', 'without its plus sign'],
  ['+44+12125550123', 'not at its beginning'],
  ['+1112555012', 'a code that begins with 1'],
  ['+121', 'not whole'],
])('US-TIME-03: %s gives no zone and no region (%s)', (number) => {
  expect(areaOf(number)).toBeNull();
});

describe('US-TIME-03: the table', () => {
  const codes = AREA_CODES.flatMap(([, , codes]) => codes.split(' '));

  test('names each area code once, in three digits that a number can begin with', () => {
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => !/^[2-9]\d\d$/.test(code) || code.endsWith('11'))).toEqual([]);
  });

  test('names zones that exist', () => {
    const zones = new Set(AREA_CODES.flatMap(([, zones]) => zones));
    expect([...zones].filter((zone) => !isZone(zone))).toEqual([]);
    expect(AREA_CODES.filter(([, zones]) => new Set(zones).size !== zones.length || zones.length === 0)).toEqual([]);
  });

  test('gives the area of each of its codes, whatever follows the code', () => {
    for (const [region, zones, codes] of AREA_CODES)
      for (const code of codes.split(' '))
        for (const rest of ['', '5550123']) expect(areaOf(`+1${code}${rest}`)).toEqual({ region, zones });
  });

  test('names all states, the capital district and five territories', () => {
    expect(new Set(AREA_CODES.map(([region]) => region)).size).toBe(56);
  });
});
