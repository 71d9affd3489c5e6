import { describe, expect, test } from '@jest/globals';
import { legalCase, untilOf } from '../../../tests/support/legal-case.ts';
import type { GateCaseInput } from '../../contracts/gate-case.ts';
import type { NoticeDemand } from '../rule.ts';
import {
  judgeAddressee,
  judgeConsent,
  judgeContent,
  judgeNotice,
  judgeStatus,
  standingNotices,
  zoneOf,
} from './conditions.ts';

const NOON = '2026-03-06T12:00:00Z';
type Status = NonNullable<GateCaseInput['statuses']>[number];
type Notice = NonNullable<GateCaseInput['notices']>[number];

test('days are counted in the most likely zone, in UTC where none is known', () => {
  expect(zoneOf(legalCase({ zones: ['Asia/Tokyo', 'Europe/London'] }))).toBe('Asia/Tokyo');
  expect(zoneOf(legalCase({ zones: [] }))).toBe('UTC');
});

describe('a status', () => {
  const DISPUTE: Status = { status: 'dispute', since: '2026-03-01T00:00:00Z' };
  const judged = (over: Partial<Status>, written?: true, situation: Partial<GateCaseInput> = {}) =>
    untilOf(
      judgeStatus(
        { kind: 'status', status: 'dispute', ...(written ? { written } : {}) },
        legalCase({ statuses: [{ ...DISPUTE, ...over }], ...situation }),
      ),
    );

  test('refuses from its first moment to its end', () => {
    expect(judged({ since: NOON })).toBe('dispute');
    expect(judged({ since: '2026-03-06T12:00:01Z' })).toBeNull();
    expect(judged({ endedAt: NOON })).toBeNull();
    expect(judged({ endedAt: '2026-03-06T12:00:01Z' })).toBe('dispute');
  });
  test('of another name says nothing', () => expect(judged({ status: 'attorney' })).toBeNull());
  test('of another debt says nothing', () => {
    expect(judged({ debt: 'other' })).toBeNull();
    expect(judged({ debt: 'debt' })).toBe('dispute');
  });
  test('must be written where the rule says so', () => {
    expect(judged({}, true)).toBeNull();
    expect(judged({ written: true }, true)).toBe('dispute');
  });
  test('with a last day waits for the day after, in the person’s zone', () => {
    expect(judged({ until: '2026-03-06' })).toBe('2026-03-07T00:00:00.000Z');
    expect(judged({ until: '2026-03-05' })).toBeNull();
    expect(judged({ until: '2026-03-06' }, undefined, { at: '2026-03-06T23:59:59.999Z' })).toBe(
      '2026-03-07T00:00:00.000Z',
    );
    expect(judged({ until: '2026-03-06' }, undefined, { at: '2026-03-07T00:00:00Z' })).toBeNull();
    expect(judged({ until: '2028-02-28' })).toBe('2028-02-29T00:00:00.000Z');
    expect(judged({ until: '2026-12-31' })).toBe('2027-01-01T00:00:00.000Z');
    expect(judged({ until: '2026-03-06' }, undefined, { zones: ['Pacific/Chatham'] })).toBeNull();
    expect(judged({ until: '2026-03-07' }, undefined, { zones: ['Pacific/Chatham'] })).toBe('2026-03-07T10:15:00.000Z');
  });
});

describe('a notice', () => {
  const GIVEN: Notice = { notice: 'default', sentAt: '2026-03-01T10:00:00Z' };
  const judged = (notices: Partial<Notice>[], over: Partial<NoticeDemand> = {}, at = NOON) =>
    untilOf(
      judgeNotice(
        { kind: 'notice', notice: 'default', days: 5, since: 'sent', ...over },
        legalCase({ at, notices: notices.map((notice) => ({ ...GIVEN, ...notice })) }),
      ),
    );

  test('is required first', () => {
    expect(judged([])).toBe('notice-first');
    expect(judged([{ notice: 'other' }])).toBe('notice-first');
    expect(judged([{ debt: 'other' }])).toBe('notice-first');
    expect(judged([{ sentAt: '2026-03-06T12:00:01Z' }])).toBe('notice-first');
  });
  test('about this debt, or about all, is enough', () => {
    expect(judged([{ debt: 'debt' }], { days: 0 })).toBeNull();
    expect(judged([{ debt: null }], { days: 0 })).toBeNull();
  });
  test('stands while it has been sent and has not come back', () => {
    const standing = (over: Partial<Notice>) =>
      standingNotices('default', legalCase({ notices: [{ ...GIVEN, ...over }] })).length;
    expect([standing({}), standing({ sentAt: NOON }), standing({ returnedAt: '2026-03-06T12:00:01Z' })]).toEqual([
      1, 1, 1,
    ]);
    expect([standing({ sentAt: '2026-03-06T12:00:01Z' }), standing({ returnedAt: NOON })]).toEqual([0, 0]);
    expect(standingNotices('default', legalCase())).toEqual([]);
  });
  test('then its days pass; its own day does not count', () => {
    expect(judged([{}], {}, '2026-03-06T23:59:59Z')).toBe('2026-03-07T00:00:00.000Z');
    expect(judged([{}], {}, '2026-03-07T00:00:00Z')).toBeNull();
    expect(judged([{}], { days: 0 }, '2026-03-01T10:00:00Z')).toBeNull();
  });
  test('over a leap day and the end of a year', () => {
    expect(judged([{ sentAt: '2028-02-27T10:00:00Z' }], { days: 2 }, '2028-02-28T10:00:00Z')).toBe(
      '2028-03-01T00:00:00.000Z',
    );
    expect(judged([{ sentAt: '2026-12-30T10:00:00Z' }], { days: 2 }, '2026-12-31T10:00:00Z')).toBe(
      '2027-01-02T00:00:00.000Z',
    );
  });
  test('counts from its delivery where the rule says so', () => {
    expect(judged([{}], { since: 'delivered' })).toBe('notice-first');
    expect(judged([{ deliveredAt: '2026-03-04T10:00:00Z' }], { since: 'delivered' })).toBe('2026-03-10T00:00:00.000Z');
    expect(judged([{ deliveredAt: '2026-03-06T12:00:01Z' }], { since: 'delivered' })).toBe('notice-first');
    expect(judged([{ deliveredAt: NOON }], { since: 'delivered', days: 0 })).toBeNull();
  });
  test('that came back is required again', () => {
    expect(judged([{ returnedAt: '2026-03-05T10:00:00Z' }])).toBe('notice-first');
    expect(judged([{ returnedAt: '2026-03-07T10:00:00Z' }])).toBe('2026-03-07T00:00:00.000Z');
  });
  test('of several, the first whose days have passed is enough', () => {
    expect(judged([{ sentAt: '2026-03-05T10:00:00Z' }, { sentAt: '2026-02-01T10:00:00Z' }])).toBeNull();
    expect(judged([{ sentAt: '2026-03-05T10:00:00Z' }, {}])).toBe('2026-03-07T00:00:00.000Z');
  });
});

describe('a consent', () => {
  const judged = (over: object, point: string | null = null) =>
    untilOf(
      judgeConsent(
        { kind: 'consent', scope: 'autodialler' },
        legalCase({ point, consents: [{ scope: 'autodialler', at: '2026-03-01T00:00:00Z', ...over }] }),
      ),
    );
  test('must be of the scope, given by then and not taken back', () => {
    expect(judged({})).toBeNull();
    expect(judged({ scope: 'hours' })).toBe('no-consent');
    expect(judged({ at: NOON })).toBeNull();
    expect(judged({ at: '2026-03-06T12:00:01Z' })).toBe('no-consent');
    expect(judged({ withdrawnAt: NOON })).toBe('no-consent');
  });
  test('for a channel holds for this channel', () => {
    expect(judged({ channel: 'call' })).toBeNull();
    expect(judged({ channel: 'sms' })).toBe('no-consent');
    expect(judged({ channel: 'call', point: 'mobile' }, 'home')).toBe('no-consent');
  });
  test('for a number holds for this number', () => {
    expect(judged({ point: 'mobile' }, 'mobile')).toBeNull();
    expect(judged({ point: 'mobile' }, 'home')).toBe('no-consent');
    expect(judged({ point: 'mobile' })).toBe('no-consent');
  });
});

test('only those on the list are addressed', () => {
  const demand = { kind: 'addressee', only: ['debtor', 'guarantor'] } as const;
  expect(judgeAddressee(demand, legalCase())).toBeNull();
  expect(untilOf(judgeAddressee(demand, legalCase({ addressee: 'spouse' })))).toBe('addressee');
});

test('a text carries what it must, and mentions nothing else that it must not; an unknown text is not judged', () => {
  const demand = { kind: 'content', requires: ['opt-out'], forbids: ['lawsuit'] } as const;
  const judged = (content: string[] | null) => untilOf(judgeContent(demand, legalCase({ content })));
  expect(judged(null)).toBeNull();
  expect(judged([])).toBe('text-lacks');
  expect(judged(['opt-out', 'amount'])).toBeNull();
  expect(judged(['opt-out', 'lawsuit'])).toBe('text-forbidden');
});

test('the words say what stands against the act', () => {
  const statuses = [{ status: 'dispute', since: '2026-03-01T00:00:00Z' }];
  const status = { kind: 'status', status: 'dispute' } as const;
  expect(judgeStatus(status, legalCase({ statuses }))?.words).toBe('not while this holds: dispute');
  expect(judgeStatus(status, legalCase({ statuses: [{ ...statuses[0], until: '2026-03-08' } as Status] }))?.words).toBe(
    'not while this holds: dispute (until 2026-03-08)',
  );
  const notice: NoticeDemand = { kind: 'notice', notice: 'default', days: 9, since: 'sent' };
  const given = { notice: 'default', sentAt: '2026-03-01T10:00:00Z' };
  expect(judgeNotice(notice, legalCase())).toMatchObject({
    notice: 'default',
    words: 'the notice default must be given first',
  });
  expect(judgeNotice(notice, legalCase({ notices: [given] }))).toMatchObject({
    code: 'notice-period',
    words: '9 days after the notice default',
  });
  const first = 'the notice default must be given first';
  for (const other of [{ ...given, notice: 'other', returnedAt: NOON }, given])
    expect(judgeNotice({ ...notice, since: 'delivered' }, legalCase({ notices: [other] }))?.words).toBe(first);
  expect(judgeNotice(notice, legalCase({ notices: [{ ...given, returnedAt: NOON }] }))?.words).toBe(
    'the notice default came back and must be given again',
  );
  expect(judgeConsent({ kind: 'consent', scope: 'autodialler' }, legalCase())?.words).toBe(
    "without the person's consent: autodialler",
  );
  expect(judgeAddressee({ kind: 'addressee', only: [] }, legalCase())?.words).toBe(
    'not towards this addressee: debtor',
  );
  const content = { kind: 'content', requires: ['opt-out'], forbids: ['lawsuit'] } as const;
  expect(judgeContent(content, legalCase({ content: [] }))?.words).toBe('the text lacks: opt-out');
  expect(judgeContent(content, legalCase({ content: ['opt-out', 'lawsuit'] }))?.words).toBe(
    'the text must not mention: lawsuit',
  );
});
