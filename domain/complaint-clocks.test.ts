/** By when a complaint wants its receipt confirmed and an answer: law, the lender's own word, shipped days. */
import { describe, expect, test } from '@jest/globals';
import { noon, ZONE } from '../tests/support/facts.ts';
import { type Clocked, complaintClocks, complaintsDueBy } from './complaint-clocks.ts';
import type { Complaint } from './complaints.ts';
import { PACKS } from './law/packs.ts';
import type { Jurisdiction, Pack } from './law/rule.ts';
import { DAY_MS, endOfDay } from './time.ts';

const under = (laws: readonly Jurisdiction[], complaintDays: Clocked['creditor']['complaintDays'] = undefined) => ({
  packs: laws.map((law): Pack => PACKS[law]),
  creditor: { zone: ZONE, complaintDays },
});
const complaint = (over: Partial<Complaint> = {}): Complaint => ({
  ...{ id: 'c', cause: 'service', agency: null, staff: null, channel: 'letter', receivedAt: noon(0) },
  ...{ letters: null, acknowledgedAt: null, closed: null },
  ...over,
});
const days = (clocked: Clocked, over: Partial<Complaint> = {}) => {
  const { acknowledge, answer } = complaintClocks(complaint(over), clocked);
  return [`${acknowledge.on} ${acknowledge.rule}`, `${answer.on} ${answer.rule}`];
};

describe('of what was received on 2026-03-02', () => {
  test.each([
    ['CN', '2026-03-07 null', '2026-03-17 CN-COMPL-01'],
    ['UK', '2026-03-07 UK-COMPL-02', '2026-04-27 UK-COMPL-01'],
    ['IN', '2026-03-07 null', '2026-04-01 IN-COMPL-01'],
    ['TW', '2026-03-07 null', '2026-04-01 TW-COMPL-01'],
    ['US', '2026-03-07 null', '2026-04-01 null'],
  ] as const)('%s', (law, ...expected) => expect(days(under([law]))).toEqual(expected));
  test('US: what the consumer bureau passed on has its own days', () =>
    expect(days(under(['US']), { channel: 'authority' })).toEqual([
      '2026-03-17 US-COMPL-02',
      '2026-05-01 US-COMPL-01',
    ]));
  test('no known law: the shipped days', () => expect(days(under([]))).toEqual(['2026-03-07 null', '2026-04-01 null']));
  test('of several laws the earliest', () =>
    expect(days(under(['CN', 'UK']))).toEqual(['2026-03-07 UK-COMPL-02', '2026-03-17 CN-COMPL-01']));
});

describe('the lender’s own word', () => {
  test('counts where it is sooner than the law', () =>
    expect(days(under(['UK'], { acknowledge: 1, answer: 10 }))).toEqual(['2026-03-03 null', '2026-03-12 null']));
  test('never lengthens what a law gives, and of the same day the law is named', () => {
    expect(days(under(['UK'], { acknowledge: 9, answer: 90 }))).toEqual([
      ...['2026-03-07 UK-COMPL-02', '2026-04-27 UK-COMPL-01'],
    ]);
    expect(days(under(['UK'], { acknowledge: 5, answer: 56 }))).toEqual([
      ...['2026-03-07 UK-COMPL-02', '2026-04-27 UK-COMPL-01'],
    ]);
  });
  test('takes the place of the shipped days where no law gives any, and what it leaves out does not', () =>
    expect(days(under(['US'], { answer: 45 }))).toEqual(['2026-03-07 null', '2026-04-16 null']));
});

describe('the next last day of the open ones', () => {
  const of = (...open: Complaint[]) => complaintsDueBy(open, under(['TW']));
  test('is that of the receipt while it is not confirmed', () =>
    expect(of(complaint())).toBe(endOfDay('2026-03-07', ZONE)));
  test('is that of the answer from then on', () =>
    expect(of(complaint({ acknowledgedAt: noon(1) }))).toBe(endOfDay('2026-04-01', ZONE)));
  test('is that of the answer where it is sooner', () =>
    expect(complaintsDueBy([complaint()], under(['TW'], { answer: 2 }))).toBe(endOfDay('2026-03-04', ZONE)));
  test('of several the first', () => {
    const later = complaint({ id: 'd', receivedAt: noon(0) + 9 * DAY_MS });
    expect(of(later, complaint({ acknowledgedAt: noon(1) }))).toBe(endOfDay('2026-03-16', ZONE));
  });
  test('is none when none is open', () => expect(of()).toBeNull());
});
