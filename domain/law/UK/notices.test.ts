import { describe, expect, test } from '@jest/globals';
import { legalCase, untilOf } from '../../../tests/support/legal-case.ts';
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import {
  firstClaimDay,
  firstFilingDay,
  isValidDefaultDate,
  judgeDefaultNotice,
  judgeFailedTalks,
  judgeFiling,
  judgeReplyForm,
} from './notices.ts';

describe('UK-DN-01', () => {
  test.each([
    ['2026-06-14', false],
    ['2026-06-15', true],
    ['2026-06-16', true],
  ])('served on 2026-06-01, names %s: %s', (names, isValid) =>
    expect(isValidDefaultDate('2026-06-01', names)).toBe(isValid),
  );
});

describe('UK-LOC-02', () => {
  test.each([
    ['the form alone', '2026-06-25', null, '2026-07-26'],
    ['the documents after it', '2026-06-25', '2026-07-05', '2026-08-05'],
    ['the documents before it', '2026-06-25', '2026-06-20', '2026-07-26'],
  ])('%s', (_, form, documents, day) => expect(firstClaimDay(form, documents)).toBe(day));
});

describe('UK-CRA-01', () => {
  test('28 days after the notice, over a leap day too', () => {
    expect(firstFilingDay('2026-06-01')).toBe('2026-06-29');
    expect(firstFilingDay('2028-02-10')).toBe('2028-03-09');
  });
});

type Notice = NonNullable<GateCaseInput['notices']>[number];
type Told = NonNullable<GateCaseInput['statuses']>[number];
const on = (day: string) => `2026-${day}T12:00:00+01:00`;
const sent = (notice: string, day: string, over: Partial<Notice> = {}): Notice => ({
  notice,
  sentAt: on(day),
  ...over,
});
const told = (status: string, day: string, over: Partial<Told> = {}): Told => ({ status, since: on(day), ...over });
const caseOn = (day: string, notices: Notice[] = [], statuses: Told[] = []) =>
  legalCase({ act: 'file-claim', at: day.length > 5 ? day : on(day), notices, statuses });

describe('UK-DN-01: the end of an agreement', () => {
  const served = (day: string, names: string | null, over: Partial<Notice> = {}) =>
    sent('default', day, { deliveredAt: on(day), names: names === null ? null : `2026-${names}`, ...over });
  const code = (day: string, notices: Notice[], statuses: Told[] = []) =>
    untilOf(judgeDefaultNotice(caseOn(day, notices, statuses)));
  test('needs a notice, that names a date, that has come', () => {
    expect(code('06-20', [])).toBe('notice-first');
    expect(judgeDefaultNotice(caseOn('06-20'))).toMatchObject({ kind: 'require', notice: 'default' });
    expect(code('06-20', [sent('other', '06-01')])).toBe('notice-first');
    expect(code('06-20', [served('06-01', null)])).toBe('notice-invalid');
    expect(code('06-14', [served('06-01', '06-15')])).toBe('notice-period');
    expect(code('06-15', [served('06-01', '06-15')])).toBeNull();
    expect(code('06-16', [served('06-01', '06-15')])).toBeNull();
    expect(code('2026-06-14T23:30:00Z', [served('06-01', '06-15')])).toBeNull();
  });
  test('counts from the service, which is known and not to come', () => {
    expect(code('06-20', [served('06-01', '06-15', { deliveredAt: null })])).toBe('notice-invalid');
    expect(code('06-20', [served('06-01', '06-15', { deliveredAt: on('06-02') })])).toBe('notice-invalid');
    expect(code('06-20', [served('06-01', '07-30', { deliveredAt: on('06-21') })])).toBe('notice-invalid');
    expect(code('06-20', [served('06-01', '07-30', { deliveredAt: on('06-20') })])).toBe('notice-period');
  });
  test('of several notices the first date counts', () => {
    const [early, late] = [served('06-01', '06-15'), served('06-02', '06-30')];
    for (const notices of [
      [early, late],
      [late, early],
    ])
      expect(code('06-15', notices)).toBeNull();
    expect(judgeDefaultNotice(caseOn('06-14', [late, early]))?.words).toBe(
      'the default may be remedied until 2026-06-15',
    );
  });
  test('is refused where the default was remedied, while that holds', () => {
    const notices = [served('06-01', '06-15')];
    expect(code('06-20', notices, [told('default-remedied', '06-10')])).toBe('default-remedied');
    expect(code('06-20', notices, [told('default-remedied', '06-10', { endedAt: on('06-12') })])).toBeNull();
    expect(code('06-20', notices, [told('dispute', '06-10')])).toBeNull();
    expect(code('06-20', notices, [told('dispute', '06-10'), told('default-remedied', '06-10')])).toBe(
      'default-remedied',
    );
  });
});

describe('UK-CRA-01: the filing of a default', () => {
  const code = (day: string, ...notices: Notice[]) => untilOf(judgeFiling(caseOn(day, notices)));
  test('needs a notice, and 28 days after the first that stands', () => {
    expect(code('06-20')).toBe('notice-first');
    expect(judgeFiling(caseOn('06-20'))).toMatchObject({ kind: 'require', notice: 'adverse-report' });
    const notice = sent('adverse-report', '06-01');
    expect(code('06-28', notice)).toBe('2026-06-28T23:00:00.000Z');
    expect(judgeFiling(caseOn('06-28', [notice]))?.code).toBe('notice-period');
    expect(code('06-29', notice)).toBeNull();
    const later = sent('adverse-report', '06-10');
    for (const notices of [
      [notice, later],
      [later, notice],
    ]) {
      expect(code('06-29', ...notices)).toBeNull();
      expect(code('06-28', ...notices)).toBe('2026-06-28T23:00:00.000Z');
    }
  });
});

describe('UK-LOC-02: a claim after a reply form', () => {
  const code = (day: string, statuses: Told[], notices: Notice[] = []) =>
    untilOf(judgeReplyForm(caseOn(day, notices, statuses)));
  const FORM = told('reply-form', '06-25');
  const ASKED = told('documents-requested', '06-25');
  const documents = (day: string) => sent('claim-documents', day);
  test('waits for 30 days after the form', () => {
    expect(code('07-01', [])).toBeNull();
    expect(code('07-01', [ASKED])).toBeNull();
    expect(code('07-25', [FORM])).toBe('2026-07-25T23:00:00.000Z');
    expect(judgeReplyForm(caseOn('07-25', [], [FORM]))?.code).toBe('reply-period');
    expect(code('07-26', [FORM])).toBeNull();
    expect(code('07-25', [told('reply-form', '06-25', { endedAt: on('07-01') })])).toBeNull();
  });
  test('needs the documents that were asked for, and 30 days after the last', () => {
    expect(code('08-30', [FORM, ASKED])).toBe('notice-first');
    expect(judgeReplyForm(caseOn('08-30', [], [FORM, ASKED]))).toMatchObject({ notice: 'claim-documents' });
    expect(code('08-30', [FORM, ASKED], [documents('06-24')])).toBe('notice-first');
    expect(code('08-30', [FORM, ASKED], [documents('06-25')])).toBeNull();
    expect(code('08-04', [FORM, ASKED], [documents('07-05')])).toBe('2026-08-04T23:00:00.000Z');
    expect(code('08-05', [FORM, ASKED], [documents('07-05')])).toBeNull();
    for (const days of [
      ['07-05', '07-10', '06-20'],
      ['06-20', '07-10', '07-05'],
    ])
      expect(code('08-05', [FORM, ASKED], days.map(documents))).toBe('2026-08-09T23:00:00.000Z');
    expect(code('08-04', [FORM, told('documents-requested', '06-25', { endedAt: on('06-26') })])).toBeNull();
  });
  test('counts documents that nobody asked for', () =>
    expect(code('08-04', [FORM], [documents('07-05')])).toBe('2026-08-04T23:00:00.000Z'));
});

describe('UK-LOC-03: a claim after talks failed', () => {
  const code = (day: string, statuses: Told[], notices: Notice[] = []) =>
    untilOf(judgeFailedTalks(caseOn(day, notices, statuses)));
  const FAILED = told('instalment-talks-failed', '07-01');
  test('is announced 14 days before', () => {
    expect(code('07-20', [])).toBeNull();
    expect(code('07-20', [told('dispute', '07-01')])).toBeNull();
    expect(code('07-20', [FAILED])).toBe('notice-first');
    expect(judgeFailedTalks(caseOn('07-20', [], [FAILED]))).toMatchObject({ notice: 'claim-announced' });
    expect(code('07-24', [FAILED], [sent('claim-announced', '07-10')])).toBe('2026-07-24T23:00:00.000Z');
    expect(code('07-25', [FAILED], [sent('claim-announced', '07-10')])).toBeNull();
    expect(code('07-20', [told('instalment-talks-failed', '07-01', { endedAt: on('07-02') })])).toBeNull();
  });
});
