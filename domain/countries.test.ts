import { describe, expect, test } from '@jest/globals';
import { isCountry, parseRegion } from './countries.ts';

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const PAIRS = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));

describe('countries', () => {
  test('are the 249 of ISO 3166-1, each with a name', () => {
    const known = PAIRS.filter(isCountry);
    expect(known).toHaveLength(249);
    const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
    expect(known.filter((code) => names.of(code) === undefined)).toEqual([]);
  });
  test.each(['UK', 'tw', 'TWN', '', 'EU', 'XK', 'ZZ', '158'])('%s is none', (text) =>
    expect(isCountry(text)).toBe(false),
  );
});

describe('a region', () => {
  test.each([
    ['CA', 'US', 'CA'],
    ['US-CA', 'US', 'CA'],
    ['us-ca', 'US', 'CA'],
    ['11', 'CN', '11'],
    ['north-east', 'GB', 'NORTH-EAST'],
    ['US-CA', '', 'US-CA'],
  ])('%s of %s is %s', (text, country, region) => expect(parseRegion(text, country)).toBe(region));
  test.each(['New Taipei', '-CA', 'x'.repeat(17), 'Île'])('%s is none', (text) =>
    expect(parseRegion(text, 'US')).toBeNull(),
  );
});
