/** The lender's own rules that ship, asked through the gate of an account. */
import { describe, expect, test } from '@jest/globals';
import { RULES } from '../../stages/rules.ts';
import { account, day, noon } from '../../tests/support/facts.ts';
import { legalCase } from '../../tests/support/legal-case.ts';
import { unsound } from '../../tests/support/sound-rule.ts';
import type { Channel } from '../channels.ts';
import { decide } from '../decide.ts';
import type { AccountFacts } from '../facts.ts';
import { askGate } from '../gate.ts';
import { hash32 } from '../hash.ts';
import type { PastContact } from '../past-contact.ts';
import type { Intent } from '../policies/policy.ts';
import { situationOf } from '../situation.ts';
import { type Instant, instantAt, localDate, localMinute } from '../time.ts';
import { hoursCaseOf } from './case-of.ts';
import { lawfulUntil } from './hours-of.ts';
import { HOUSE, SHIPPED_RULES, WISHES } from './house.ts';
import { judgeCase } from './judge.ts';

const GATE = { policies: [], packs: [HOUSE], ladder: RULES.ladder };

/** The gate's answer; null when it allows. */
function judge(facts: AccountFacts, at: Instant, over: Partial<Intent> = {}) {
  const intent: Intent = {
    stage: 'sms',
    step: 'sms-10',
    channel: 'sms',
    purpose: 'demand',
    escalated: false,
    at,
    ...over,
  };
  const answer = askGate(GATE, situationOf(facts, Math.min(at, noon(3)), RULES), intent);
  return answer.verdict === 'allow' ? null : answer;
}
const inZone = (zone: string) => account({}, { zone });
const clock = (zone: string, date: string, time: string) => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return instantAt(date, hour * 60 + minute, zone);
};
/** Minutes by which a person's morning comes later than others'. */
const spread = (number: string) => (hash32(number) % 12) * 5;
const PERSONS = ['P-1', 'P-2', 'P-3', 'P-77'];

describe('lawful hours', () => {
  test.each([
    ['07:59', 'same'],
    ['08:00', null],
    ['12:00', null],
    ['20:59', null],
    ['21:00', 'next'],
    ['23:59', 'next'],
    ['00:00', 'same'],
  ] as const)('%s in the person’s zone', (time, expected) => {
    for (const zone of ['Asia/Taipei', 'America/New_York', 'Asia/Kolkata']) {
      const answer = judge(inZone(zone), clock(zone, '2026-05-04', time));
      if (expected === null) expect(answer).toBeNull();
      else {
        expect(answer).toMatchObject({ verdict: 'wait', held: [{ policy: 'lawful-hours', code: 'night' }] });
        expect(answer?.at).toBe(clock(zone, expected === 'same' ? '2026-05-04' : '2026-05-05', '08:00'));
      }
    }
  });
  test('the zone is the person’s, not the lender’s', () => {
    expect(judge(inZone('America/New_York'), clock('Asia/Taipei', '2026-05-04', '12:00'))).not.toBeNull();
  });
  test('on the days of clock changes the hours are the wall’s', () => {
    for (const date of ['2026-03-08', '2026-11-01']) {
      const zone = 'America/New_York';
      expect(judge(inZone(zone), clock(zone, date, '07:59'))).not.toBeNull();
      expect(judge(inZone(zone), clock(zone, date, '08:00'))).toBeNull();
      expect(judge(inZone(zone), clock(zone, date, '20:59'))).toBeNull();
      expect(endOf(zone, date, '12:00')).toBe(clock(zone, date, '21:00'));
    }
  });
  test('a permit ends with the hours; outside them it has ended', () => {
    const end = clock('Asia/Taipei', '2026-05-04', '21:00');
    const ends = ['08:00', '20:59'].map((time) => endOf('Asia/Taipei', '2026-05-04', time));
    expect(ends).toEqual([end, end]);
    for (const time of ['07:59', '21:00'])
      expect(endOf('Asia/Taipei', '2026-05-04', time)).toBe(clock('Asia/Taipei', '2026-05-04', time));
  });
  test('a step that waits for the morning is spread over an hour by person', () => {
    expect(new Set(PERSONS.map(spread)).size).toBe(PERSONS.length);
    for (const number of PERSONS) {
      const zone = 'America/Los_Angeles';
      const facts = account({}, { number, zone });
      const [first] = decide(RULES, facts, clock(zone, day(1), '22:00')).planned;
      expect(localMinute(first?.dueAt ?? 0, zone)).toBeGreaterThanOrEqual(480 + spread(number));
    }
  });
  test('files and desks have no night, receipts have', () => {
    const night = clock('Asia/Taipei', '2026-05-04', '03:00');
    for (const channel of ['agency', 'bureau', 'court', 'desk'] as Channel[])
      expect(judge(account(), night, { channel })).toBeNull();
    expect(judge(account(), night, { channel: 'email', purpose: 'receipt' })).not.toBeNull();
  });
});

function endOf(zone: string, date: string, time: string): Instant {
  return lawfulUntil(
    [HOUSE],
    hoursCaseOf(inZone(zone), { channel: 'sms', purpose: 'demand' }, clock(zone, date, time)),
  );
}

test('the rules are written in names that exist, and those of permits stay', () => {
  expect([...HOUSE.rules, ...WISHES].flatMap((rule) => unsound('HOUSE', rule) ?? [])).toEqual([]);
  expect(HOUSE.rules.map(({ id }) => id)).toEqual(['HOUSE-TIME-01', 'HOUSE-FREQ-01', 'HOUSE-FREQ-02']);
  expect(WISHES.map(({ id }) => id)).toEqual(['HOUSE-WISH-01', 'HOUSE-WISH-02', 'HOUSE-WISH-03']);
  expect(HOUSE).toMatchObject({ name: 'house', version: '1', notCovered: [] });
  expect(SHIPPED_RULES).toEqual({ pack: HOUSE, covers: [] });
});

test('the rules bind contacts alone', () => {
  const contacts = ['00:30', '01:00', '01:30'].map((time) => ({
    at: `2026-03-06T${time}:00Z`,
    channel: 'call' as const,
  }));
  const night = legalCase({ act: 'file-claim', at: '2026-03-06T02:00:00Z', contacts });
  expect(judgeCase([HOUSE], night).findings).toEqual([]);
  expect(judgeCase([HOUSE], { ...night, intent: { ...night.intent, act: 'contact' } }).findings).toHaveLength(2);
});

describe('what a person asks for is kept', () => {
  const pack = { ...HOUSE, rules: WISHES };
  const preferences = [{ hours: '15:00-20:00' }, { notBy: 'sms' as const }, { notAt: 'work' }];
  const kept = (over: Parameters<typeof legalCase>[0]) =>
    judgeCase([pack], legalCase({ preferences, ...over })).findings.map(({ rule }) => rule);
  test('the hours, the channel and the place of a contact', () => {
    expect(kept({})).toEqual(['HOUSE-WISH-01']);
    expect(kept({ at: '2026-03-06T16:00:00Z' })).toEqual([]);
    expect(kept({ at: '2026-03-06T16:00:00Z', channel: 'sms' })).toEqual(['HOUSE-WISH-02']);
    expect(kept({ at: '2026-03-06T16:00:00Z', place: 'work' })).toEqual(['HOUSE-WISH-03']);
  });
  test('not those of another act', () => expect(kept({ act: 'report', place: 'work' })).toEqual([]));
});

describe('contact caps', () => {
  const contact = (on: number, over: Partial<PastContact> = {}): PastContact => ({
    at: noon(on),
    channel: 'sms',
    accountId: 'another account',
    purpose: 'demand',
    ...over,
  });
  const asked = (contacts: PastContact[], over: Partial<Intent> = {}) => judge(account({ contacts }), noon(10), over);
  const freeOn = (days: number[]) => {
    const answer = asked(days.map((on) => contact(on)));
    return answer && localDate(answer.at, 'Asia/Taipei');
  };
  const codes = (answer: ReturnType<typeof asked>) => answer?.held.map(({ code }) => code);
  test('two a day, over all accounts and channels', () => {
    expect(asked([contact(10)])).toBeNull();
    const answer = asked([contact(10), contact(10, { channel: 'call', accountId: 'account-1' })]);
    expect(codes(answer)?.[0]).toBe('daily-cap');
    expect(answer?.at).toBe(clock('Asia/Taipei', day(11), '08:00'));
  });
  test('seven in seven days; free again on the seventh day after the oldest that counts', () => {
    expect(freeOn([4, 5, 6, 7, 8, 9, 9])).toBe(day(11));
    expect(codes(asked([4, 5, 6, 7, 8, 9, 9].map((on) => contact(on))))?.[0]).toBe('weekly-cap');
    expect(freeOn([3, 5, 6, 7, 8, 9, 9])).toBeNull();
  });
  test.each(['call', 'sms', 'email'] as const)('a contact by %s counts', (channel) =>
    expect(codes(asked([contact(10), contact(10, { channel })]))?.[0]).toBe('daily-cap'),
  );
  test.each(['demand', 'notice', 'information'] as const)('a contact for %s counts', (purpose) =>
    expect(codes(asked([contact(10), contact(10, { purpose })]))?.[0]).toBe('daily-cap'),
  );
  test('the days are counted whatever the order in which they come, and the days to come are not', () => {
    expect(freeOn([9, 8, 8, 7, 7, 6, 6])).toBe(day(13));
    expect(freeOn([9, 4, 8, 8, 7, 7, 6, 6])).toBe(day(13));
    expect(freeOn([10, 10, 9, 8, 7, 5, 6])).toBe(day(12));
    expect(freeOn([11, 11, 12, 13, 14, 15, 16])).toBeNull();
    expect(freeOn([10, 11, 12, 13, 14, 15, 16])).toBeNull();
  });
  test('says which cap is reached', () => {
    const words = (days: number[]) => asked(days.map((on) => contact(on)))?.held[0]?.words;
    expect(words([10, 10])).toBe('the cap of 2 contacts today is reached');
    expect(words([4, 5, 6, 7, 8, 9, 9])).toBe('the cap of 7 contacts in 7 days is reached');
  });
  test('the agency’s calls count, receipts do not, notices count and are not held', () => {
    expect(asked([contact(10), contact(10, { purpose: 'receipt' })])).toBeNull();
    expect(asked([contact(10), contact(10, { purpose: 'notice' })])).not.toBeNull();
    expect(asked([contact(10), contact(10)], { purpose: 'notice' })).toBeNull();
    expect(asked([contact(10), contact(10)], { channel: 'agency' })).toBeNull();
  });
  test('a day is the person’s day', () => {
    const zone = 'America/New_York';
    const late = instantAt(day(9), 20 * 60, zone);
    const facts = account({ contacts: [contact(0, { at: late }), contact(0, { at: late })] }, { zone });
    expect(judge(facts, instantAt(day(9), 20 * 60 + 30, zone))).not.toBeNull();
    expect(judge(facts, instantAt(day(10), 9 * 60, zone))).toBeNull();
  });
});
