import { describe, expect, test } from '@jest/globals';
import { shippedStrategy } from '../../engine/strategy/shipped-strategies.ts';
import { LENDER, RULEBOOK, RULES } from '../../stages/rules.ts';
import { readStates } from '../../tests/golden/states.ts';
import { account, CONTACTED, effect, noon } from '../../tests/support/facts.ts';
import type { Decision } from '../decide.ts';
import { decideToEnd } from '../decide-to-end.ts';
import type { AccountFacts } from '../facts.ts';
import type { PlannedEffect } from '../plan.ts';
import { strategyId } from '../rules.ts';
import { DAY_MS } from '../time.ts';
import { moveKinds } from './move.ts';

const NOW = noon(20);
const planned = (name: string, over: Partial<PlannedEffect> = {}): PlannedEffect => {
  const { episode, stage, step, occurrence, channel, purpose } = effect(name, NOW);
  return {
    ...{ episode, stage, step, occurrence, channel, purpose },
    ...{ recipient: null, task: null, whenSent: null, awaited: false, dueAt: NOW },
    ...{ verdict: 'allow', held: [], liftedBy: [] },
    ...over,
  };
};
const decision = (plans: readonly PlannedEffect[], stage = 'call', parallel: readonly string[] = []): Decision => ({
  ...{
    v: 1,
    stage,
    parallel,
    episode: null,
    health: 'ok',
    why: [],
    planned: plans,
    lapsed: [],
    nextEvaluationAt: null,
  },
});
const kinds = (before: Decision, after: Decision) => moveKinds(before, after, { now: NOW, ladder: LENDER.ladder });

const call = planned('call/attempt');
const nothing = decision([]);

test('the same decision is not felt', () => {
  const same = decision([call, planned('agency/handover')], 'agency', ['bureau']);
  expect(kinds(same, same)).toEqual([]);
});

describe('steps towards the person', () => {
  test.each<[string, Partial<PlannedEffect>, string[]]>([
    ['now', {}, ['contacted']],
    ['a day from now', { dueAt: NOW + DAY_MS, verdict: 'wait' }, ['contacted']],
    ['later than a day', { dueAt: NOW + DAY_MS + 1 }, []],
    ['refused', { verdict: 'refuse' }, []],
    ['blocked', { verdict: 'blocked' }, []],
    ['nobody to reach', { channel: null, verdict: 'impossible' }, []],
    ['not to the person', { channel: 'desk', purpose: 'review' }, []],
  ])('a step more: %s', (_, over, felt) =>
    expect(kinds(nothing, decision([planned('call/attempt', over)]))).toEqual(felt),
  );

  test('a step that the other strategy plans for later than a day is contacted, one that was due by then is not', () => {
    const at = (dueAt: number) => decision([planned('call/attempt', { dueAt })]);
    expect(kinds(at(NOW + DAY_MS + 1), at(NOW))).toEqual(['contacted']);
    expect(kinds(at(NOW + DAY_MS), at(NOW))).toEqual([]);
  });
  test('a step is skipped when it is gone, does not go ahead, or is put off by more than a day', () => {
    const later = (days: number, over = {}) =>
      decision([planned('call/attempt', { dueAt: NOW + days * DAY_MS, ...over })]);
    const far = later(9);
    expect(kinds(far, nothing)).toEqual(['skipped']);
    expect(kinds(far, later(9, { verdict: 'refuse' }))).toEqual(['skipped']);
    expect(kinds(far, later(10))).toEqual([]);
    expect(kinds(far, later(10.001))).toEqual(['skipped']);
    expect(kinds(later(9, { verdict: 'refuse' }), nothing)).toEqual([]);
  });
  test('another channel or hour of the same step is not felt', () => {
    const sms = planned('call/attempt', { channel: 'sms', dueAt: NOW + DAY_MS / 24 });
    expect(kinds(decision([call]), decision([sms]))).toEqual([]);
  });
  test('another step in its place is both', () =>
    expect(kinds(decision([planned('sms/sms-14')]), decision([planned('sms/sms-10')]))).toEqual([
      'contacted',
      'skipped',
    ]));
});

describe('the ladder', () => {
  test.each<[string, Decision, Decision]>([
    ['a later stage', decision([]), decision([], 'agency')],
    ['the first stage', decision([], 'clear'), decision([], 'reminder')],
    ['a parallel stage more', decision([], 'agency'), decision([], 'agency', ['bureau'])],
    ['a handover more', decision([]), decision([planned('agency/handover')])],
    ['a record more', decision([]), decision([planned('bureau/record')])],
    ['a task before court more', decision([]), decision([planned('legal/approval')])],
    [
      'a handover that goes ahead now',
      decision([planned('agency/handover', { verdict: 'refuse' })]),
      decision([planned('agency/handover')]),
    ],
  ])('%s escalates, and the reverse relieves', (_, milder, firmer) => {
    expect(kinds(milder, firmer)).toEqual(['escalated']);
    expect(kinds(firmer, milder)).toEqual(['relieved']);
  });
  test('a step that takes something back does not escalate', () =>
    expect(kinds(nothing, decision([planned('agency/recall')]))).toEqual([]));
  test('a parallel stage in which the account stood before does not escalate', () =>
    expect(kinds(decision([], 'bureau'), decision([], 'agency', ['bureau']))).toEqual(['relieved']));
  test('a later stage without its record is both', () =>
    expect(kinds(decision([planned('bureau/record')]), decision([], 'agency'))).toEqual(['escalated', 'relieved']));
});

describe('strategies that ship', () => {
  const gentle = shippedStrategy('gentle', LENDER);
  RULEBOOK.strategies.renew(1, [gentle]);
  const strategy = { id: strategyId(gentle), segment: 'everybody', since: '2026-03-02', withheld: false };
  const felt = (facts: AccountFacts, now: number) => {
    const [before, after] = [null, strategy].map((followed) => {
      const rules = RULEBOOK.rulesFor({ ...facts, strategy: followed });
      return decideToEnd(rules, { ...facts, strategy: followed }, now);
    }) as [Decision, Decision];
    return [
      before,
      after,
      (from: Decision, to: Decision) => moveKinds(from, to, { now, ladder: RULES.ladder }),
    ] as const;
  };

  test('the way back is felt the other way round, in every golden state', () => {
    const seen = new Set<string>();
    for (const { facts, now } of readStates()) {
      const [before, after, compare] = felt(facts, now);
      expect(compare(before, before)).toEqual([]);
      const [forth, back] = [compare(before, after), compare(after, before)];
      expect([back.includes('relieved'), back.includes('escalated')]).toEqual([
        forth.includes('escalated'),
        forth.includes('relieved'),
      ]);
      for (const kind of forth) seen.add(kind);
    }
    expect([...seen].sort()).toEqual(['relieved', 'skipped']);
  });
  test('the gentle ladder skips the first message and leaves the account alone', () => {
    const [before, after, compare] = felt(account(), noon(1));
    expect(compare(before, after)).toContain('skipped');
    expect(compare(after, before)).toContain('contacted');
  });
  test('the gentle ladder takes an account out of the stage of agencies, and back', () => {
    const [before, after, compare] = felt(account({ effects: [...CONTACTED] }), noon(32));
    expect(before.stage).toBe('agency');
    expect(compare(before, after)).toContain('relieved');
    expect(compare(after, before)).toContain('escalated');
  });
});
