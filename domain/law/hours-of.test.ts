/** The hours that packs allow for a demand, and until when an act that is allowed may begin. */
import { describe, expect, test } from '@jest/globals';
import { legalCase, packOf, rule } from '../../tests/support/legal-case.ts';
import type { GateCaseInput } from '../contracts/gate-case.ts';
import { DAY_MS, HOUR_MS } from '../time.ts';
import { hoursOf, hoursOverTime, lawfulUntil } from './hours-of.ts';
import type { Binds, HoursDemand, Rule } from './rule.ts';

const hours = (opens: number, closes: number, over: Partial<Rule> = {}, agreed?: true): Rule => {
  const demand: HoursDemand = { kind: 'hours', opens: opens * 60, closes: closes * 60, ...(agreed && { agreed }) };
  return rule(`${opens}-${closes}`, demand, over);
};

describe('hours for a demand', () => {
  const over = (...rules: Rule[]) =>
    hoursOverTime([packOf(...rules)]).map(({ from, opens, closes }) => [from, opens / 60, closes / 60]);
  test('are the whole day where no rule names any', () => {
    expect(over()).toEqual([[null, 0, 24]]);
    expect(over(rule('A', { kind: 'preferences', of: 'hours' }))).toEqual([[null, 0, 24]]);
  });
  test('are those that all rules of all packs have in common', () => {
    expect(over(hours(7, 20), hours(8, 22), hours(6, 23))).toEqual([[null, 8, 20]]);
    expect(hoursOverTime([packOf(hours(7, 20)), packOf(hours(9, 22))])).toEqual([
      { from: null, opens: 9 * 60, closes: 20 * 60 },
    ]);
  });
  test.each<[string, Binds, boolean]>([
    ['a contact', { acts: ['contact'] }, true],
    ['a report', { acts: ['report'] }, false],
    ['a creditor', { actors: ['creditor'] }, true],
    ['an agency', { actors: ['agency'] }, false],
    ['a call', { channels: ['call'] }, true],
    ['a visit', { channels: ['visit'] }, false],
    ['a demand', { purposes: ['demand'] }, true],
    ['an answer', { purposes: ['answer'] }, false],
    ['the debtor', { addressees: ['debtor'] }, true],
    ['a spouse', { addressees: ['spouse'] }, false],
    ['a machine', { automated: true }, false],
    ['some products', { products: ['card'] }, false],
    ['some regions', { regions: ['SCT'] }, false],
  ])('a rule that binds %s counts or does not', (_, binds, counts) =>
    expect(over(hours(8, 20, { binds }))).toEqual([counts ? [null, 8, 20] : [null, 0, 24]]),
  );
  test('change on each day on which a rule begins or ends', () => {
    const dated = [
      hours(7, 22),
      hours(10, 12, { from: '2026-05-01' }),
      hours(8, 20, { from: '2026-04-01', until: '2026-06-01' }),
    ];
    const items = [
      [null, 7, 22],
      ['2026-04-01', 8, 20],
      ['2026-05-01', 10, 12],
      ['2026-06-01', 10, 12],
    ];
    expect(over(...dated)).toEqual(items);
    expect(over(...dated.toReversed())).toEqual(items);
    expect(over(hours(9, 18, { until: '2026-04-01' }))).toEqual([
      [null, 9, 18],
      ['2026-04-01', 0, 24],
    ]);
  });
  test('by day', () => {
    const on = hoursOf([packOf(hours(9, 18, { until: '2026-04-01' }), hours(10, 12, { from: '2026-05-01' }))]);
    const days = ['2020-01-01', '2026-03-31', '2026-04-01', '2026-04-30', '2026-05-01', '2030-01-01'];
    expect(days.map((date) => [on(date).opens / 60, on(date).closes / 60])).toEqual([
      [9, 18],
      [9, 18],
      [0, 24],
      [0, 24],
      [10, 12],
      [10, 12],
    ]);
    expect(hoursOf([packOf(hours(9, 18))])('2026-04-01')).toEqual({ opens: 9 * 60, closes: 18 * 60 });
  });
});

describe('until when an act may begin', () => {
  // The case is a call at noon of London in winter.
  const NOON = Date.parse('2026-03-06T12:00:00Z');
  const inHours = (rules: Rule[], over: Partial<GateCaseInput> = {}) =>
    (lawfulUntil([packOf(...rules)], legalCase(over)) - NOON) / HOUR_MS;
  const given = <T extends object>(over: T) => ({ at: '2026-03-01T12:00:00Z', ...over });
  const AGREED = { scope: 'hours', hours: '10:00-15:00' };
  const WISH = rule('WISH', { kind: 'preferences', of: 'hours' });
  test('a day where no hours bind it', () => {
    expect(lawfulUntil([packOf()], legalCase())).toBe(NOON + DAY_MS);
    expect(inHours([hours(8, 13, { binds: { acts: ['report'] } })])).toBe(24);
  });
  test('the first end of the hours of a rule, the moment itself outside of them', () => {
    expect(inHours([hours(8, 21), hours(8, 18)])).toBe(6);
    expect(inHours([hours(8, 18), hours(8, 21)])).toBe(6);
    expect(inHours([hours(13, 21)])).toBe(0);
    expect(inHours([hours(8, 12), hours(8, 18)])).toBe(0);
  });
  test('in each zone where the person may be', () =>
    expect(inHours([hours(8, 18)], { zones: ['Europe/London', 'Europe/Helsinki'] })).toBe(4));
  test('of rules that hold on the day', () => {
    expect(inHours([hours(8, 13, { until: '2026-03-06' }), hours(8, 14, { until: '2026-03-07' })])).toBe(2);
    expect(inHours([hours(8, 13, { from: '2026-03-07' }), hours(8, 14, { from: '2026-03-06' })])).toBe(2);
  });
  test('agreed hours count outside those of a rule that knows them, none else', () => {
    const night = [hours(18, 21, {}, true)];
    expect(inHours(night)).toBe(0);
    expect(inHours(night, { consents: [given(AGREED)] })).toBe(3);
    expect(inHours([hours(18, 21)], { consents: [given(AGREED)] })).toBe(0);
    expect(inHours([hours(8, 13, {}, true)], { consents: [given(AGREED)] })).toBe(1);
  });
  test.each<[string, object]>([
    ['another scope', { scope: 'autodialler' }],
    ['no hours', { hours: null }],
    ['another channel', { channel: 'sms' }],
    ['another number', { point: 'other' }],
    ['a later moment', { at: '2026-03-06T12:00:01Z' }],
    ['hours that do not contain it', { hours: '13:00-15:00' }],
  ])('a consent with %s gives none', (_, over) =>
    expect(inHours([hours(18, 21, {}, true)], { point: 'own', consents: [given({ ...AGREED, ...over })] })).toBe(0),
  );
  test('the first consent that contains the moment counts', () => {
    const consents = ['13:00-15:00', '10:00-14:00', '10:00-16:00'].map((hours) => given({ ...AGREED, hours }));
    expect(inHours([hours(18, 21, {}, true)], { consents })).toBe(2);
  });
  test('wished hours end it where a rule keeps them', () => {
    const wished = ['09:00-14:00', '10:00-15:00'].map((hours) => given({ hours }));
    const preferences = [...wished, given({ notBy: 'sms' as const })];
    expect(inHours([WISH], { preferences })).toBe(2);
    expect(inHours([WISH, hours(8, 13)], { preferences })).toBe(1);
    expect(inHours([WISH], { preferences: [given({ hours: '13:00-14:00' })] })).toBe(0);
    expect(inHours([rule('PLACE', { kind: 'preferences', of: 'place' })], { preferences })).toBe(24);
    expect(inHours([rule('DISPUTE', { kind: 'status', status: 'dispute' })], { preferences })).toBe(24);
    expect(inHours([], { preferences })).toBe(24);
  });
  test('a wish that was withdrawn ends nothing', () => {
    const preferences = [given({ hours: '09:00-14:00', withdrawnAt: '2026-03-05T12:00:00Z' })];
    expect(inHours([WISH], { preferences })).toBe(24);
  });
});
