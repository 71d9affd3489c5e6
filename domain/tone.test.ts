import { describe, expect, test } from '@jest/globals';
import { account, effect, fact, noon, personFact } from '../tests/support/facts.ts';
import type { AccountFacts } from './facts.ts';
import type { Tone } from './letter.ts';
import { standingOf } from './standing.ts';
import { softestOf, toneOf } from './tone.ts';

const EPISODE = { no: 1, openedOn: '2026-03-02', curedVersion: null, curedOn: null };
const asked = (...days: number[]) => days.map((day, at) => effect(`reminder/email-${at}`, noon(day)));
const tone = (over: Partial<AccountFacts>, person: Partial<AccountFacts['person']> = {}, days = 9): Tone => {
  const facts = account({ episode: EPISODE, ...over }, person);
  return toneOf(facts, standingOf(facts, noon(days)), noon(days));
};
const part = fact('payment', { minor: 1_000n, via: 'lender' }, noon(5));
const promise = fact('promise', { parts: [{ on: '2026-03-06', minor: 10_000n }], by: 'debtor' }, noon(2));

describe('the tone follows what has happened', () => {
  test.each<[string, Tone, Partial<AccountFacts>]>([
    ['nothing was asked yet', 'plain', {}],
    ['late before', 'repeat', { episode: { ...EPISODE, no: 2 } }],
    ['asked once', 'repeat', { effects: asked(1) }],
    ['asked twice, no answer', 'firm', { effects: asked(1, 4) }],
    [
      'asked in an earlier delinquency only',
      'plain',
      { effects: asked(1, 4).map((sent) => ({ ...sent, episode: 0 })) },
    ],
    ['what was not sent', 'plain', { effects: asked(1, 4).map((sent) => ({ ...sent, sentAt: null })) }],
    ['notices are no reminders', 'plain', { effects: asked(1, 4).map((sent) => ({ ...sent, purpose: 'notice' })) }],
    ['a part was paid since', 'thanks-for-part', { effects: asked(1, 4), facts: [part] }],
    ['a part was paid before we asked again', 'repeat', { effects: asked(1, 7), facts: [part] }],
    [
      'the part came back',
      'repeat',
      { effects: asked(1, 4), facts: [part, fact('reversal', { minor: 1_000n }, noon(6))] },
    ],
    ['a promise was broken', 'repeat', { effects: asked(1, 4), facts: [promise] }],
    [
      'a conversation',
      'repeat',
      {
        effects: asked(1, 4),
        facts: [fact('call-outcome', { effect: 'e', contact: 'right-party', result: 'refuses' }, noon(5))],
      },
    ],
    [
      'a call that reached nobody',
      'firm',
      { effects: asked(1, 4), facts: [fact('call-outcome', { effect: 'e', contact: 'no-answer' }, noon(5))] },
    ],
  ])('%s: %s', (_, expected, over) => expect(tone(over)).toBe(expected));

  test('a reply is an answer', () => {
    const facts = [personFact('reply', { channel: 'sms', reply: 'r', signs: [] }, noon(5))];
    expect(tone({ effects: asked(1, 4) }, { facts })).toBe('repeat');
  });
});

describe('care', () => {
  const hardship = personFact('hardship', {}, noon(5));
  const ended = personFact('hardship-ended', { reason: 'a plan' }, noon(8));
  test('a person under care never gets a firm tone, whatever the hold', () => {
    const holds = [
      hardship,
      personFact('distress', { level: 'pressure', reported: 'person' }, noon(5)),
      personFact('care-hold', { type: 'vulnerable', reported: 'lender', reason: 'old age' }, noon(5)),
      personFact('care-hold', { type: 'military-service', reported: 'person' }, noon(5)),
    ];
    for (const hold of holds) expect(tone({ effects: asked(1, 4) }, { facts: [hold] })).toBe('after-hardship');
  });
  test('nor within 90 days after it', () => {
    const facts = [hardship, ended];
    expect(tone({ effects: asked(1, 4) }, { facts })).toBe('after-hardship');
    expect(tone({ effects: asked(1, 4) }, { facts }, 97)).toBe('after-hardship');
    expect(tone({ effects: asked(1, 4) }, { facts }, 98)).toBe('firm');
  });
});

test('a message about several accounts takes the softest tone', () => {
  expect(softestOf(['firm', 'plain', 'repeat'])).toBe('plain');
  expect(softestOf(['firm', 'after-hardship'])).toBe('after-hardship');
  expect(softestOf([])).toBe('plain');
});
