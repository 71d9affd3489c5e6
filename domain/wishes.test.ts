/** Consents, preferences, representation: what is in force, whatever the order in which it was told. */
import { describe, expect, test } from '@jest/globals';
import { noon, personFact } from '../tests/support/facts.ts';
import { inOrder } from './fact-order.ts';
import type { PersonFact } from './facts.ts';
import { agreesToReports, channelsRefused, hoursAsked, wishesOf } from './wishes.ts';

const EVENING = { opens: 20 * 60, closes: 22 * 60 };
const MORNING = { opens: 8 * 60, closes: 10 * 60 };
const inForce = (...facts: PersonFact[]) => {
  const { consents, wishes, represented, ceased } = wishesOf(facts.sort(inOrder));
  const open = <T extends { until: number | null }>(all: readonly T[]) => all.filter(({ until }) => until === null);
  return { consents: open(consents), wishes: open(wishes), represented: open(represented), ceased: open(ceased) };
};
const given = (at: number, more: { channel?: 'sms' | 'call'; point?: string } = {}) =>
  personFact('consent-given', { scope: 'autodialler', proof: 'a form', ...more }, noon(at));
const withdrawn = (at: number, more: { channel?: 'sms' | 'call'; point?: string } = {}) =>
  personFact('consent-withdrawn', { scope: 'autodialler', ...more }, noon(at));

describe('consents', () => {
  test.each<[string, PersonFact[], number]>([
    ['given', [given(1)], 1],
    ['given and withdrawn', [given(1), withdrawn(2)], 0],
    ['the same, told in another order', [withdrawn(2), given(1)], 0],
    ['the same, told twice', [given(1), withdrawn(2), given(1), withdrawn(2)], 0],
    ['withdrawn before it was given', [withdrawn(1), given(2)], 1],
    ['given and withdrawn at one moment: the stricter', [given(1), withdrawn(1)], 0],
    ['the same the other way round', [withdrawn(1), given(1)], 0],
    ['another channel withdrawn', [given(1, { channel: 'sms' }), withdrawn(2, { channel: 'call' })], 1],
    ['a part withdrawn ends the whole', [given(1), withdrawn(2, { channel: 'call' })], 0],
    ['the whole withdrawn ends a part', [given(1, { channel: 'sms', point: 'a' }), withdrawn(2)], 0],
    [
      'another number withdrawn',
      [given(1, { channel: 'sms', point: 'a' }), withdrawn(2, { channel: 'sms', point: 'b' })],
      1,
    ],
    [
      'the number was reassigned',
      [given(1, { channel: 'sms', point: 'a' }), personFact('wrong-number', { point: 'a', reassigned: true }, noon(2))],
      0,
    ],
    ['of another scope', [given(1), personFact('consent-withdrawn', { scope: 'hours' }, noon(2))], 1],
  ])('%s', (_, facts, count) => expect(inForce(...facts).consents).toHaveLength(count));

  test('credit reports: the book’s word until the person says otherwise', () => {
    const agrees = (bureauConsent: boolean, ...facts: PersonFact[]) =>
      agreesToReports({ bureauConsent, person: { facts: facts.sort(inOrder) } });
    const scope = 'credit-report';
    const gave = (at: number) => personFact('consent-given', { scope, proof: 'a form' }, noon(at));
    const took = (at: number) => personFact('consent-withdrawn', { scope }, noon(at));
    expect([agrees(true), agrees(false)]).toEqual([true, false]);
    expect([agrees(true, took(1)), agrees(true, took(1), gave(2)), agrees(false, gave(1))]).toEqual([
      false,
      true,
      true,
    ]);
    expect([agrees(true, gave(1), took(1)), agrees(false, gave(1), took(2))]).toEqual([false, false]);
  });
});

describe('preferences', () => {
  const hours = (at: number, hours: typeof EVENING) => personFact('preference', { hours }, noon(at));
  const asked = (...facts: PersonFact[]) => hoursAsked(facts.sort(inOrder));
  const refused = (...facts: PersonFact[]) => channelsRefused(facts.sort(inOrder));
  const wish = (at: number, body: Parameters<typeof personFact<'preference'>>[1]) =>
    personFact('preference', body, noon(at));
  const ended = (at: number, body: Parameters<typeof personFact<'preference-ended'>>[1] = {}) =>
    personFact('preference-ended', body, noon(at));

  test('new hours take the place of old ones, also when the old are told later', () => {
    expect(asked(hours(1, EVENING), hours(2, MORNING))).toEqual(MORNING);
    expect(asked(hours(2, MORNING), hours(1, EVENING))).toEqual(MORNING);
  });
  test('two of one moment are both kept: only what both allow', () => {
    expect(asked(hours(1, EVENING), hours(1, { opens: 21 * 60, closes: 23 * 60 }))).toEqual({
      opens: 1260,
      closes: 1320,
    });
  });
  test('channels add up; writeOnly is no calls', () => {
    expect(refused(wish(1, { notBy: 'sms' }), wish(2, { writeOnly: true }))).toEqual(['sms', 'call']);
    expect(refused(wish(1, { notBy: 'call', writeOnly: true }))).toEqual(['call']);
  });
  test('an end names what it ends, or ends all; STOP is ended by START only', () => {
    const all = [hours(1, EVENING), wish(1, { writeOnly: true, notAt: 'work' })];
    expect(inForce(...all, ended(2, { hours: true })).wishes.map(({ notBy, notAt }) => notBy ?? notAt)).toEqual([
      'call',
      'work',
    ]);
    expect(refused(...all, ended(2, { writeOnly: true }))).toEqual([]);
    expect(refused(...all, ended(2, { notBy: 'call' }))).toEqual([]);
    expect(inForce(...all, ended(2)).wishes).toEqual([]);
    const stop = personFact('stop', { channel: 'sms' }, noon(1));
    expect(refused(stop, ended(2))).toEqual(['sms']);
    expect(refused(stop, wish(1, { notBy: 'sms' }), personFact('start', { channel: 'sms' }, noon(2)))).toEqual([]);
  });
});

test('representation and the demand to cease last until they are ended', () => {
  const represented = personFact('represented', { by: 'attorney', since: '2026-03-01' }, noon(1));
  const cease = personFact('cease', { written: true }, noon(1));
  expect(inForce(represented, cease)).toMatchObject({ represented: [{ by: 'attorney' }], ceased: [{ written: true }] });
  const over = [
    personFact('represented-ended', { reason: 'x' }, noon(2)),
    personFact('cease-ended', { reason: 'x' }, noon(2)),
  ];
  expect(inForce(...over, represented, cease)).toMatchObject({ represented: [], ceased: [] });
});
