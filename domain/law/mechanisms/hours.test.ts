import { describe, expect, test } from '@jest/globals';
import { legalCase, untilOf } from '../../../tests/support/legal-case.ts';
import type { HoursDemand } from '../rule.ts';
import { commonClosing, commonOpening, judgeHours } from './hours.ts';

const DAY: HoursDemand = { kind: 'hours', opens: 8 * 60, closes: 21 * 60, agreed: true };
const judged = (at: string, zones: string[], demand = DAY) => untilOf(judgeHours(demand, legalCase({ at, zones })));

describe('the hours', () => {
  test.each([
    ['07:59:59', '2026-03-06T08:00:00.000Z'],
    ['08:00:00', null],
    ['20:59:59', null],
    ['21:00:00', '2026-03-07T08:00:00.000Z'],
    ['23:59:59', '2026-03-07T08:00:00.000Z'],
    ['00:00:00', '2026-03-06T08:00:00.000Z'],
  ])('%s in London', (time, until) => expect(judged(`2026-03-06T${time}Z`, ['Europe/London'])).toBe(until));

  test.each([
    ['Asia/Kathmandu', '2026-03-05T18:15:00Z', '2026-03-06T02:15:00.000Z'],
    ['Australia/Lord_Howe', '2026-03-05T13:00:00Z', '2026-03-05T21:00:00.000Z'],
    ['Pacific/Chatham', '2026-03-05T10:15:00Z', '2026-03-05T18:15:00.000Z'],
  ])('midnight in %s', (zone, at, until) => expect(judged(at, [zone])).toBe(until));

  test('the night after the last day of the year ends in the new year', () =>
    expect(judged('2026-12-31T21:30:00Z', ['Europe/London'])).toBe('2027-01-01T08:00:00.000Z'));

  test('the night before a leap day ends on it', () =>
    expect(judged('2028-02-28T21:30:00Z', ['Europe/London'])).toBe('2028-02-29T08:00:00.000Z'));

  test.each([
    ['the last evening of winter time', 'America/New_York', '2026-03-08T02:30:00Z', '2026-03-08T12:00:00.000Z'],
    ['the last evening of summer time', 'America/New_York', '2026-11-01T01:30:00Z', '2026-11-01T13:00:00.000Z'],
    ['the last evening of winter time', 'Europe/London', '2026-03-28T21:30:00Z', '2026-03-29T07:00:00.000Z'],
    ['the last evening of summer time', 'Europe/London', '2026-10-24T20:30:00Z', '2026-10-25T08:00:00.000Z'],
  ])('%s in %s', (_, zone, at, until) => expect(judged(at, [zone])).toBe(until));

  test('one moment is lawful or not by the time of year', () => {
    expect(judged('2026-03-07T12:30:00Z', ['America/New_York'])).toBe('2026-03-07T13:00:00.000Z');
    expect(judged('2026-03-08T12:30:00Z', ['America/New_York'])).toBeNull();
  });

  test('an opening that the clock passes twice counts when it comes again', () => {
    // Lord Howe goes back from 02:00 to 01:30: 01:45 is shown at 14:45 and at 15:15 UTC.
    const early: HoursDemand = { kind: 'hours', opens: 105, closes: 600 };
    expect(judged('2026-04-04T14:40:30Z', ['Australia/Lord_Howe'], early)).toBe('2026-04-04T14:45:00.000Z');
    expect(judged('2026-04-04T15:05:30Z', ['Australia/Lord_Howe'], early)).toBe('2026-04-04T15:15:00.000Z');
    expect(judged('2026-04-04T15:15:00Z', ['Australia/Lord_Howe'], early)).toBeNull();
  });

  test('an opening that the clock skips comes as much later', () =>
    expect(judged('2026-03-29T00:30:00Z', ['Europe/London'], { kind: 'hours', opens: 90, closes: 600 })).toBe(
      '2026-03-29T01:30:00.000Z',
    ));
});

describe('a person who may be in several places', () => {
  const COASTS = ['America/New_York', 'America/Los_Angeles'];

  test('waits for the hours of each', () => {
    expect(judged('2026-03-06T14:30:00Z', COASTS)).toBe('2026-03-06T16:00:00.000Z');
    expect(judged('2026-03-06T16:00:00Z', COASTS)).toBeNull();
    expect(judged('2026-03-07T02:00:00Z', COASTS)).toBe('2026-03-07T16:00:00.000Z');
  });

  test('is refused where no hour is common', () => {
    const narrow: HoursDemand = { kind: 'hours', opens: 600, closes: 660 };
    expect(judged('2026-03-06T14:30:00Z', ['Europe/London', 'Asia/Tokyo'], narrow)).toBe('no-common-hour');
    expect(commonOpening(0, ['Europe/London', 'Asia/Tokyo'], narrow)).toBeNull();
  });

  test('the hours end where they end first', () => {
    const at = Date.parse('2026-03-06T20:00:00Z');
    expect(commonClosing(at, COASTS, DAY)).toBe(Date.parse('2026-03-07T02:00:00Z'));
    expect(commonClosing(Date.parse('2026-03-06T14:30:00Z'), COASTS, DAY)).toBeNull();
  });
});

describe('hours that the person agreed to', () => {
  const consent = { scope: 'hours', at: '2026-03-01T00:00:00Z', hours: '19:00-23:00' };
  const late = (over: object, demand = DAY, zones = ['Europe/London']) =>
    untilOf(judgeHours(demand, legalCase({ at: '2026-03-06T22:00:00Z', zones, consents: [{ ...consent, ...over }] })));

  test('replace the rule’s while the consent lasts', () => {
    expect(late({})).toBeNull();
    expect(late({ withdrawnAt: '2026-03-06T22:00:00Z' })).toBe('2026-03-07T08:00:00.000Z');
    expect(late({ withdrawnAt: '2026-03-06T22:00:01Z' })).toBeNull();
    expect(late({ at: '2026-03-06T22:00:01Z' })).toBe('2026-03-07T08:00:00.000Z');
  });
  test('bind to their end, in every place', () => {
    expect(late({ hours: '19:00-22:00' })).toBe('2026-03-07T08:00:00.000Z');
    expect(late({}, DAY, ['Europe/London', 'Europe/Berlin'])).toBe('2026-03-07T08:00:00.000Z');
  });
  test('count for their number only, and only where the rule allows them', () => {
    expect(late({ point: 'mobile' })).toBe('2026-03-07T08:00:00.000Z');
    expect(late({ scope: 'autodialler' })).toBe('2026-03-07T08:00:00.000Z');
    expect(late({ hours: null })).toBe('2026-03-07T08:00:00.000Z');
    expect(late({}, { kind: 'hours', opens: 480, closes: 1260 })).toBe('2026-03-07T08:00:00.000Z');
  });
});

test('the words say where it is night', () => {
  const words = (zones: string[], demand = DAY) =>
    judgeHours(demand, legalCase({ at: '2026-03-06T03:00:00Z', zones }))?.words;
  expect(words(['Europe/London'])).toBe('it is night where the person lives');
  expect(judgeHours(DAY, legalCase({ at: '2026-03-06T03:00:00Z' }))).toMatchObject({ kind: 'wait', code: 'night' });
  const apart = legalCase({ zones: ['Europe/London', 'Asia/Tokyo'] });
  const narrow: HoursDemand = { kind: 'hours', opens: 600, closes: 660 };
  expect(judgeHours(narrow, apart)).toMatchObject({ kind: 'refuse', code: 'no-common-hour' });
  expect(words(['Europe/London', 'Europe/Berlin'])).toBe('it is night in one of the places where the person may be');
  expect(words(['Europe/London', 'Asia/Tokyo'], { kind: 'hours', opens: 600, closes: 660 })).toBe(
    'no hour is lawful in each place where the person may be',
  );
});
