import { describe, expect, test } from '@jest/globals';
import { GateCase, type GateCaseInput, legalCaseOf } from '../../contracts/gate-case.ts';
import type { CapDemand, CoolDownDemand, GapDemand, RuleAnswer } from '../rule.ts';
import { judgeCap, judgeCoolDown, judgeGap } from './counts.ts';

type Contact = NonNullable<GateCaseInput['contacts']>[number];

const situation = (differs: Partial<GateCaseInput>) =>
  legalCaseOf(
    GateCase.parse({ law: ['US'], zones: ['America/New_York'], at: '2026-04-10T12:00:00-04:00', ...differs }),
  );

const untilOf = (answer: RuleAnswer | null): string | null =>
  answer?.kind === 'wait' ? new Date(answer.until).toISOString() : null;

const on = (date: string, over: Partial<Contact> = {}): Contact => ({ at: `${date}T12:00:00-04:00`, ...over });

describe('a cap', () => {
  const demand: CapDemand = { kind: 'cap', counts: {}, per: 'person', days: 3, most: 2 };
  const cap = (differs: Partial<GateCaseInput>, over: Partial<CapDemand> = {}) =>
    untilOf(judgeCap({ ...demand, ...over }, situation(differs)));

  test('lets an act pass below it', () => {
    expect(cap({ contacts: [on('2026-04-09')] })).toBeNull();
  });

  test('waits until the oldest contact has left the window', () => {
    expect(cap({ contacts: [on('2026-04-08'), on('2026-04-09')] })).toBe('2026-04-11T04:00:00.000Z');
  });

  test('waits until enough have left, where more than the cap are in the window', () => {
    expect(
      cap({ contacts: [on('2026-04-08'), on('2026-04-09'), on('2026-04-10', { at: '2026-04-10T08:00:00-04:00' })] }),
    ).toBe('2026-04-12T04:00:00.000Z');
  });

  test('counts whole days: a contact of three days ago has left the window at midnight', () => {
    const contacts = [on('2026-04-07', { at: '2026-04-07T23:59:59-04:00' }), on('2026-04-09')];
    expect(cap({ contacts, at: '2026-04-09T23:59:59-04:00' })).toBe('2026-04-10T04:00:00.000Z');
    expect(cap({ contacts, at: '2026-04-10T00:00:00-04:00' })).toBeNull();
  });

  test('counts contacts about the same debt only, per debt', () => {
    const contacts = [on('2026-04-08', { debts: ['a', 'b'] }), on('2026-04-09', { debts: ['b'] })];
    expect(cap({ contacts, debt: { id: 'b' } }, { per: 'debt' })).not.toBeNull();
    expect(cap({ contacts, debt: { id: 'a' } }, { per: 'debt' })).toBeNull();
  });

  test('counts all numbers together, per person and per debt', () => {
    const contacts = [on('2026-04-08', { point: 'home' }), on('2026-04-09', { point: 'mobile' })];
    expect(cap({ contacts, point: 'mobile' })).not.toBeNull();
    expect(cap({ contacts, point: 'mobile' }, { per: 'debt' })).not.toBeNull();
    expect(cap({ contacts, point: 'mobile' }, { per: 'point' })).toBeNull();
  });

  test('counts a contact or an act of unknown number for each number', () => {
    const known = [on('2026-04-08', { point: 'home' }), on('2026-04-09', { point: 'mobile' })];
    const unknown = [on('2026-04-08'), on('2026-04-09', { point: 'mobile' })];
    expect(cap({ contacts: known, point: null }, { per: 'point' })).not.toBeNull();
    expect(cap({ contacts: unknown, point: 'mobile' }, { per: 'point' })).not.toBeNull();
  });

  test('counts only what the demand lists', () => {
    const contacts = [on('2026-04-08', { outcome: 'not-connected' }), on('2026-04-09', { outcome: 'no-answer' })];
    expect(cap({ contacts }, { counts: { outcomes: ['no-answer'] } })).toBeNull();
    expect(cap({ contacts }, { counts: { channels: ['sms'] } })).toBeNull();
    expect(cap({ contacts }, { counts: { purposes: ['notice'] } })).toBeNull();
    expect(cap({ contacts }, { counts: { addressees: ['attorney'] } })).toBeNull();
  });

  test('counts what went out, unless it says otherwise', () => {
    const contacts = [on('2026-04-08', { direction: 'in' }), on('2026-04-09')];
    expect(cap({ contacts })).toBeNull();
    expect(cap({ contacts }, { counts: { directions: ['in', 'out'] } })).not.toBeNull();
  });

  test('knows nothing of contacts after the act', () => {
    expect(cap({ contacts: [on('2026-04-09'), on('2026-04-11')] })).toBeNull();
    expect(cap({ contacts: [on('2026-04-09'), on('2026-04-10')] })).not.toBeNull();
    expect(cap({ contacts: [on('2026-04-09'), on('2026-04-10', { at: '2026-04-10T12:00:01-04:00' })] })).toBeNull();
  });

  test('counts in whatever order they are told', () => {
    const days = ['2026-04-10', '2026-04-08', '2026-04-09'];
    const contacts = days.map((day) => on(day, { at: `${day}T08:00:00-04:00` }));
    for (const order of [contacts, contacts.toReversed()])
      expect(cap({ contacts: order })).toBe('2026-04-12T04:00:00.000Z');
  });

  test('says which cap it is', () => {
    const contacts = [on('2026-04-10', { at: '2026-04-10T08:00:00-04:00' })];
    const said = (days: number) => {
      const answer = judgeCap({ ...demand, days, most: 1 }, situation({ contacts }));
      return [answer?.code, answer?.words];
    };
    expect(said(1)).toEqual(['daily-cap', 'the cap of 1 contact today is reached']);
    expect(said(7)).toEqual(['weekly-cap', 'the cap of 1 contact in 7 days is reached']);
    expect(said(3)).toEqual(['cap', 'the cap of 1 contact in 3 days is reached']);
  });

  test('is lifted by a consent for its own day and the six that follow', () => {
    const contacts = [on('2026-04-09'), on('2026-04-10', { at: '2026-04-10T08:00:00-04:00' })];
    const agreedOn = (date: string) => ({ contacts, consents: [{ scope: 'further', at: `${date}T10:00:00-04:00` }] });
    expect(cap(agreedOn('2026-04-04'), { unlessConsent: 'further' })).toBeNull();
    expect(cap(agreedOn('2026-04-04'), { unlessConsent: 'other' })).not.toBeNull();
    expect(cap(agreedOn('2026-04-04'))).not.toBeNull();
  });

  test('does not count contacts of the days of a consent that has ended', () => {
    const consents = [{ scope: 'further', at: '2026-04-03T10:00:00-04:00' }];
    const covered = [on('2026-04-08'), on('2026-04-09')];
    const after = [
      on('2026-04-10', { at: '2026-04-10T08:00:00-04:00' }),
      on('2026-04-10', { at: '2026-04-10T09:00:00-04:00' }),
    ];
    expect(cap({ contacts: covered, consents }, { unlessConsent: 'further' })).toBeNull();
    expect(cap({ contacts: after, consents }, { unlessConsent: 'further' })).not.toBeNull();
  });

  test('counts again from the moment at which the consent is withdrawn', () => {
    const contacts = [on('2026-04-09'), on('2026-04-10', { at: '2026-04-10T08:00:00-04:00' })];
    const consents = [{ scope: 'further', at: '2026-04-10T10:00:00-04:00', withdrawnAt: '2026-04-10T11:00:00-04:00' }];
    const unlessConsent = 'further';
    expect(cap({ contacts, consents, at: '2026-04-10T10:59:59-04:00' }, { unlessConsent })).toBeNull();
    expect(cap({ contacts, consents, at: '2026-04-10T11:00:00-04:00' }, { unlessConsent })).not.toBeNull();
  });

  test('ends at midnight of the person on the days of 23 and of 25 hours', () => {
    const daily: Partial<CapDemand> = { days: 1, most: 1 };
    expect(cap({ at: '2026-03-08T12:00:00-04:00', contacts: [{ at: '2026-03-08T00:30:00-05:00' }] }, daily)).toBe(
      '2026-03-09T04:00:00.000Z',
    );
    expect(cap({ at: '2026-11-01T23:30:00-05:00', contacts: [{ at: '2026-11-01T00:30:00-04:00' }] }, daily)).toBe(
      '2026-11-02T05:00:00.000Z',
    );
    expect(cap({ at: '2026-11-02T00:00:00-05:00', contacts: [{ at: '2026-11-01T00:30:00-04:00' }] }, daily)).toBeNull();
  });

  test('lasts as long as in the zone where the day ends last', () => {
    const zones = ['America/New_York', 'America/Los_Angeles'];
    const contacts = [{ at: '2026-04-10T10:00:00-04:00' }];
    for (const order of [zones, zones.toReversed()])
      expect(cap({ zones: order, contacts }, { days: 1, most: 1 })).toBe('2026-04-11T07:00:00.000Z');
  });
});

describe('a cool-down', () => {
  const demand: CoolDownDemand = { kind: 'cool-down', after: { outcomes: ['conversation'] }, per: 'debt', days: 7 };
  const coolDown = (differs: Partial<GateCaseInput>, over: Partial<CoolDownDemand> = {}) =>
    untilOf(judgeCoolDown({ ...demand, ...over }, situation(differs)));

  test('counts the day of the contact as the first', () => {
    const contacts = [on('2026-04-04', { outcome: 'conversation' })];
    expect(coolDown({ contacts })).toBe('2026-04-11T04:00:00.000Z');
    expect(coolDown({ contacts, at: '2026-04-11T00:00:00-04:00' })).toBeNull();
    expect(judgeCoolDown(demand, situation({ contacts }))?.code).toBe('cool-down');
  });

  test('counts from the last contact', () => {
    const contacts = [on('2026-04-09', { outcome: 'conversation' }), on('2026-04-04', { outcome: 'conversation' })];
    expect(coolDown({ contacts })).toBe('2026-04-16T04:00:00.000Z');
  });

  test('knows nothing of other outcomes and debts', () => {
    expect(coolDown({ contacts: [on('2026-04-09', { outcome: 'voicemail' })] })).toBeNull();
    expect(coolDown({ contacts: [on('2026-04-09', { outcome: 'conversation', debts: ['other'] })] })).toBeNull();
  });

  test('is lifted by a consent', () => {
    const contacts = [on('2026-04-09', { outcome: 'conversation' })];
    const consents = [{ scope: 'further', at: '2026-04-09T12:00:00-04:00' }];
    expect(coolDown({ contacts, consents }, { unlessConsent: 'further' })).toBeNull();
    expect(coolDown({ contacts, consents })).not.toBeNull();
  });
});

describe('a gap', () => {
  const demand: GapDemand = { kind: 'gap', after: {}, per: 'person', minutes: 5 };
  const gap = (contacts: Contact[]) => untilOf(judgeGap(demand, situation({ contacts })));

  test('waits until so many minutes after the last contact', () => {
    expect(gap([{ at: '2026-04-10T11:55:01-04:00' }, { at: '2026-04-10T11:50:00-04:00' }])).toBe(
      '2026-04-10T16:00:01.000Z',
    );
  });

  test('says that it is a gap', () =>
    expect(judgeGap(demand, situation({ contacts: [{ at: '2026-04-10T11:55:01-04:00' }] }))?.code).toBe('gap'));

  test('is over when they have passed', () => {
    expect(gap([{ at: '2026-04-10T11:55:00-04:00' }])).toBeNull();
  });
});
