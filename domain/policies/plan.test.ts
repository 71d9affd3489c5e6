import { describe, expect, test } from '@jest/globals';
import { RULES } from '../../stages/rules.ts';
import { accepted, proposed } from '../../tests/support/agreements.ts';
import { account, day, effect, fact, noon } from '../../tests/support/facts.ts';
import type { Channel, Purpose } from '../channels.ts';
import type { AccountFact, AccountFacts } from '../facts.ts';
import { situationOf } from '../situation.ts';
import { plan } from './plan.ts';
import type { Intent } from './policy.ts';

const agreed = proposed([
  [10, 70_000n],
  [20, 73_400n],
]);
const PLAN: AccountFact[] = [agreed, accepted(agreed, 2)];
const paid = (minor: bigint, on: number) => fact('payment', { minor, via: 'lender' }, noon(on));

const ask = (
  on: number,
  facts: readonly AccountFact[],
  over: Partial<Intent> = {},
  more: Partial<AccountFacts> = {},
) => {
  const intent = { stage: 'call', step: 'attempt', channel: 'call' as Channel, purpose: 'demand' as Purpose };
  const known = account({ facts: [...facts].sort((a, b) => a.occurredAt - b.occurredAt), ...more });
  return plan.judge(situationOf(known, noon(on), RULES), { ...intent, escalated: false, at: noon(on), ...over });
};
const code = (...asked: Parameters<typeof ask>) => ask(...asked)?.reason.code ?? null;

describe('while a plan runs', () => {
  test('what presses waits for its next part', () => {
    for (const purpose of ['demand', 'notice', 'handover'] as Purpose[])
      expect(ask(5, PLAN, { purpose })).toMatchObject({ kind: 'wait', reason: { code: 'plan-running' } });
    expect(ask(5, PLAN)?.reason.words).toMatch(new RegExp(`until ${day(17)}$`));
    expect(ask(12, [...PLAN, paid(70_000n, 9)])?.reason.words).toMatch(new RegExp(`until ${day(27)}$`));
    expect(code(17, PLAN)).toBe('plan-running');
  });
  test('what informs, thanks, takes back or is for staff goes on, and the plan speaks for itself', () => {
    for (const purpose of ['receipt', 'information', 'undo', 'review'] as Purpose[])
      expect(ask(5, PLAN, { purpose })).toBeNull();
    expect(ask(5, PLAN, { stage: 'plan' })).toBeNull();
  });
  test('no record begins; one that has begun goes on', () => {
    const report = { purpose: 'report', channel: 'bureau', escalated: true } as const;
    expect(ask(5, PLAN, report)).toMatchObject({ kind: 'refuse', reason: { code: 'plan-running' } });
    const effects = [effect('bureau/record', noon(1), { state: 'sent', sentAt: noon(1) })];
    expect(ask(5, PLAN, report, { effects })).toBeNull();
  });
  test('also where a payment that came in time came back, until the next part is missed', () => {
    const returned = [...PLAN, paid(70_000n, 9), fact('reversal', { minor: 70_000n }, noon(18))];
    expect(ask(19, returned)?.reason.words).toMatch(new RegExp(`until ${day(27)}$`));
  });
  test('a proposal alone holds nothing back', () => expect(ask(5, [agreed])).toBeNull());
});

describe('after a break', () => {
  const told = (on: number) => ({ effects: [effect('plan/broken', noon(on), { state: 'sent', sentAt: noon(on) })] });
  test('nothing is demanded until the person was told, and some days more', () => {
    expect(code(18, PLAN)).toBe('plan-broken');
    expect(code(23, PLAN, {}, told(18))).toBe('plan-broken');
    expect(code(24, PLAN, {}, told(18))).toBeNull();
  });
  test('whom nobody can tell is not spared for ever', () => {
    expect(code(28, PLAN)).toBe('plan-broken');
    expect(code(29, PLAN)).toBeNull();
  });
});

test('what a paid settlement leaves is not asked for; a plan that was kept holds nothing back', () => {
  const settled = proposed([[10, 70_000n]], { settlement: true, lastDay: day(12) });
  expect(ask(60, [settled, accepted(settled, 2), paid(70_000n, 9)])).toMatchObject({
    kind: 'refuse',
    reason: { code: 'plan-settled' },
  });
  expect(code(40, [...PLAN, paid(143_400n, 5)])).toBeNull();
});
