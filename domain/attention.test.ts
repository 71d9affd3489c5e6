import { expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import {
  account,
  CONTACTED,
  CREDITOR,
  day,
  effect,
  fact,
  noon,
  opening,
  personFact,
  plannedOf,
} from '../tests/support/facts.ts';
import { isReachable, whyNoContact } from './attention.ts';
import { decide } from './decide.ts';
import type { AccountFacts, PersonFact } from './facts.ts';
import { situationOf } from './situation.ts';

const EMAIL = { id: 'e', channel: 'email', valid: true } as const;
const PHONE = { id: 'p', channel: 'sms', valid: true } as const;
const stop = (channel: 'email' | 'sms' | 'call') => personFact('stop', { channel }, noon(0));

test.each([
  ['an e-mail address', [EMAIL], [], true],
  ['a phone', [PHONE], [], true],
  ['a phone that takes calls only', [PHONE], [stop('sms')], true],
  ['a phone that was stopped for all', [PHONE], [stop('sms'), stop('call')], false],
  ['a dead address', [{ ...EMAIL, valid: false }], [], false],
  ['nothing', [], [], false],
])('with %s', (_, points, facts, reaches) => {
  const situation = situationOf(account({}, { points, facts }), noon(1), RULES);
  expect(isReachable(situation)).toBe(reaches);
  expect(whyNoContact(situation)?.code ?? null).toBe(reaches ? null : 'unreachable');
});

test.each([
  [3_000n, null],
  [2_999n, 'below-floor'],
  [0n, null],
])('%s minor units are owed', (minor, code) => {
  const dues = minor === 0n ? [] : [{ on: day(0), minor }];
  expect(whyNoContact(situationOf(account({ opening: opening(dues) }), noon(1), RULES))?.code ?? null).toBe(code);
});

const stepsOf = (facts: AccountFacts, on: number) => plannedOf(facts, noon(on)).map((text) => text.split(' ')[0]);
const paid = (minor: bigint, on: number) => fact('payment', { minor, via: 'lender' }, noon(on));

test('a person whom nothing reaches: one task, no step; at the end of the ladder a person decides', () => {
  const nobody = account({}, { points: [] });
  expect(decide(RULES, nobody, noon(5))).toMatchObject({ stage: 'unreachable', health: 'held' });
  for (const on of [1, 20, 60]) expect(stepsOf(nobody, on)).toEqual(['review/find-contact-data/1']);
  expect(stepsOf(nobody, 91)).toEqual(['legal/ladder-end/1', 'review/find-contact-data/1']);
});

test('an address that did not help is another request; a task that is needless lapses', () => {
  const added = personFact('address-added', { point: 'p' }, noon(3));
  const asked = effect('review/find-contact-data', noon(1));
  expect(stepsOf(account({ effects: [asked] }, { points: [], facts: [added] }), 5)).toEqual([
    'review/find-contact-data/2',
  ]);
  const open = { ...asked, doneAt: null };
  const codes = (facts: AccountFacts) => decide(RULES, facts, noon(5)).lapsed.map(({ reason }) => reason.code);
  expect(codes(account({ effects: [open] }))).toEqual(['reachable']);
  expect(codes(account({ effects: [open] }, { points: [] }))).toEqual([]);
});

test('a call that waits for a caller is withdrawn when the person wants none, is represented or demands an end', () => {
  const call = effect('call/attempt', noon(16), { doneAt: null });
  const effects = [...CONTACTED.slice(0, 5), call];
  const codes = (...facts: PersonFact[]) =>
    decide(RULES, account({ effects }, { facts }), noon(16)).lapsed.map(({ reason }) => reason.code);
  expect(codes()).toEqual([]);
  expect(codes(personFact('preference', { writeOnly: true }, noon(16)))).toEqual(['stopped']);
  expect(codes(stop('call'))).toEqual(['stopped']);
  expect(codes(stop('sms'))).toEqual([]);
  expect(codes(personFact('represented', { by: 'attorney' }, noon(16)))).toEqual(['attorney']);
  expect(codes(personFact('cease', { written: false }, noon(16)))).toEqual(['cease']);
});

test('below the floors of calls and records', () => {
  const little = account({ effects: CONTACTED.slice(0, 5), facts: [paid(130_000n, 15)] });
  expect(stepsOf(little, 19)).toEqual([]);
  expect(decide(RULES, little, noon(19)).why.map(({ code }) => code)).toContain('below-floor');
  const told = account({ effects: [...CONTACTED], facts: [paid(113_401n, 15)] });
  expect(stepsOf(told, 50)).toEqual([]);
});

test('an account without a floor is asked for every cent', () => {
  const creditor = { ...CREDITOR, contactFloor: 0n };
  expect(stepsOf(account({ creditor, opening: opening([{ on: day(0), minor: 1n }]) }), 1)).toHaveLength(3);
});

test.each([
  [
    'the first due paid: the second has its own ladder',
    400_00n,
    35,
    ['reminder/email-1/2', 'reminder/email-4/2', 'reminder/email-8/2'],
  ],
  ['a part of the first: what was said stands', 100_00n, 35, []],
])('three dues, %s', (_, minor, on, wanted) => {
  const dues = [0, 30, 60].map((at) => ({ on: day(at), minor: 400_00n }));
  const facts = account({
    opening: opening(dues),
    effects: [...CONTACTED],
    facts: [paid(minor, 31)],
    bureauConsent: false,
  });
  expect(stepsOf(facts, on)).toEqual(wanted);
});

test('a milder step does not follow a harsher one that spoke of the same due', () => {
  const dues = [0, 6].map((at) => ({ on: day(at), minor: 100_000n }));
  const effects = CONTACTED.slice(0, 3);
  expect(stepsOf(account({ opening: opening(dues), effects, facts: [paid(100_000n, 9)] }), 10)).toEqual([]);
});
