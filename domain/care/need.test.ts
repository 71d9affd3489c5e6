/** When need began, when breathing spaces ran, and how long the sheet that counts holds something back. */
import { describe, expect, test } from '@jest/globals';
import { account, aSheet, CREDITOR, day, noon, personFact } from '../../tests/support/facts.ts';
import fc from '../../tests/support/property.ts';
import { inOrder } from '../fact-order.ts';
import type { PersonFact } from '../facts.ts';
import { standingOf } from '../standing.ts';
import { countingSheet } from './affordability/recorded.ts';
import { breathingSpaces, neededSince } from './need.ts';

const hold = (body: object, on: number) =>
  personFact('care-hold', { type: 'breathing-space', reported: 'person', ...body }, noon(on));
const sheet = (filled: number, told: number, minor: bigint | null) =>
  personFact('sheet-recorded', aSheet(day(filled), minor), noon(told));
const ended = (on: number) => personFact('hardship-ended', { reason: 'x' }, noon(on));
const lifted = (on: number) => personFact('care-hold-lifted', { type: 'breathing-space', reason: 'x' }, noon(on));
const of = (facts: readonly PersonFact[], country: string | null = null, creditor: object = {}) =>
  account({ creditor: { ...CREDITOR, ...creditor } }, { facts: [...facts].sort(inOrder), country });
const spans = (facts: readonly PersonFact[], country: string | null = null, creditor: object = {}) =>
  breathingSpaces(of(facts, country, creditor)).map(({ from, until }) => `${from} ${until}`);

describe('breathing spaces', () => {
  test('in the UK 60 days from the first, elsewhere as long as the creditor says, else until lifted', () => {
    expect(spans([hold({ since: day(1) }, 3)], 'GB')).toEqual([`${day(1)} ${day(61)}`]);
    expect(spans([hold({}, 3)])).toEqual([`${day(3)} null`]);
    expect(spans([hold({}, 3)], null, { breathingSpaceDays: 30 })).toEqual([`${day(3)} ${day(33)}`]);
    expect(spans([hold({}, 3)], 'GB', { breathingSpaceDays: 30 })).toEqual([`${day(3)} ${day(63)}`]);
    expect(spans([hold({}, 3), lifted(10)], 'GB')).toEqual([`${day(3)} ${day(9)}`]);
  });
  test('for a crisis until 30 days after the treatment in the UK, whenever its end is told', () => {
    const crisis = hold({ crisis: true }, 3);
    expect(spans([crisis], 'GB')).toEqual([`${day(3)} null`]);
    expect(spans([crisis, hold({ crisis: true, until: day(90) }, 95)], 'GB')).toEqual([`${day(3)} ${day(120)}`]);
    expect(spans([hold({ crisis: true, until: day(90) }, 3)])).toEqual([`${day(3)} ${day(90)}`]);
    const held = (on: number) =>
      standingOf(of([crisis, hold({ crisis: true, until: day(90) }, 95)], 'GB'), noon(on)).care.length;
    expect([held(119), held(120), held(121)]).toEqual([1, 1, 0]);
  });
  test('those that overlap or touch are one; a later one is another', () => {
    const two = [hold({ until: day(10) }, 1), hold({ until: day(20) }, 11)];
    expect(spans(two)).toEqual([`${day(1)} ${day(20)}`]);
    expect(spans([two[0] as PersonFact, hold({ until: day(20) }, 13)])).toEqual([
      `${day(1)} ${day(10)}`,
      `${day(13)} ${day(20)}`,
    ]);
  });
});

describe('need', () => {
  const since = (facts: readonly PersonFact[], on: number) => neededSince(of(facts), day(on));
  test('lasts from its first word to its end, through hardship, sheets and breathing spaces', () => {
    expect(since([personFact('hardship', {}, noon(2)), sheet(4, 5, 900n)], 50)).toBe(day(2));
    expect(since([personFact('hardship', {}, noon(2)), ended(10)], 10)).toBeNull();
    expect(since([personFact('hardship', {}, noon(2)), ended(10), hold({}, 30)], 40)).toBe(day(30));
    expect(since([sheet(4, 5, null)], 64)).toBe(day(5));
    expect(since([sheet(4, 5, null)], 65)).toBeNull();
  });
});

describe('the sheet that counts', () => {
  const held = (facts: readonly PersonFact[], on: number) =>
    standingOf(of(facts), noon(on)).care.map(({ type, until }) => `${type} ${until}`);
  test('is that of the last day, whenever told, until the hardship ends', () => {
    expect(held([sheet(4, 4, 900n)], 10)).toEqual([`can-pay-part ${day(64)}`]);
    expect(held([sheet(4, 4, 900n), sheet(2, 9, null)], 10)).toEqual([`can-pay-part ${day(64)}`]);
    expect(held([sheet(4, 4, 900n), sheet(5, 9, null)], 10)).toEqual([`cannot-pay ${day(65)}`]);
    expect(held([sheet(4, 4, null), ended(6)], 10)).toEqual([]);
    expect(held([sheet(4, 4, null)], 65)).toEqual([]);
  });
  test('does not depend on the order in which facts arrive', () => {
    const told = fc.record({
      filled: fc.integer({ min: 0, max: 20 }),
      at: fc.integer({ min: 0, max: 20 }),
      minor: fc.constantFrom(null, 900n, 1_200n),
    });
    fc.assert(
      fc.property(fc.array(told, { minLength: 1, maxLength: 5 }), fc.nat(), (all, turn) => {
        const facts = all.map(({ filled, at, minor }) => sheet(filled, at, minor));
        const turned = facts.map((_, at) => facts[(at + turn) % facts.length] as PersonFact);
        const counting = countingSheet([...facts].sort(inOrder));
        expect(countingSheet([...turned].sort(inOrder))).toEqual(counting);
        const last = all.reduce((latest, { filled }) => Math.max(latest, filled), 0);
        expect(counting?.on).toBe(day(last));
      }),
    );
  });
});
