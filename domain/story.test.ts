import { describe, expect, test } from '@jest/globals';
import { RULEBOOK, RULES } from '../stages/rules.ts';
import { account, CONTACTED, CREDITOR, day, effect, fact, noon, personFact } from '../tests/support/facts.ts';
import { factWords, showMoment } from './fact-words.ts';
import { accountStory } from './story.ts';

const storyOf = (facts: ReturnType<typeof account>, on: number, stored = { stage: 'call', health: 'ok' }) =>
  accountStory(RULES, facts, noon(on), 'harbour/A-1', stored);

describe('the story of an account', () => {
  test('what was done, in order, with what came of it', () => {
    const facts = account({
      effects: [
        effect('reminder/email-1', noon(1), { deliveredAt: noon(1) }),
        effect('reminder/email-4', noon(4), { bouncedAt: noon(4) }),
        effect('reminder/email-8', noon(8), { state: 'impossible', sentAt: null }),
        effect('sms/sms-10', noon(11), { state: 'unknown', sentAt: null }),
        effect('sms/sms-14', noon(14), { state: 'planned', sentAt: null }),
      ],
      facts: [fact('payment', { minor: 5000n, via: 'lender' }, noon(2))],
    });
    expect(storyOf(facts, 15).done.map((done) => `${done.at.slice(0, 10)} ${done.what}: ${done.outcome}`)).toEqual([
      `${day(1)} Reminder: email-1 by email: delivered`,
      `${day(2)} paid NT$ 50: booked`,
      `${day(4)} Reminder: email-4 by email: bounced`,
      `${day(8)} Reminder: email-8 by email: impossible: no way to reach the person`,
      `${day(11)} SMS: sms-10 by sms: unknown: nobody knows whether it left`,
    ]);
  });
  test('what comes next, and what would cancel it', () => {
    const { next } = storyOf(account(), 1, { stage: 'reminder', health: 'ok' });
    expect(next[0]).toMatchObject({ what: 'Reminder: email-1 by email' });
    expect(next[0]?.cancelledBy).toEqual(
      expect.arrayContaining(['payment', 'promise', 'dispute', 'hold', 'hardship', 'stop-email']),
    );
    expect(next[0]?.cancelledBy).not.toContain('stop-sms');
    expect(next.at(-1)?.what).toBe('SMS may open (earliest)');
  });
  test('the handover is cancelled by payment, promise, dispute, not by STOP of a channel', () => {
    const { next } = storyOf(account({ effects: [...CONTACTED, effect('agency/notice', noon(31))] }), 32, {
      stage: 'agency',
      health: 'ok',
    });
    expect(next[0]).toMatchObject({ what: 'Agency: handover by agency' });
    expect(next[0]?.cancelledBy).toEqual(['payment', 'promise', 'dispute', 'hold', 'hardship']);
  });
  test('what is held back says why and what lifts it', () => {
    const facts = account({ facts: [fact('dispute', { about: 'amount' }, noon(1))] });
    expect(storyOf(facts, 2).heldBack[0]).toEqual({
      what: 'Reminder: email-1 by email',
      because: ['the debt is disputed and the dispute is open'],
      liftedBy: ['dispute-closed'],
      until: null,
    });
  });
  test('an account that nobody has looked at yet waits', () =>
    expect(storyOf(account(), 2, { stage: 'new', health: 'ok' }).health).toBe('waiting'));
  test('a charged-off account says what would end it', () => {
    const facts = account({ facts: [fact('charge-off', { on: day(1), minor: 4_100_000n }, noon(1))] });
    const told = storyOf(facts, 2);
    expect(told.why[0]).toBe('NT$ 41,000 owed after charge-off, 2 days late');
    expect(told.next[0]?.cancelledBy).toContain('payment');
  });
});

describe('facts in words', () => {
  const wordsOf = (item: Parameters<typeof factWords>[0]) =>
    Object.values(factWords(item, 'TWD', 'Asia/Taipei')).join(' / ');
  test.each([
    [fact('payment', { minor: 143_400n, via: 'agency' }, noon(1)), 'paid NT$ 1,434 to the agency / booked'],
    [
      fact('promise', { parts: [{ on: day(5), minor: 100n }], by: 'caller', offer: 'deferral' }, noon(1)),
      `promises NT$ 1 for ${day(5)} by deferral / recorded`,
    ],
    [
      fact('call-outcome', { effect: 'x', contact: 'right-party', result: 'refuses' }, noon(1)),
      'called / right-party: refuses',
    ],
    [fact('filed', { court: 'Taipei', number: '17' }, noon(1)), 'filed at Taipei / 17'],
    [personFact('stop', { channel: 'sms' }, noon(1)), 'asked for no more contact by sms / stopped'],
  ] as const)('%#', (item, words) => expect(wordsOf(item)).toBe(words));
  test('moments are the zone’s', () => expect(showMoment(noon(0), 'America/New_York')).toBe('2026-03-01 23:00'));
});

test.each([
  ['CN', { on: day(22), rule: 'CN-CRED-04-REPLY', unverified: false }],
  ['US', { on: day(31), rule: 'US-FURN-05', unverified: false }],
  ['TW', null],
] as const)(
  'by when a dispute is answered under the law of %s, from the day on which it happened',
  (country, answerBy) => {
    const facts = account(
      { creditor: { ...CREDITOR, country }, facts: [fact('dispute', { about: 'amount' }, noon(2))] },
      { country },
    );
    const { disputes } = accountStory(RULEBOOK.rulesFor(facts), facts, noon(20), 'harbour/A-1', {
      stage: 'call',
      health: 'ok',
    });
    expect(disputes.map((dispute) => dispute.answerBy)).toEqual([answerBy]);
  },
);
