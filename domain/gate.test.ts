import { describe, expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { account, noon } from '../tests/support/facts.ts';
import { askGate } from './gate.ts';
import type { Intent, Policy, Verdict } from './policies/policy.ts';
import { situationOf } from './situation.ts';
import { HOUR_MS } from './time.ts';

const AT = noon(3);
const situation = situationOf(account(), AT, RULES);
const intent: Intent = {
  stage: 'reminder',
  step: 'email-1',
  channel: 'email',
  purpose: 'demand',
  escalated: false,
  at: AT,
};
const policy = (name: string, judge: (at: number) => Verdict | null): Policy => ({
  name,
  title: name,
  judge: (_, { at }) => judge(at),
});
const wait = (name: string, until: number) =>
  policy(name, (at) => (until > at ? { kind: 'wait', until, reason: { code: name, words: name } } : null));
const refuse = (name: string) =>
  policy(name, () => ({ kind: 'refuse', liftedBy: ['start'], reason: { code: name, words: name } }));
const broken = policy('broken', () => {
  throw new RangeError('a secret value');
});
const under = (policies: Policy[]) => ({ policies, packs: [], ladder: RULES.ladder });
const ask = (...policies: Policy[]) => askGate(under(policies), situation, intent);
const names = (held: readonly { policy: string }[]) => held.map((held) => held.policy);

describe('the fold of all policies', () => {
  test('nobody objects', () =>
    expect(ask(policy('a', () => null))).toEqual({ verdict: 'allow', at: AT, held: [], liftedBy: [] }));
  test('the latest wait counts, both reasons are kept', () => {
    const answer = ask(wait('a', AT + 1000), wait('b', AT + 5000), wait('c', AT + 3000));
    expect(answer).toMatchObject({ verdict: 'wait', at: AT + 5000 });
    expect(names(answer.held)).toEqual(['a', 'b', 'c']);
  });
  test('one wait may lead into another', () => {
    const night = policy('night', (at) =>
      at === AT + 1000 ? { kind: 'wait', until: AT + 9000, reason: { code: 'night', words: 'x' } } : null,
    );
    expect(ask(wait('hold', AT + 1000), night)).toMatchObject({ verdict: 'wait', at: AT + 9000 });
    expect(names(ask(wait('hold', AT + 1000), night).held)).toEqual(['hold', 'night']);
  });
  test('refuse beats wait, in any order; every fact that would lift it is named', () => {
    for (const policies of [
      [refuse('r'), wait('a', AT + 1000)],
      [wait('a', AT + 1000), refuse('r')],
    ]) {
      const answer = ask(...policies);
      expect(answer).toMatchObject({ verdict: 'refuse', at: AT, liftedBy: ['start'] });
      expect(names(answer.held).sort()).toEqual(['a', 'r']);
    }
    expect(names(ask(refuse('r'), refuse('s')).held)).toEqual(['r', 's']);
  });
  test('blocked beats refuse and wait, keeps their reasons, names the policy and not the message of the error', () => {
    for (const policies of [
      [broken, refuse('r'), wait('a', AT + 1000)],
      [refuse('r'), broken],
    ]) {
      const answer = ask(...policies);
      expect(answer.verdict).toBe('blocked');
      expect(answer.at).toBe(AT + HOUR_MS);
      expect(names(answer.held)).toContain('broken');
      expect(names(answer.held)).toContain('r');
      expect(JSON.stringify(answer)).not.toContain('secret');
    }
  });
  test('blocked for a later moment is not asked earlier than that', () => {
    expect(askGate(under([broken]), situation, { ...intent, at: AT + 5 * HOUR_MS }).at).toBe(AT + 5 * HOUR_MS);
  });
  test('policies that never agree block instead of turning for ever', () => {
    const answer = ask(
      policy('moving', (at) => ({ kind: 'wait', until: at + 1000, reason: { code: 'm', words: 'm' } })),
    );
    expect(answer).toMatchObject({ verdict: 'blocked', at: AT + HOUR_MS });
    expect(names(answer.held)).toEqual(['moving', 'gate']);
  });
});
