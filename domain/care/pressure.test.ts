import { describe, expect, test } from '@jest/globals';
import { RULES } from '../../stages/rules.ts';
import { account, noon } from '../../tests/support/facts.ts';
import fc from '../../tests/support/property.ts';
import type { PastContact } from '../past-contact.ts';
import { pressure } from '../policies/pressure.ts';
import { situationOf } from '../situation.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts';
import { AGENCY_FACTOR, BUDGET, FADES_IN_DAYS, fitsFrom, leftOf, pressureAt, weightOf } from './pressure.ts';

const own = (over: Partial<PastContact> = {}): PastContact => ({
  ...{ at: noon(0), channel: 'call', accountId: 'a', purpose: 'demand' },
  covers: [{ accountId: 'a', stage: 'call', step: 'attempt' }],
  ...over,
});
const byAgency = (over: Partial<PastContact> = {}): PastContact => {
  const { covers: _, ...contact } = own(over);
  return contact;
};

describe('weights', () => {
  test.each([
    [own(), 1],
    [own({ outcome: 'no-answer' }), 1],
    [own({ outcome: 'voicemail' }), 1],
    [own({ outcome: 'conversation' }), 3],
    [own({ outcome: 'third-party' }), 2],
    [own({ channel: 'sms' }), 1],
    [own({ channel: 'email' }), 0.5],
    [own({ channel: 'email', outcome: 'bounced' }), 0],
    [own({ channel: 'email', purpose: 'notice' }), 0.5],
    [own({ channel: 'email', purpose: 'information' }), 0.5],
    [own({ purpose: 'receipt' }), 0],
    [own({ direction: 'in', outcome: 'conversation' }), 0],
    [byAgency(), AGENCY_FACTOR],
    [byAgency({ outcome: 'conversation' }), 4.5],
  ])('%#: %j weighs %d', (contact, weight) => expect(weightOf(contact)).toBe(weight));
  test('a contact fades evenly, to nothing after the window', () => {
    const contact = own({ outcome: 'conversation' });
    expect([0, 3.5, 6.999, 7, 9].map((days) => leftOf(contact, noon(0) + days * DAY_MS).toFixed(2))).toEqual([
      '3.00',
      '1.50',
      '0.00',
      '0.00',
      '0.00',
    ]);
    expect(leftOf(contact, noon(0) - HOUR_MS)).toBe(3);
  });
});

const contacts = fc.array(
  fc
    .record({
      hours: fc.integer({ min: 0, max: 24 * FADES_IN_DAYS }),
      agency: fc.boolean(),
      outcome: fc.constantFrom('attempted' as const, 'conversation' as const, 'third-party' as const),
    })
    .map(({ hours, agency, outcome }) => (agency ? byAgency : own)({ at: noon(0) - hours * HOUR_MS, outcome })),
  { maxLength: 14 },
);

describe('the budget', () => {
  test('the first moment at which a contact fits: it fits there, and not a minute before', () => {
    fc.assert(
      fc.property(contacts, fc.constantFrom(0.5, 1, 3), (past, weight) => {
        const at = noon(0);
        const from = fitsFrom(past, weight, at);
        expect(from).toBeGreaterThanOrEqual(at);
        expect(pressureAt(past, from) + weight).toBeLessThanOrEqual(BUDGET + 1e-6);
        if (from > at) expect(pressureAt(past, Math.max(at, from - MINUTE_MS)) + weight).toBeGreaterThan(BUDGET);
      }),
    );
  });
  test('the shipped caps let the lender alone never reach it: six conversations at once and a seventh call fit', () => {
    const most = Array.from({ length: 6 }, () => own({ outcome: 'conversation' }));
    expect(pressureAt(most, noon(0)) + 1).toBe(19);
    expect(fitsFrom(most, 1, noon(0))).toBe(noon(0));
  });
});

describe('the policy', () => {
  const judge = (past: PastContact[], over: object = {}) =>
    pressure.judge(situationOf(account({ contacts: past }), noon(0), RULES), {
      ...{ stage: 'call', step: 'attempt', channel: 'call', purpose: 'demand', escalated: false, at: noon(0) },
      ...over,
    } as never);
  const heavy = Array.from({ length: 5 }, () => byAgency({ outcome: 'conversation' }));

  test('an agency’s conversations make our demands wait until enough has faded', () => {
    const answer = judge(heavy);
    // 22.5 weigh, 19 are left for a call of 1: 3.5 of 22.5 fade in 7 * 3.5 / 22.5 days.
    expect(answer).toMatchObject({
      kind: 'wait',
      until: noon(0) + Math.ceil((FADES_IN_DAYS * DAY_MS * 3.5) / 22.5),
      reason: { code: 'pressure' },
    });
  });
  test('notices, information, thanks and files do not wait for it', () => {
    for (const purpose of ['notice', 'information', 'receipt', 'review']) expect(judge(heavy, { purpose })).toBeNull();
    expect(judge(heavy, { channel: 'desk' })).toBeNull();
    expect(judge(heavy.slice(1))).toBeNull();
  });
});
