/** Which packs judge an account: where the person lives, where a number belongs, where the creditor is. */
import { describe, expect, test } from '@jest/globals';
import { legalCase } from '../../tests/support/legal-case.ts';
import { judgeCase } from './judge.ts';
import type { Cover } from './own-rules.ts';
import { hasPack, jurisdictionsOf, type PlacedAccount, packsFor, UNKNOWN_LAW } from './which-law.ts';

type Place = { zone: string; country?: string | null };
type Point = PlacedAccount['person']['points'][number];
const NOWHERE = { zone: 'Etc/UTC', country: null };
const placed = (creditor: Place, person: Place = NOWHERE, points: Point[] = []): PlacedAccount => ({
  creditor,
  person: { country: null, ...person, points },
});
const number = (country: string, valid = true): Point => ({ valid, place: { country } });

describe('jurisdictions', () => {
  test.each([
    ['CN', 'CN'],
    ['US', 'US'],
    ['TW', 'TW'],
    ['GB', 'UK'],
    ['IN', 'IN'],
  ])('of %s: %s', (country, name) => {
    expect(jurisdictionsOf(placed({ zone: 'Etc/UTC', country }))).toEqual([name]);
    expect(jurisdictionsOf(placed(NOWHERE, { zone: 'Etc/UTC', country }))).toEqual([name]);
    expect(jurisdictionsOf(placed(NOWHERE, NOWHERE, [number(country)]))).toEqual([name]);
    expect(hasPack(country)).toBe(true);
  });
  test('a country beats a zone; a zone counts where no country is told', () => {
    const taipei = { zone: 'Asia/Taipei' };
    expect(jurisdictionsOf(placed(taipei))).toEqual(['TW']);
    expect(jurisdictionsOf(placed({ ...taipei, country: 'CN' }))).toEqual(['CN']);
    expect(jurisdictionsOf(placed(NOWHERE, taipei))).toEqual(['TW']);
    expect(jurisdictionsOf(placed(NOWHERE, { ...taipei, country: 'IN' }))).toEqual(['IN']);
  });
  test('several, in their order; a number that is not valid or lies nowhere does not count', () => {
    const points = [number('GB'), number('US', false), { valid: true, place: null }, { valid: true }];
    expect(jurisdictionsOf(placed({ zone: 'Asia/Kolkata' }, { zone: 'Asia/Shanghai' }, points))).toEqual([
      'CN',
      'UK',
      'IN',
    ]);
  });
  test('of each account its own, whatever was asked before', () => {
    const numbers = ['CN', 'US', 'CN'].map((country) => jurisdictionsOf(placed(NOWHERE, NOWHERE, [number(country)])));
    expect(numbers).toEqual([['CN'], ['US'], ['CN']]);
    expect(jurisdictionsOf(placed({ zone: 'Asia/Tokyo', country: null }))).toEqual([]);
    expect([hasPack('JP'), hasPack('UK')]).toEqual([false, false]);
  });
});

describe('a country without a pack', () => {
  const inTaiwan = { zone: 'Asia/Taipei' };
  const inJapan = placed(inTaiwan, { zone: 'Asia/Tokyo', country: 'JP' });
  const cover = (from: string | null, until: string | null, country = 'JP'): Cover => ({ country, from, until });
  const gaps = (...covered: Cover[]) =>
    packsFor(inJapan, covered)
      .filter(({ name }) => name === 'unknown')
      .flatMap(({ rules }) => rules.map(({ from, until }) => [from, until]));

  test('is judged by the law that is known, and by one that refuses everything', () => {
    expect(packsFor(inJapan)).toEqual([expect.objectContaining({ name: 'TW' }), UNKNOWN_LAW]);
    expect(packsFor(placed(NOWHERE))).toEqual([UNKNOWN_LAW]);
    expect(packsFor(placed(inTaiwan)).map(({ name }) => name)).toEqual(['TW']);
    expect(packsFor(placed(inTaiwan, { zone: 'Asia/Taipei', country: 'TW' })).map(({ name }) => name)).toEqual(['TW']);
    for (const act of ['contact', 'report', 'place', 'file-claim'] as const)
      expect(judgeCase([UNKNOWN_LAW], legalCase({ act }))).toMatchObject({
        verdict: 'refuse',
        findings: [
          { pack: 'unknown', rule: 'LAW-01', kind: 'refuse', severity: 'hard', code: 'no-law', unverified: false },
        ],
      });
  });
  test('is refused on the days on which no rules of the lender cover it', () => {
    expect(gaps(cover(null, null))).toEqual([]);
    expect(gaps(cover(null, null, 'KR'))).toEqual([[null, null]]);
    expect(gaps(cover('2026-04-01', null))).toEqual([[null, '2026-04-01']]);
    expect(gaps(cover(null, '2026-05-01'))).toEqual([['2026-05-01', null]]);
    expect(gaps(cover(null, '2026-05-01'), cover('2026-05-01', null))).toEqual([]);
    expect(gaps(cover('2026-04-01', '2026-05-01'), cover('2026-06-01', '2026-07-01'))).toEqual([
      [null, '2026-04-01'],
      ['2026-05-01', '2026-06-01'],
      ['2026-07-01', null],
    ]);
  });
  test('has for the same days the same pack, whose rules refuse', () => {
    const [, once] = packsFor(inJapan, [cover('2026-04-01', null)]);
    expect(packsFor(inJapan, [cover('2026-04-01', null)])[1]).toBe(once);
    expect(packsFor(inJapan, [cover(null, '2026-04-01')])[1]).not.toBe(once);
    expect(once).toMatchObject({ name: 'unknown', version: '1', title: 'No known law: /2026-04-01', notCovered: [] });
    const [, twice] = packsFor(inJapan, [cover('2026-04-01', '2026-05-01')]);
    expect(twice).toMatchObject({ title: 'No known law: /2026-04-01 2026-05-01/' });
    expect(once?.rules).toMatchObject([{ id: 'LAW-01', confidence: 'verbatim', severity: 'hard' }]);
    const verdicts = ['2026-03-31', '2026-04-01'].map(
      (day) => judgeCase(once ? [once] : [], legalCase({ at: `${day}T12:00:00Z` })).verdict,
    );
    expect(verdicts).toEqual(['refuse', 'allow']);
  });
  test('that nobody told is covered by no rules', () =>
    expect(packsFor(placed(NOWHERE, { zone: 'Asia/Tokyo' }), [cover(null, null)])).toEqual([UNKNOWN_LAW]));
});
