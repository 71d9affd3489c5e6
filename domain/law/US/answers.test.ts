/** What is still owed by a medium: an answer, the confirmation of a STOP; and what the person wrote by it. */
import { describe, expect, test } from '@jest/globals';
import { legalCase } from '../../../tests/support/legal-case.ts';
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import { askedNotBy, isAnswerOwed, isConfirmationOwed, lastWritten } from './answers.ts';

type Contact = NonNullable<GateCaseInput['contacts']>[number];
const NOON = '2026-03-06T12:00:00Z';
const at = (time: string): string => `2026-03-06T${time}:00Z`;
const ms = (time: string): number => Date.parse(at(time));
const asked = (time: string, over: Partial<Contact> = {}): Contact => ({
  ...{ at: at(time), channel: 'sms', direction: 'in', outcome: 'conversation', ...over },
});
const sent = (time: string, over: Partial<Contact> = {}): Contact => ({
  ...{ at: at(time), channel: 'sms', outcome: 'sent', purpose: 'answer', ...over },
});
const bySms = (over: Partial<GateCaseInput>) => legalCase({ channel: 'sms', at: NOON, ...over });

describe('an answer', () => {
  const owed = (contacts: Contact[], after = Number.NEGATIVE_INFINITY) => isAnswerOwed(bySms({ contacts }), after);
  test('is owed from when the person wrote by this channel', () => {
    expect(owed([])).toBe(false);
    expect(owed([asked('11:00')])).toBe(true);
    expect(owed([asked('12:00')])).toBe(true);
    expect(owed([asked('12:01')])).toBe(false);
    expect(owed([asked('11:00', { channel: 'email' })])).toBe(false);
    expect(owed([asked('11:00', { direction: 'out' })])).toBe(false);
  });
  test('is owed only for what came after a moment', () => {
    expect(owed([asked('11:00')], ms('10:59'))).toBe(true);
    expect(owed([asked('11:00')], ms('11:00'))).toBe(false);
    expect(owed([asked('11:00'), asked('09:00')], ms('10:00'))).toBe(true);
  });
  test.each<[string, Contact, boolean]>([
    ['one that was sent', sent('11:30'), false],
    ['one at the moment of the question', sent('11:00'), false],
    ['one at this moment', sent('12:00'), false],
    ['one before the question', sent('10:59'), true],
    ['one that leaves later', sent('12:01'), true],
    ['one by another channel', sent('11:30', { channel: 'email' }), true],
    ['another purpose', sent('11:30', { purpose: 'demand' }), true],
    ['another question of the person', asked('10:30', { purpose: 'answer' }), true],
    ['one that did not connect', sent('11:30', { outcome: 'not-connected' }), true],
    ['one that bounced', sent('11:30', { outcome: 'bounced' }), true],
  ])('after %s', (_, contact, isOwed) => expect(owed([asked('11:00'), contact])).toBe(isOwed));
  test('is owed again for the next question', () =>
    expect(owed([asked('09:00'), sent('09:30'), asked('11:00')])).toBe(true));
});

describe('a request for no contact by a channel', () => {
  const wish = (time: string, over: object = {}) => ({ at: at(time), notBy: 'sms' as const, ...over });
  const asking = (preferences: GateCaseInput['preferences'], contacts: Contact[] = []) =>
    bySms({ preferences, contacts });
  test('is the last that is in force for this channel', () => {
    expect(askedNotBy(asking([]))).toBeNull();
    expect(askedNotBy(asking([wish('09:00'), wish('10:00'), wish('08:00')]))).toBe(ms('10:00'));
    expect(askedNotBy(asking([wish('09:00', { notBy: 'email' })]))).toBeNull();
    expect(askedNotBy(asking([{ at: at('09:00'), notAt: 'work' }]))).toBeNull();
    expect(askedNotBy(asking([wish('12:01')]))).toBeNull();
    expect(askedNotBy(asking([wish('09:00', { withdrawnAt: at('10:00') })]))).toBeNull();
    expect(askedNotBy(legalCase({ act: 'report', preferences: [{ at: at('09:00'), notAt: 'work' }] }))).toBeNull();
  });
  test('is confirmed once', () => {
    const confirmation = (time: string) => sent(time, { purpose: 'opt-out' });
    expect(isConfirmationOwed(asking([]))).toBe(false);
    expect(isConfirmationOwed(asking([wish('09:00')]))).toBe(true);
    expect(isConfirmationOwed(asking([wish('09:00')], [confirmation('09:00')]))).toBe(false);
    expect(isConfirmationOwed(asking([wish('09:00')], [confirmation('08:59')]))).toBe(true);
    expect(isConfirmationOwed(asking([wish('09:00')], [sent('09:30')]))).toBe(true);
  });
});

describe('what the person wrote last', () => {
  const written = (contacts: Contact[], over: Partial<GateCaseInput> = {}) =>
    lastWritten(bySms({ point: 'own', contacts, ...over }));
  const own = (time: string, over: Partial<Contact> = {}) => asked(time, { point: 'own', ...over });
  test('is the latest by this channel and number', () => {
    expect(written([])).toBeNull();
    expect(written([own('09:00'), own('11:00'), own('10:00')])).toBe(ms('11:00'));
    expect(written([own('12:00')])).toBe(ms('12:00'));
  });
  test.each<[string, Partial<Contact>]>([
    ['by another channel', { channel: 'email' }],
    ['from another number', { point: 'other' }],
    ['from a number that is not known', { point: null }],
    ['by us', { direction: 'out' }],
    ['later', { at: at('12:01') }],
  ])('is nothing that was written %s', (_, over) => expect(written([own('11:00', over)])).toBeNull());
  test('is unknown where the number of the act is', () =>
    expect(written([own('11:00', { point: null })], { point: null })).toBeNull());
});
