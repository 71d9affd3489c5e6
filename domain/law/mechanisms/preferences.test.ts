import { describe, expect, test } from '@jest/globals';
import { legalCase, untilOf } from '../../../tests/support/legal-case.ts';
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import type { PreferencesDemand } from '../rule.ts';
import { judgePreferences } from './preferences.ts';

const judged = (of: PreferencesDemand['of'], over: Partial<GateCaseInput>) =>
  untilOf(judgePreferences({ kind: 'preferences', of }, legalCase(over)));

describe('hours that the person asked for', () => {
  const preferences = [{ hours: '15:00-20:00' }];
  test.each([
    ['14:59:59', '2026-03-06T15:00:00.000Z'],
    ['15:00:00', null],
    ['19:59:59', null],
    ['20:00:00', '2026-03-07T15:00:00.000Z'],
  ])('%s', (time, until) => expect(judged('hours', { at: `2026-03-06T${time}Z`, preferences })).toBe(until));

  test('up to the end of the day', () => {
    const toMidnight = [{ hours: '15:00-24:00' }];
    expect(judged('hours', { at: '2026-03-06T23:59:59Z', preferences: toMidnight })).toBeNull();
    expect(judged('hours', { at: '2026-03-07T00:00:00Z', preferences: toMidnight })).toBe('2026-03-07T15:00:00.000Z');
  });
  test('hold in each place where the person may be', () =>
    expect(judged('hours', { zones: ['Europe/London', 'Asia/Kolkata'], preferences: [{ hours: '12:00-18:00' }] })).toBe(
      null,
    ));
  test('that never come in each place are refused', () =>
    expect(judged('hours', { zones: ['Europe/London', 'Asia/Tokyo'], preferences: [{ hours: '12:00-14:00' }] })).toBe(
      'no-common-hour',
    ));
  test('hold in an hour that the clock shows twice', () => {
    const zones = ['Australia/Lord_Howe'];
    expect(judged('hours', { at: '2026-04-04T15:05:00Z', zones, preferences: [{ hours: '01:45-05:00' }] })).toBe(
      '2026-04-04T15:15:00.000Z',
    );
  });
  test('hold from when they were told until they are taken back', () => {
    const told = { at: '2026-03-06T12:00:00Z', hours: '15:00-20:00' };
    expect(judged('hours', { preferences: [told] })).toBe('2026-03-06T15:00:00.000Z');
    expect(judged('hours', { preferences: [{ ...told, at: '2026-03-06T12:00:01Z' }] })).toBeNull();
    expect(judged('hours', { preferences: [{ ...told, withdrawnAt: '2026-03-06T12:00:00Z' }] })).toBeNull();
  });
  test('any of several wishes is enough', () =>
    expect(judged('hours', { preferences: [{ hours: '08:00-20:00' }, { hours: '16:00-18:00' }] })).toBe(
      '2026-03-06T16:00:00.000Z',
    ));
});

describe('channels and places that the person asked not to be used', () => {
  test('a channel', () => {
    expect(judged('channel', { preferences: [{ notBy: 'call' }] })).toBe('asked-channel');
    expect(judged('channel', { channel: 'sms', preferences: [{ notBy: 'call' }] })).toBeNull();
    expect(judged('channel', { act: 'report', preferences: [{ notBy: 'call' }] })).toBeNull();
    expect(judged('channel', { act: 'report', preferences: [{ notAt: 'work' }] })).toBeNull();
    expect(judged('channel', { preferences: [{ notBy: 'sms' }, { notBy: 'call' }] })).toBe('asked-channel');
  });
  test('a place', () => {
    expect(judged('place', { place: 'work', preferences: [{ notAt: 'work' }] })).toBe('asked-place');
    expect(judged('place', { place: 'home', preferences: [{ notAt: 'work' }] })).toBeNull();
    expect(judged('place', { preferences: [{ notAt: 'work' }] })).toBeNull();
  });
  test('a wish of one kind says nothing of another', () => {
    const preferences = [{ notBy: 'call' as const, notAt: 'work' }];
    expect(judged('hours', { place: 'work', preferences })).toBeNull();
    expect(judged('channel', { channel: 'sms', preferences })).toBeNull();
  });
});

test('hours are waited for, and refused where they never come', () => {
  const answer = (over: Partial<GateCaseInput>) =>
    judgePreferences({ kind: 'preferences', of: 'hours' }, legalCase(over));
  const preferences = [{ hours: '13:00-14:00' }];
  expect(answer({ preferences })).toMatchObject({ kind: 'wait', code: 'asked-hours' });
  expect(answer({ zones: ['Europe/London', 'Asia/Tokyo'], preferences })).toMatchObject({
    kind: 'refuse',
    code: 'no-common-hour',
  });
});

test('the words name the wish', () => {
  const words = (of: PreferencesDemand['of'], over: Partial<GateCaseInput>) =>
    judgePreferences({ kind: 'preferences', of }, legalCase(over))?.words;
  const preferences = [{ hours: '15:00-20:00', notBy: 'call' as const, notAt: 'work' }];
  expect(words('hours', { preferences })).toBe('outside the hours that the person asked for');
  expect(words('channel', { preferences })).toBe('the person asked for no contact by call');
  expect(words('place', { place: 'work', preferences })).toBe('the person must not be contacted at this place: work');
  expect(words('hours', { zones: ['Europe/London', 'Asia/Tokyo'], preferences: [{ hours: '12:00-14:00' }] })).toBe(
    'no hour is one that the person asked for',
  );
});
