import { describe, expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { account, day, effect, fact, noon, plannedOf } from '../tests/support/facts.ts';
import { ended, handover, notice, placement, stepsOf, upToLegal, withEffects } from '../tests/support/placed.ts';
import { decide } from './decide.ts';
import type { AccountFacts, KnownEffect } from './facts.ts';

describe('court', () => {
  const approved = fact('approved', { effect: 'effect-legal/approval', by: 'bob' }, noon(111));
  const asked = effect('legal/approval', noon(110));
  const court = (effects: KnownEffect[], over: Partial<AccountFacts> = {}) => ({
    ...withEffects(...upToLegal, ...effects),
    placements: ended,
    bureauConsent: false,
    ...over,
  });
  test('waits for the agency, from its notice to the end of the placement', () => {
    expect(decide(RULES, withEffects(), noon(200)).stage).toBe('agency');
    expect(stepsOf({ ...withEffects(notice), bureauConsent: false }, noon(200))).toEqual(['agency/handover/1']);
    expect(
      stepsOf({ ...withEffects(notice, handover), bureauConsent: false, placements: [placement()] }, noon(200)),
    ).toEqual(['agency/recall/1']);
    const unknown = effect('agency/handover', noon(34), { state: 'unknown', sentAt: null });
    expect(stepsOf({ ...withEffects(notice, unknown), bureauConsent: false }, noon(200))).toEqual([]);
  });
  test('the approval is asked for 15 days after delivery', () =>
    expect(plannedOf(court([]), noon(96))).toEqual([`legal/approval/1 allow ${day(110)}`]));
  test('while the demand is not delivered its day moves on, and what it waits for is named', () => {
    const sent = effect('legal/final-demand', noon(95));
    const facts = { ...withEffects(notice, handover, sent), placements: ended, bureauConsent: false };
    const planned = decide(RULES, facts, noon(96)).planned.find(({ step }) => step === 'approval');
    expect(planned).toMatchObject({ verdict: 'wait', held: [{ policy: 'order', code: 'not-served' }] });
    const { health } = decide(RULES, facts, noon(96));
    expect(health).toBe('ok');
  });
  test('the filing waits for the folder, by name', () => {
    const facts = court([asked], { facts: [approved], courtCase: { id: 'c', state: 'open' } });
    const filing = decide(RULES, facts, noon(112)).planned.find(({ step }) => step === 'filing');
    expect(filing).toMatchObject({ verdict: 'wait', held: [{ policy: 'order', code: 'no-folder' }] });
  });
  test('approved: folder, then filing', () =>
    expect(stepsOf(court([asked], { facts: [approved], courtCase: { id: 'c', state: 'open' } }), noon(112))).toEqual([
      'legal/case-folder/1',
      'legal/filing/1',
    ]));
  test('refused, not filed, checklist failed, demand never served: write off, sell or wait', () => {
    const refused = fact(
      'approval-refused',
      { effect: 'effect-legal/approval', by: 'bob', reason: 'too small' },
      noon(111),
    );
    expect(stepsOf(court([asked], { facts: [refused] }), noon(112))).toEqual(['legal/ladder-end/1']);
    const made = [asked, effect('legal/case-folder', noon(112)), effect('legal/filing', noon(112))];
    expect(stepsOf(court(made, { facts: [approved], courtCase: { id: 'c', state: 'not-filed' } }), noon(114))).toEqual([
      'legal/ladder-end/1',
    ]);
    expect(stepsOf(court([], { hasStatement: false }), noon(112))).toEqual(['legal/ladder-end/1']);
    const silent = {
      ...withEffects(notice, handover, effect('legal/final-demand', noon(95))),
      placements: ended,
      bureauConsent: false,
    };
    expect(plannedOf(silent, noon(96))).toEqual([
      `legal/final-demand/2 allow ${day(103)}`,
      `legal/approval/1 wait ${day(111)}`,
    ]);
    const twice = effect('legal/final-demand/2', noon(103), { channel: 'sms' });
    const unproved = { ...silent, effects: [...silent.effects, twice] };
    expect(stepsOf(unproved, noon(110))).toEqual(['legal/approval/1']);
    expect(stepsOf(unproved, noon(111))).toEqual(['legal/ladder-end/1', 'review/find-contact-data/1']);
  });
  test('filed: the court has it, nobody is asked', () => {
    const made = [asked, effect('legal/case-folder', noon(112)), effect('legal/filing', noon(112))];
    expect(stepsOf(court(made, { facts: [approved], courtCase: { id: 'c', state: 'filed' } }), noon(200))).toEqual([]);
  });
  test('withdrawn while asked or after approval: the folder says so, and a new round follows when the reason is gone', () => {
    const withdrawn = court([asked, effect('legal/case-folder', noon(112))], {
      facts: [approved, fact('dispute', { about: 'amount' }, noon(113))],
      courtCase: { id: 'c', state: 'withdrawn' },
    });
    expect(stepsOf(withdrawn, noon(113))).toContain('legal/withdrawal/1');
    const closed = {
      ...withdrawn,
      facts: [...withdrawn.facts, fact('dispute-closed', { outcome: 'rejected' }, noon(120))],
      effects: [...withdrawn.effects, effect('legal/withdrawal', noon(113))],
    };
    expect(stepsOf(closed, noon(120))).toEqual(['legal/approval/2']);
    expect(stepsOf(court([asked]), noon(120))).toEqual(['legal/approval/2']);
  });
  test('wait without a date is asked again after thirty days', () => {
    const waited = fact('ladder-answer', { answer: 'wait', by: 'ann' }, noon(112));
    const refused = fact(
      'approval-refused',
      { effect: 'effect-legal/approval', by: 'bob', reason: 'too small' },
      noon(111),
    );
    const facts = court([asked, effect('legal/ladder-end', noon(112))], { facts: [refused, waited] });
    expect(plannedOf(facts, noon(113))).toEqual([`legal/ladder-end/2 allow ${day(142)}`]);
  });
  test('the question of the end, given up without an answer, is asked again after thirty days', () => {
    const refused = fact(
      'approval-refused',
      { effect: 'effect-legal/approval', by: 'bob', reason: 'too small' },
      noon(111),
    );
    const givenUp = effect('legal/ladder-end', noon(112), { state: 'given-up', sentAt: null, doneAt: null });
    expect(plannedOf(court([asked, givenUp], { facts: [refused] }), noon(113))).toEqual([
      `legal/ladder-end/2 allow ${day(142)}`,
    ]);
  });
  test('sold with what it owes: no further episode begins', () => {
    const sold = fact('ladder-answer', { answer: 'sell', by: 'ann' }, noon(112));
    const episode = { no: 1, openedOn: day(0), curedVersion: 1n, curedOn: day(112) };
    const facts = { ...court([], { facts: [sold] }), episode, closed: true };
    expect(decide(RULES, facts, noon(120)).episode).toEqual({ no: 1, openedOn: day(0) });
  });
  test('a court case of an earlier episode is not taken back again', () => {
    const facts = {
      ...account({ courtCase: { id: 'c', state: 'withdrawn' } }),
      episode: { no: 2, openedOn: day(0), curedVersion: null, curedOn: null },
    };
    facts.effects = [effect('legal/case-folder', noon(-50)), effect('legal/withdrawal', noon(-49))];
    expect(stepsOf(facts, noon(1))).toEqual(['reminder/email-1/1', 'reminder/email-4/1', 'reminder/email-8/1']);
  });
});
