import { describe, expect, test } from '@jest/globals';
import { legalCase, untilOf } from '../../../tests/support/legal-case.ts';
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import type { Status } from '../case.ts';
import { judgeMoratorium, moratoriumOf } from './breathing-space.ts';

const status = (over: Partial<Status>): Status => ({
  status: 'breathing-space',
  since: Date.parse('2026-06-01T09:00:00+01:00'),
  until: null,
  endedAt: null,
  debt: null,
  written: false,
  ...over,
});

describe('UK-BS-03', () => {
  test('60 days with the day of the start; the day after is not free yet', () =>
    expect(moratoriumOf(status({}))).toEqual({ lastDay: '2026-07-30', freeOn: '2026-08-01' }));

  test('the day of the start is that of London', () =>
    expect(moratoriumOf(status({ since: Date.parse('2026-06-01T23:30:00Z') }))).toEqual({
      lastDay: '2026-07-31',
      freeOn: '2026-08-02',
    }));

  test('over the end of a year and a leap day', () =>
    expect(moratoriumOf(status({ since: Date.parse('2027-12-31T12:00:00Z') }))).toEqual({
      lastDay: '2028-02-28',
      freeOn: '2028-03-01',
    }));

  test('the last day that the register names counts', () =>
    expect(moratoriumOf(status({ until: '2026-07-15' }))).toEqual({ lastDay: '2026-07-15', freeOn: '2026-07-16' }));

  test('a mental health crisis lasts 30 days beyond the treatment, and is open while it goes on', () => {
    const crisis = status({ status: 'mental-health-crisis' });
    expect(moratoriumOf(crisis)).toBeNull();
    expect(moratoriumOf({ ...crisis, endedAt: Date.parse('2026-06-20T12:00:00+01:00') })).toEqual({
      lastDay: '2026-07-20',
      freeOn: '2026-07-21',
    });
  });
});

describe('UK-BS-01: what a moratorium holds back', () => {
  type Told = NonNullable<GateCaseInput['statuses']>[number];
  const BREATHING: Told = { status: 'breathing-space', since: '2026-06-01T09:00:00+01:00' };
  const CRISIS: Told = { ...BREATHING, status: 'mental-health-crisis' };
  const judged = (at: string, ...statuses: Told[]) =>
    judgeMoratorium(legalCase({ act: 'charge', at: at.length > 10 ? at : `${at}T12:00:00+01:00`, statuses }));
  const code = (at: string, ...statuses: Told[]) => untilOf(judged(at, ...statuses));

  test('it refuses from its beginning to its last day, and waits for the day after the next', () => {
    expect(code('2026-06-01T08:59:59+01:00', BREATHING)).toBeNull();
    expect(code('2026-06-01T09:00:00+01:00', BREATHING)).toBe('breathing-space');
    expect(code('2026-07-30', BREATHING)).toBe('breathing-space');
    expect(code('2026-07-31', BREATHING)).toBe('2026-07-31T23:00:00.000Z');
    expect(judged('2026-07-31', BREATHING)?.code).toBe('breathing-space');
    expect(code('2026-08-01', BREATHING)).toBeNull();
    expect(code('2026-08-02', BREATHING)).toBeNull();
    expect(code('2026-06-01')).toBeNull();
  });
  test('a last day that the register names counts', () => {
    expect(code('2026-07-15', { ...BREATHING, until: '2026-07-15' })).toBe('breathing-space');
    expect(code('2026-07-16', { ...BREATHING, until: '2026-07-15' })).toBeNull();
    expect(judged('2026-07-15', { ...BREATHING, until: '2026-07-15' })?.words).toBe(
      'a moratorium protects the person until 2026-07-15',
    );
  });
  test('one that was ended is over at once', () => {
    expect(code('2026-06-10T12:00:00+01:00', { ...BREATHING, endedAt: '2026-06-10T12:00:00+01:00' })).toBeNull();
    expect(code('2026-06-10T12:00:00+01:00', { ...BREATHING, endedAt: '2026-06-10T12:00:01+01:00' })).toBe(
      'breathing-space',
    );
  });
  test('a crisis lasts while the treatment goes on, and 30 days beyond', () => {
    expect(code('2027-06-01', CRISIS)).toBe('mental-health-crisis');
    expect(judged('2027-06-01', CRISIS)?.words).toBe('a moratorium protects the person');
    const treated = { ...CRISIS, endedAt: '2026-06-20T12:00:00+01:00' };
    expect(code('2026-07-20', treated)).toBe('mental-health-crisis');
    expect(code('2026-07-21', treated)).toBeNull();
    expect(code('2026-05-31', CRISIS)).toBeNull();
  });
  test('another status, and one of another debt, hold nothing back', () => {
    expect(code('2026-06-10', { ...BREATHING, status: 'dispute' })).toBeNull();
    expect(code('2026-06-10', { ...BREATHING, debt: 'other' })).toBeNull();
    expect(code('2026-06-10', { ...BREATHING, debt: 'debt' })).toBe('breathing-space');
  });
  test('of several the latest end counts, in whatever order they are told', () => {
    const later = { ...BREATHING, since: '2026-06-02T09:00:00+01:00' };
    const earlier = { ...BREATHING, since: '2026-05-01T09:00:00+01:00' };
    for (const order of [
      [later, BREATHING, earlier],
      [earlier, BREATHING, later],
    ]) {
      expect(code('2026-07-31', ...order)).toBe('breathing-space');
      expect(code('2026-08-01', ...order)).toBe('2026-08-01T23:00:00.000Z');
      expect(code('2026-08-02', ...order)).toBeNull();
    }
    const named = { ...BREATHING, until: '2026-07-29' };
    for (const order of [
      [named, BREATHING],
      [BREATHING, named],
    ])
      expect(code('2026-07-31', ...order)).toBe('2026-07-31T23:00:00.000Z');
  });
});
