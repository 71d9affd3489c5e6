/** What the holder of a reservation may say, and which told contact is the one that was reserved. */
import { describe, expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { account, noon } from '../tests/support/facts.ts';
import { judgeConduct } from './conduct.ts';
import type { Placement } from './facts.ts';
import {
  agencyOf,
  isSameContact,
  judgeConfirm,
  judgeContact,
  judgeRelease,
  type ReportedReservation,
} from './reservations.ts';
import { HOUR_MS, MINUTE_MS } from './time.ts';

const AT = noon(10);
const minutes = (count: number) => AT + count * MINUTE_MS;
const reserved: ReportedReservation = {
  state: 'reserved',
  reservedAt: AT,
  endsAt: minutes(15),
  contactedAt: null,
  outcome: null,
  reportedAt: null,
};
const confirmed: ReportedReservation = {
  ...reserved,
  state: 'confirmed',
  contactedAt: minutes(3),
  outcome: 'no-answer',
  reportedAt: minutes(4),
};
const byFact: ReportedReservation = { ...confirmed, reportedAt: null };
const released: ReportedReservation = { ...reserved, state: 'released', reportedAt: minutes(1) };

test('a source whose name begins with agency: stands for the agency', () => {
  expect(['agency:north', 'dialler', 'agency:', 'my-agency:north'].map(agencyOf)).toEqual(['north', null, null, null]);
});

describe('confirm', () => {
  const told = (at: number, outcome = 'no-answer' as const) => ({ contactedAt: minutes(at), outcome });
  test.each([
    ['reserved', reserved, 3, 'taken'],
    ['reserved, long after its end', reserved, 3000, 'taken'],
    ['released', released, 3, 'taken'],
    ['confirmed by a fact only', byFact, 9, 'taken'],
    ['confirmed, the same', confirmed, 3, 'repeat'],
    ['confirmed, another time', confirmed, 20, 'conflict'],
    ['a little before it was reserved: clocks differ', reserved, -5, 'taken'],
    ['before it was reserved', reserved, -6, 'early'],
    ['a little ahead', reserved, 3005, 'taken'],
    ['of the future', reserved, 3006, 'future'],
  ] as const)('%s', (_, known, at, answer) => {
    expect(judgeConfirm(known, told(at), minutes(3000))).toBe(answer);
  });
  test('another outcome is another report', () => {
    expect(judgeConfirm(confirmed, { ...told(3), outcome: 'conversation' }, minutes(5))).toBe('conflict');
  });
});

test.each([
  ['before its end', reserved, null, 14, 'taken'],
  ['at its end, without evidence', reserved, null, 15, 'evidence-missing'],
  ['at its end, with evidence', reserved, 'log', 15, 'taken'],
  ['released already', released, null, 30, 'repeat'],
  ['confirmed', confirmed, 'log', 30, 'conflict'],
  ['confirmed by a fact only', byFact, 'log', 30, 'conflict'],
] as const)('release %s', (_, known, evidence, at, answer) => {
  expect(judgeRelease(known, evidence, minutes(at))).toBe(answer);
});

test.each([
  ['a minute from the confirmed time', confirmed, 4, false, true],
  ['more than a minute from it', confirmed, 4.1, false, false],
  ['named, a quarter of an hour from it', confirmed, 18, true, true],
  ['named, more than that from it', confirmed, 18.1, true, false],
  ['inside a reservation without a report', reserved, 15, false, true],
  ['after its end', reserved, 15.1, false, false],
  ['before it', reserved, -0.1, false, false],
  ['named, after its end', reserved, 600, true, true],
  ['named, before it', reserved, -6, true, false],
  ['named, released', released, 3, true, true],
  ['inside a released one', released, 3, false, false],
  ['of a reservation that another fact has confirmed', byFact, 3, true, false],
] as const)('the same contact? %s: %s', (_, known, at, named, same) => {
  expect(isSameContact(known, minutes(at), named)).toBe(same);
});

const placement: Placement = {
  id: 'placement-1',
  agency: 'north',
  state: 'accepted',
  handedOverAt: noon(1),
  termEndsOn: '2026-05-30',
  recalledAt: null,
};

describe('who may contact', () => {
  const verdictFor = (actor: 'agency' | 'creditor', state: Placement['state'] | null, purpose = 'demand' as const) => {
    const facts = account({ placements: state === null ? [] : [{ ...placement, state }] });
    const { verdict, reasons } = judgeContact(RULES, facts, { channel: 'call', purpose, actor, point: null }, AT);
    return [verdict, ...reasons.map(({ code }) => code)];
  };
  test('the agency while it has the account, the lender’s own systems while no agency has it', () => {
    expect(verdictFor('agency', 'handed-over')).toEqual(['allow']);
    expect(verdictFor('agency', 'accepted')).toEqual(['allow']);
    for (const state of ['recalled', 'ended', null] as const)
      expect(verdictFor('agency', state)).toEqual(['refuse', 'taken-back']);
    for (const state of ['accepted', 'recalled'] as const)
      expect(verdictFor('creditor', state)).toEqual(['refuse', 'placed']);
    for (const state of ['ended', null] as const) expect(verdictFor('creditor', state)).toEqual(['allow']);
  });
});

describe('conduct at an earlier moment', () => {
  const told = (over: Partial<Parameters<typeof judgeConduct>[2]> = {}) => {
    const at = over.at ?? AT;
    const { verdict } = judgeConduct(RULES, account({ placements: [{ ...placement, state: 'ended' }], contacts }), {
      ...{ at, channel: 'call', placement, endedAt: noon(20) },
      ...over,
    });
    return verdict;
  };
  /** Two of the morning, one of the same moment, and later ones of the same day. */
  const contacts = [-2, -1, 0, 1, 2].map((hours) => ({
    at: noon(12) + hours * HOUR_MS,
    channel: 'call' as const,
    accountId: 'account-1',
    purpose: 'demand' as const,
  }));
  test('what came later is not held against it', () => {
    expect(told()).toBe('allow');
    expect(told({ at: noon(12) - HOUR_MS })).toBe('allow');
    expect(told({ at: noon(12) })).toBe('wait');
  });
  test('a placement that had been recalled or had ended by then', () => {
    expect(told({ placement: { ...placement, recalledAt: AT } })).toBe('refuse');
    expect(told({ placement: { ...placement, recalledAt: AT + 1 } })).toBe('allow');
    expect(told({ endedAt: AT })).toBe('refuse');
  });
});
