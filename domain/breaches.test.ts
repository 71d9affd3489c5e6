import { describe, expect, test } from '@jest/globals';
import { account, day, effect, fact, noon, ZONE } from '../tests/support/facts.ts';
import { findBreaches, holdToldLate } from './breaches.ts';
import type { AccountFact, KnownEffect } from './facts.ts';
import { endOfDay, startOfDay } from './time.ts';

const start = (on: number) => startOfDay(day(on), ZONE);
const end = (on: number) => endOfDay(day(on), ZONE);
const hold = (until: number, from?: number) => ({
  until: day(until),
  reason: 'x',
  ...(from === undefined ? {} : { from: day(from) }),
});
/** The part of a hold that is told late, when it is told at noon of day 10 and happened at noon of `happened`. */
const late = (body: ReturnType<typeof hold>, happened = 10) =>
  holdToldLate(body, { occurredAt: noon(happened), now: noon(10), zone: ZONE });

describe('the part of a hold that had passed when it was told', () => {
  test.each([
    ['all of it', hold(5, 2), 10, { from: start(2), until: end(5) }],
    ['up to now', hold(20, 2), 10, { from: start(2), until: noon(10) }],
    ['from the moment at which it happened', hold(20), 7, { from: noon(7), until: noon(10) }],
    ['none: from today on', hold(20, 10), 10, null],
    ['none: it happened now', hold(20), 10, null],
    ['none: it lies ahead', hold(30, 20), 10, null],
  ])('%s', (_, body, happened, expected) =>
    expect(late(body, happened)).toEqual(expected && { because: 'hold', ...expected }),
  );
});

describe('what happened inside', () => {
  const found = (
    { effects = [], facts = [] }: { effects?: KnownEffect[]; facts?: AccountFact[] },
    because: 'hold' | 'death' | 'representation' = 'hold',
  ) => {
    const report = findBreaches(account({ effects, facts }), { because, from: start(3), until: end(30) });
    return report && [report.found.map(({ what }) => what), report.prepared.map(({ body }) => body.month)];
  };
  const call = effect('call/attempt', noon(17), { id: 'call-1' });
  const outcome = (on: number) => fact('call-outcome', { effect: 'call-1', contact: 'no-answer' }, noon(on));
  const contact = { placement: 'p', channel: 'call' as const };

  test('messages, also those of which nobody knows whether they left; first and last moment count', () =>
    expect(
      found({
        effects: [
          effect('reminder/email-1', start(3) - 1),
          effect('reminder/email-4', start(3)),
          effect('sms/sms-10', noon(12), { state: 'unknown', sentAt: null }),
          effect('sms/sms-14', end(30)),
          effect('reminder/email-8', noon(8), { state: 'planned', sentAt: null }),
          effect('legal/final-demand', end(30) + 1),
        ],
      }),
    ).toEqual([['reminder/email-4 by email', 'sms/sms-10 by sms', 'sms/sms-14 by sms'], []]));
  test('of a representation only contact with the person that was no answer', () => {
    const effects = [
      effect('reminder/email-4', noon(4)),
      effect('receipt/thanks', noon(5)),
      effect('agency/handover', noon(9)),
      effect('bureau/record/202603', noon(29)),
      call,
    ];
    const facts = [outcome(17), fact('filed', { court: 'a court', number: '1' }, noon(20))];
    expect(found({ effects, facts }, 'representation')).toEqual([
      ['reminder/email-4 by email', 'call/attempt by call'],
      [],
    ]);
  });
  test('a thank-you only after a death', () => {
    const effects = [effect('receipt/thanks', noon(9))];
    expect(found({ effects })).toBeNull();
    expect(found({ effects }, 'death')).toEqual([['receipt/thanks by email'], []]);
  });
  test('calls by their outcomes, contacts of an agency by their own moment, filings', () => {
    expect(found({ effects: [call] })).toBeNull();
    expect(found({ effects: [call], facts: [outcome(17)] })).toEqual([['call/attempt by call'], []]);
    expect(found({ effects: [call], facts: [outcome(40)] })).toBeNull();
    expect(
      found({
        facts: [
          fact('agency-contact', { ...contact, at: noon(20) }, noon(50)),
          fact('agency-contact', { ...contact, at: noon(2) }, noon(20)),
          fact('filed', { court: 'District Court', number: '1' }, noon(25)),
        ],
      }),
    ).toEqual([['the agency made contact by call', 'the claim was filed at District Court'], []]);
  });
  test('handovers, and records with their corrections: sent inside, or of a month that ended inside', () => {
    // Day 3 to day 30 are 5 March to 1 April.
    const records = [
      effect('bureau/record/202602', noon(4)),
      effect('bureau/record/202603', noon(40)),
      effect('bureau/record/202604', noon(60)),
    ];
    expect(found({ effects: [effect('agency/handover', noon(21)), ...records] })).toEqual([
      ['bureau/record by bureau', 'agency/handover by agency'],
      ['2026-02', '2026-03'],
    ]);
    const corrected = fact('bureau-correction', { month: '2026-02', remedy: 'correct', reason: 'x' }, noon(9));
    expect(found({ effects: records, facts: [corrected] })?.[1]).toEqual(['2026-03']);
  });
  test('nothing happened', () => expect(found({})).toBeNull());
});
