/** What goes together in a claim, in which order it is judged, and what becomes of it. */
import { describe, expect, test } from '@jest/globals';
import { RULEBOOK, RULES } from '../stages/rules.ts';
import { account, CREDITOR, day, fact, noon } from '../tests/support/facts.ts';
import type { Channel } from './channels.ts';
import { blockedBy, type DueEffect, furthestOf, groupOf, inOrder, judgeAll } from './claim.ts';
import type { AccountFacts } from './facts.ts';
import type { PastContact } from './past-contact.ts';
import type { Policy } from './policies/policy.ts';
import { type Rulebook, sameForAll } from './rules.ts';
import type { Ladder, Step } from './stage.ts';
import { endOfDay, HOUR_MS, localDate } from './time.ts';

const step = (name: string, channel: Channel, over: Partial<Step> = {}): Step => ({
  name,
  day: 1,
  channels: [channel],
  purpose: 'demand',
  ...over,
});
const only = (...numbers: string[]): Pick<Step, 'skipReason'> => ({
  skipReason: ({ facts }) => (numbers.includes(facts.number) ? null : { code: 'other', words: 'another account' }),
});
/** A-1 gets two letters and A-3 one of them; A-2 is written to by SMS. */
const LADDER: Ladder = [
  {
    name: 'ask',
    title: { en: 'Ask', 'zh-Hans': '提醒' },
    opensAt: 1,
    kind: 'contact',
    exits: 'payment',
    steps: [
      step('letter', 'email', only('A-1', 'A-3')),
      step('text', 'sms', only('A-2')),
      step('later', 'email', only('A-1')),
    ],
  },
];
const NOW = noon(1);

const due = (over: Partial<DueEffect> = {}): DueEffect => ({
  id: 'effect-1',
  creditorId: 'creditor-1',
  accountId: 'account-1',
  personId: 'person-1',
  episode: 1,
  stage: 'ask',
  step: 'letter',
  occurrence: 1,
  channel: 'email',
  purpose: 'demand',
  recipient: null,
  task: null,
  attempt: 0,
  ...over,
});
const LETTER = due();
const TEXT = due({ id: 'effect-2', accountId: 'account-2', step: 'text', channel: 'sms' });
const SAME_LETTER = due({ id: 'effect-3', accountId: 'account-3' });

/** Three accounts of one person, who was contacted so many times today. */
function facts(contactsToday = 0): Map<string, AccountFacts> {
  const contact: PastContact = { at: NOW - HOUR_MS, channel: 'call', accountId: 'account-9', purpose: 'demand' };
  const contacts = Array.from({ length: contactsToday }, () => contact);
  return new Map(
    [1, 2, 3].map((no) => [`account-${no}`, account({ accountId: `account-${no}`, number: `A-${no}`, contacts })]),
  );
}
const rulebookOf = (ladder = LADDER, policies: readonly Policy[] = RULES.policies): Rulebook =>
  sameForAll({ ...RULES, ladder, policies });
const verdicts = (effects: readonly DueEffect[], known = facts(), policies?: readonly Policy[]) =>
  judgeAll({ rulebook: rulebookOf(LADDER, policies) }, effects, known, NOW).map(
    ({ effect, verdict, state, reasons }) => [effect.id, verdict, state, ...reasons.map((reason) => reason.code)],
  );

describe('what goes together', () => {
  const together = (a: Partial<DueEffect>, b: Partial<DueEffect>) =>
    groupOf(due({ id: 'a', ...a }), account()) === groupOf(due({ id: 'b', ...b }), account());
  test.each<[string, boolean, Partial<DueEffect>, Partial<DueEffect>]>([
    ['demands of one person', true, { stage: 'reminder' }, { stage: 'sms', accountId: 'account-2' }],
    ['demands by two channels', false, {}, { channel: 'sms' }],
    ['demands of two persons', false, {}, { personId: 'person-2' }],
    ['demands of two creditors', false, {}, { creditorId: 'creditor-2' }],
    ['a demand and a notice', false, {}, { purpose: 'notice' }],
    ['the same notice of two accounts', true, { purpose: 'notice' }, { purpose: 'notice', accountId: 'account-2' }],
    ['two notices', false, { purpose: 'notice' }, { purpose: 'notice', stage: 'bureau' }],
    ['two tasks of one person', false, { task: 'call' }, { task: 'call' }],
  ])('%s: %s', (_, expected, a, b) => expect(together(a, b)).toBe(expected));

  const handover = { channel: 'agency', step: 'handover', purpose: 'handover', recipient: 'north' } as const;
  const folder = { channel: 'court', step: 'case-folder', purpose: 'handover', recipient: 'court' } as const;
  test.each<[string, boolean, Partial<DueEffect>, Partial<DueEffect>]>([
    ['one agency, two persons', true, handover, { ...handover, personId: 'person-2', accountId: 'account-2' }],
    ['two agencies', false, handover, { ...handover, recipient: 'south' }],
    ['a handover and a recall', false, handover, { ...handover, step: 'recall' }],
    ['case folders of two accounts', false, folder, { ...folder, accountId: 'account-2' }],
  ])('files: %s: %s', (_, expected, a, b) => expect(together(a, b)).toBe(expected));
});

test('the order is that of account and key, whichever job came first', () => {
  const effects = [
    due({ id: 'd', accountId: 'account-2' }),
    due({ id: 'c', episode: 2 }),
    due({ id: 'b', occurrence: 2 }),
    due({ id: 'a', step: 'earlier' }),
    due({ id: 'a2' }),
  ];
  const ordered = ['a', 'a2', 'b', 'c', 'd'];
  expect(inOrder(effects, facts()).map(({ id }) => id)).toEqual(ordered);
  expect(inOrder([...effects].reverse(), facts()).map(({ id }) => id)).toEqual(ordered);
});

describe('what becomes of an effect', () => {
  test('it may leave', () => expect(verdicts([LETTER])).toEqual([['effect-1', 'allow', 'claimed']]));
  test('its step is not wanted any more', () =>
    expect(verdicts([due({ step: 'gone' })])).toEqual([['effect-1', 'refuse', 'superseded', 'not-wanted']]));
  test('its time is later by now', () => {
    const [judged] = judgeAll({ rulebook: rulebookOf() }, [due({ step: 'later' })], facts(), NOW);
    expect(judged).toMatchObject({ verdict: 'wait', event: 'defer', state: 'deferred' });
    expect(judged?.dueAt).toBeGreaterThan(NOW);
  });
  test('there is no way to the person', () => {
    const byPhone = account({}, { points: [{ id: 'phone', channel: 'sms', valid: true }] });
    expect(verdicts([LETTER], new Map([['account-1', byPhone]]))).toEqual([
      ['effect-1', 'refuse', 'impossible', 'no-way'],
    ]);
  });
  test('it goes by another channel: back to its lane, due now', () => {
    const [judged] = judgeAll({ rulebook: rulebookOf() }, [due({ channel: 'sms' })], facts(), NOW);
    expect(judged).toMatchObject({ verdict: 'wait', state: 'planned', channel: 'email', dueAt: NOW });
  });
  test('a policy refuses, or throws', () => {
    const saying = (judge: Policy['judge']): Policy[] => [{ name: 'policy', title: 'policy', judge }];
    const reason = { code: 'no', words: 'no' };
    expect(
      verdicts(
        [LETTER],
        facts(),
        saying(() => ({ kind: 'refuse', liftedBy: ['payment'], reason })),
      ),
    ).toEqual([['effect-1', 'refuse', 'suppressed', 'no']]);
    const broken = saying(() => {
      throw new Error('broken');
    });
    expect(verdicts([LETTER], facts(), broken)).toEqual([['effect-1', 'blocked', 'planned', 'policy-failed']]);
  });
  test('a call could last into the night', () => {
    const rules = { rulebook: rulebookOf(), slowestCallMs: () => 24 * HOUR_MS };
    const [judged] = judgeAll(rules, [LETTER], facts(), NOW);
    expect(judged).toMatchObject({ verdict: 'wait', state: 'deferred', reasons: [{ code: 'night' }] });
    // At its usual minute of the next morning, when the next claim takes it.
    const at = judged?.dueAt ?? 0;
    expect(localDate(at, 'Asia/Taipei')).toBe(day(2));
    const [again] = judgeAll({ rulebook: rulebookOf() }, [LETTER], facts(), at);
    expect(again?.verdict).toBe('allow');
  });
  test('a ladder that throws blocks its own account only', () => {
    const throws = step('throws', 'email', {
      skipReason: ({ facts }) => {
        if (facts.number === 'A-1') throw new Error('broken');
        return { code: 'other', words: 'another account' };
      },
    });
    const ladder = LADDER.map((stage) => ({ ...stage, steps: [throws, ...stage.steps] }));
    const judged = judgeAll({ rulebook: rulebookOf(ladder) }, [SAME_LETTER, LETTER], facts(), NOW);
    expect(judged.map(({ effect, verdict }) => [effect.id, verdict])).toEqual([
      ['effect-1', 'blocked'],
      ['effect-3', 'allow'],
    ]);
    expect(judged[0]).toMatchObject({ state: 'planned', dueAt: NOW + HOUR_MS, reasons: [{ code: 'decide-failed' }] });
  });
  test('what could not be written is blocked for an hour', () => {
    const reason = { policy: 'claim', code: 'text-failed', words: 'no text' };
    expect(blockedBy(LETTER, { facts: account(), rules: RULES, now: NOW }, reason)).toMatchObject({
      verdict: 'blocked',
      event: 'wanted',
      state: 'planned',
      dueAt: NOW + HOUR_MS,
      reasons: [reason],
    });
  });
});

describe('caps between the effects of one claim', () => {
  test('a message counts for what follows it', () =>
    expect(verdicts([TEXT, LETTER], facts(1))).toEqual([
      ['effect-1', 'allow', 'claimed'],
      ['effect-2', 'wait', 'deferred', 'daily-cap'],
    ]));
  test('what leaves in the same message counts once', () =>
    expect(verdicts([LETTER, SAME_LETTER], facts(1))).toEqual([
      ['effect-1', 'allow', 'claimed'],
      ['effect-3', 'allow', 'claimed'],
    ]));
  test('both go while the cap is far', () =>
    expect(verdicts([LETTER, TEXT, SAME_LETTER]).map(([, verdict]) => verdict)).toEqual(['allow', 'allow', 'allow']));
  test('what is held back does not count', () =>
    expect(verdicts([due({ step: 'gone' }), TEXT], facts(1)).map(([, verdict]) => verdict)).toEqual([
      'refuse',
      'allow',
    ]));
});

test('the furthest step speaks for all', () => {
  const later = due({ id: 'later', step: 'later' });
  expect(furthestOf(LADDER, [LETTER, later, SAME_LETTER])).toBe(later);
  expect(furthestOf(LADDER, [LETTER, SAME_LETTER])).toBe(LETTER);
});

describe('the task of a dispute', () => {
  const REVIEW = due({ stage: 'review', step: 'dispute', channel: 'desk', purpose: 'review', task: 'review-dispute' });
  const by = (country: string, facts: AccountFacts['facts'], effect = REVIEW) => {
    const known = account({ creditor: { ...CREDITOR, country }, facts }, { country });
    const [judged] = judgeAll({ rulebook: RULEBOOK }, [effect], new Map([['account-1', known]]), noon(40));
    return judged?.answerBy ?? null;
  };
  const told = (on: number) => fact('dispute', { about: 'amount' }, noon(on));
  test('is due when the law wants the answer to the oldest open one', () => {
    expect(by('CN', [told(5), told(3)])).toBe(endOfDay(day(23), CREDITOR.zone));
    expect(by('TW', [told(5)])).toBeNull();
  });
  test('has no such day once nothing is disputed, and no other task has one', () => {
    expect(by('CN', [told(5), fact('dispute-closed', { outcome: 'rejected' }, noon(6))])).toBeNull();
    expect(by('CN', [told(5)], { ...REVIEW, task: 'call' })).toBeNull();
  });
});
