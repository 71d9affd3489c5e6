import { describe, expect, test } from '@jest/globals';
import { account, day, noon, personFact } from '../../tests/support/facts.ts';
import { CELLS, COLUMNS, DIFFERENT_CELLS } from '../../tests/support/hold-cells.ts';
import type { PersonFact } from '../facts.ts';
import { JURISDICTIONS, type Jurisdiction } from '../law/rule.ts';
import { standingOf } from '../standing.ts';
import { CARE_HOLD_TYPES, HOLD_COLUMNS, HOLD_TYPES, HOLDS, type HoldType, holdEffects } from './holds.ts';

const rowOf = (type: HoldType, jurisdictions: readonly Jurisdiction[]): string => {
  const effects = holdEffects(type, jurisdictions);
  return COLUMNS.map((column) => effects[column]).join(' ');
};

describe('the table of holds', () => {
  test('has these columns and these types', () => {
    expect(Object.keys(HOLD_COLUMNS)).toEqual(COLUMNS);
    expect(Object.keys(HOLDS).sort()).toEqual([...HOLD_TYPES].sort());
  });
  test.each(HOLD_TYPES)('%s where nothing is known', (type) => expect(rowOf(type, [])).toBe(CELLS[type]));
  test.each(JURISDICTIONS.flatMap((place) => HOLD_TYPES.map((type) => [place, type] as const)))(
    '%s: %s',
    (place, type) => expect(rowOf(type, [place])).toBe(DIFFERENT_CELLS[`${place} ${type}`] ?? CELLS[type]),
  );
  test('of several jurisdictions the stricter cell wins, whichever comes first', () => {
    expect(rowOf('bankruptcy', ['UK', 'US'])).toBe(DIFFERENT_CELLS['US bankruptcy']);
    expect(rowOf('bankruptcy', ['US', 'TW'])).toBe(DIFFERENT_CELLS['US bankruptcy']);
    expect(rowOf('military-service', ['CN', 'US'])).toBe(DIFFERENT_CELLS['US military-service']);
  });
});

describe('which holds are in force', () => {
  const at = (on: number, facts: readonly PersonFact[], country: string | null = null) =>
    standingOf(account({}, { facts, country }), noon(on)).care.map(({ type, until }) => `${type} ${until}`);
  const hold = (body: object, on = 1) => personFact('care-hold', { reported: 'person', ...body } as never, noon(on));
  const lifted = (type: (typeof CARE_HOLD_TYPES)[number], on: number) =>
    personFact('care-hold-lifted', { type, reason: 'over' }, noon(on));

  test.each(CARE_HOLD_TYPES)('%s lasts until it is lifted, and the lifting of another type ends nothing', (type) => {
    const other = type === 'minor' ? 'illness' : 'minor';
    expect(at(300, [hold({ type })])).toEqual([`${type} null`]);
    expect(at(3, [hold({ type }), lifted(other, 2)])).toEqual([`${type} null`]);
    expect(at(3, [hold({ type }), lifted(type, 2)])).toEqual([]);
    expect(at(3, [hold({ type }), lifted(type, 2), hold({ type }, 3)])).toEqual([`${type} null`]);
  });
  test('its last day counts, the day after does not', () => {
    const facts = [hold({ type: 'illness', until: day(10) })];
    expect(at(10, facts)).toEqual([`illness ${day(10)}`]);
    expect(at(11, facts)).toEqual([]);
  });
  test('of several of one type the longest counts, in any order', () => {
    const [short, long] = [hold({ type: 'illness', until: day(4) }), hold({ type: 'illness', until: day(9) })];
    for (const facts of [
      [short, long],
      [long, short],
    ])
      expect(at(5, facts)).toEqual([`illness ${day(9)}`]);
    expect(at(5, [hold({ type: 'illness' }), short])).toEqual(['illness null']);
  });
  test('a breathing space in the UK ends 60 days after its first day unless another end is told', () => {
    expect(at(61, [hold({ type: 'breathing-space' })], 'GB')).toEqual([`breathing-space ${day(61)}`]);
    expect(at(62, [hold({ type: 'breathing-space' })], 'GB')).toEqual([]);
    expect(at(3, [hold({ type: 'breathing-space', since: day(-2) }, 1)], 'GB')).toEqual([`breathing-space ${day(58)}`]);
    expect(at(80, [hold({ type: 'breathing-space', until: day(90) })], 'GB')).toEqual([`breathing-space ${day(90)}`]);
    expect(at(80, [hold({ type: 'breathing-space' })])).toEqual(['breathing-space null']);
  });
  test('distress ends only by a review that names it: what was told late and not seen lasts', () => {
    const told = personFact('distress', { level: 'pressure', reported: 'caller' }, noon(1));
    const review = (...ids: string[]) =>
      personFact('distress-ended', { distress: ids, by: 'Dr', reason: 'x' }, noon(4));
    const late = personFact('distress', { level: 'self-harm', reported: 'agency' }, noon(2));
    expect(at(90, [told])).toEqual(['distress null']);
    expect(at(5, [told, review(told.id)])).toEqual([]);
    expect(at(5, [told, late, review(told.id)])).toEqual(['distress null']);
    expect(at(5, [told, late, review(told.id, late.id)])).toEqual([]);
  });
  test('gravest first', () => {
    const facts = [
      hold({ type: 'illness' }),
      personFact('hardship', {}, noon(1)),
      personFact('bankruptcy', {}, noon(1)),
    ];
    expect(at(3, facts)).toEqual(['bankruptcy null', 'hardship null', 'illness null']);
  });
});
