import { describe, expect, test } from '@jest/globals';
import { legalCase } from '../../../tests/support/legal-case.ts';
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import {
  assumedReceipt,
  firstCommunication,
  timelyInWriting,
  validationEndOf,
  validationPeriodEnd,
} from './validation.ts';

test('US-VAL-02: a notice mailed on Tuesday 1 September 2026 may be assumed received on 9 September: Labor Day is no day', () => {
  expect(assumedReceipt('2026-09-01')).toBe('2026-09-09');
});

test('US-VAL-02: its period ends on 9 October', () => {
  expect(validationPeriodEnd('2026-09-01', null)).toBe('2026-10-09');
});

test.each([
  ['2026-03-02', '2026-03-09', 'a week without a holiday'],
  ['2026-03-07', '2026-03-13', 'provided on a Saturday'],
  ['2026-06-29', '2026-07-07', 'the Friday on which 4 July is observed is no day'],
  ['2026-12-24', '2027-01-04', 'over Christmas and New Year'],
])('US-VAL-02: provided on %s, assumed received on %s (%s)', (providedOn, receivedOn) => {
  expect(assumedReceipt(providedOn)).toBe(receivedOn);
});

test('US-VAL-02: a later receipt that is known moves the end; an earlier does not', () => {
  expect(validationPeriodEnd('2026-09-01', '2026-09-14')).toBe('2026-10-14');
  expect(validationPeriodEnd('2026-09-01', '2026-09-03')).toBe('2026-10-09');
});

describe('the validation notices that were given', () => {
  const NY = { law: ['US' as const], zones: ['America/New_York'], at: '2026-09-20T12:00:00-04:00' };
  type Notice = NonNullable<GateCaseInput['notices']>[number];
  const given = (sentAt: string, over: Partial<Notice> = {}): Notice => ({
    ...{ notice: 'validation', sentAt: `${sentAt}T12:00:00-04:00`, ...over },
  });
  const end = (...notices: Notice[]) => validationEndOf(legalCase({ ...NY, notices }));
  test('the latest that stands counts, by its delivery where that is known', () => {
    expect(end()).toBeNull();
    expect(end(given('2026-09-01'))).toBe('2026-10-09');
    expect(end(given('2026-09-01', { deliveredAt: '2026-09-14T12:00:00-04:00' }))).toBe('2026-10-14');
    expect(end(given('2026-08-03'), given('2026-09-01'))).toBe('2026-10-09');
    expect(end(given('2026-09-01'), given('2026-08-03'))).toBe('2026-10-09');
    expect(end(given('2026-09-01', { returnedAt: '2026-09-05T12:00:00-04:00' }))).toBeNull();
  });

  const dispute = (since: string, over: object = {}) => ({
    ...{ status: 'dispute', since: `${since}T12:00:00-04:00`, written: true, ...over },
  });
  const timely = (statuses: GateCaseInput['statuses'], notices: Notice[] = [given('2026-08-03')]) =>
    timelyInWriting('dispute', legalCase({ ...NY, notices, statuses }))?.since ?? null;
  test('what is disputed in writing by the last day of the period is in time', () => {
    // Sent on 3 August, assumed received on the 10th.
    expect(end(given('2026-08-03'))).toBe('2026-09-09');
    expect(timely([])).toBeNull();
    expect(timely([dispute('2026-09-09')])).toBe(Date.parse('2026-09-09T12:00:00-04:00'));
    expect(timely([dispute('2026-09-10')])).toBeNull();
    expect(timely([dispute('2026-09-10')], [])).toBe(Date.parse('2026-09-10T12:00:00-04:00'));
    expect(timely([dispute('2026-09-10'), dispute('2026-09-01')])).toBe(Date.parse('2026-09-01T12:00:00-04:00'));
  });
  test.each<[string, object]>([
    ['another status', { status: 'attorney' }],
    ['one that was spoken', { written: false }],
    ['one that has ended', { endedAt: '2026-09-02T12:00:00-04:00' }],
    ['one of another debt', { debt: 'other' }],
  ])('not %s', (_, over) => expect(timely([dispute('2026-09-01', over)])).toBeNull());
});

describe('the first communication', () => {
  type Contact = NonNullable<GateCaseInput['contacts']>[number];
  const AT = '2026-03-06T12:00:00Z';
  const contact = (over: Partial<Contact> = {}): Contact => ({
    ...{ at: '2026-03-01T12:00:00Z', channel: 'call', outcome: 'conversation', ...over },
  });
  const first = (contacts: Contact[], over: Partial<GateCaseInput> = {}) => {
    const moment = firstCommunication(legalCase({ contacts, ...over }));
    return moment === null ? null : new Date(moment).toISOString().slice(0, 10);
  };
  test('is the earliest that told of the debt, a validation notice included', () => {
    expect(first([])).toBeNull();
    const march = [3, 1, 2].map((day) => contact({ at: `2026-03-0${day}T12:00:00Z` }));
    expect(first(march)).toBe('2026-03-01');
    expect(first([contact({ at: AT })])).toBe('2026-03-06');
    expect(first([contact({ at: '2026-03-06T12:00:01Z' })])).toBeNull();
    const notices = [{ notice: 'validation', sentAt: '2026-02-27T12:00:00Z' }];
    expect(first(march, { notices })).toBe('2026-02-27');
    expect(first([], { notices })).toBe('2026-02-27');
    expect(first([contact({ at: '2026-02-01T12:00:00Z' })], { notices })).toBe('2026-02-01');
  });
  test.each<[string, Partial<Contact>, boolean]>([
    ['a voicemail', { outcome: 'voicemail' }, true],
    ['a text that was sent', { channel: 'sms', outcome: 'sent' }, true],
    ['a text of which nothing more is known', { channel: 'sms', outcome: 'attempted' }, true],
    ['a call of which nothing more is known', { outcome: 'attempted' }, false],
    ['a visit of which nothing more is known', { channel: 'visit', outcome: 'attempted' }, false],
    ['a text that bounced', { channel: 'sms', outcome: 'bounced' }, false],
    ['a call that nobody answered', { outcome: 'no-answer' }, false],
    ['a question for the way', { purpose: 'locate' }, false],
    ['the confirmation of a STOP', { purpose: 'opt-out' }, false],
    ['with a spouse', { addressee: 'spouse' }, true],
    ['with a third party', { addressee: 'third-party' }, false],
    ['with the attorney', { addressee: 'attorney' }, false],
    ['about another debt', { debts: ['other'] }, false],
  ])('%s', (_, over, tells) => expect(first([contact(over)])).toBe(tells ? '2026-03-01' : null));
});
