import { describe, expect, test } from '@jest/globals';
import { shippedStrategy } from '../../engine/strategy/shipped-strategies.ts';
import { LENDER } from '../../stages/rules.ts';
import { rulesOfSegment } from '../../tests/golden/compare-strategies.ts';
import { account, CONTACTED, CREDITOR, day, effect, fact, noon } from '../../tests/support/facts.ts';
import { decide } from '../decide.ts';
import type { AccountFacts, KnownEffect } from '../facts.ts';

const standard = shippedStrategy('standard', LENDER);
const COSTS = { email: 32n, sms: 128n, call: 8_000n };

/** What is decided under a budget: planned steps as `stage/step/occurrence`, codes of reasons, and the stage. */
function decided(percent: number, facts: AccountFacts, days: number) {
  const ladders = standard.ladders.map((ladder) => ({ ...ladder, budgetPercent: percent }));
  const { planned, why, stage } = decide(rulesOfSegment({ ...standard, ladders }, 'everybody', []), facts, noon(days));
  return {
    planned: planned.map(({ stage, step, occurrence }) => `${stage}/${step}/${occurrence}`),
    why: why.filter(({ code }) => code === 'over-budget').map(({ words }) => words),
    stage,
  };
}
const priced = (over: Parameters<typeof account>[0] = {}, costs: Partial<typeof COSTS> = COSTS) =>
  account({ creditor: { ...CREDITOR, costs }, ...over });
const MESSAGES = CONTACTED.slice(0, 5);
const called = (occurrence: number, over: Partial<KnownEffect> = {}) =>
  effect(`call/attempt/${occurrence}`, noon(16), over);
const unanswered = (occurrence: number) =>
  fact('call-outcome', { effect: `effect-call/attempt/${occurrence}`, contact: 'no-answer' }, noon(16));

describe('a budget in percent of what is asked for', () => {
  test('leaves out the call that would exceed it, with its reason, and the ladder goes on', () => {
    const before = decided(10, priced({ effects: [...MESSAGES] }), 16);
    expect(before).toMatchObject({ stage: 'call', why: [] });
    expect(before.planned).toContain('call/attempt/1');
    const facts = priced({ effects: [...MESSAGES, called(1)], facts: [unanswered(1)] });
    expect(decided(10, facts, 17)).toMatchObject({
      planned: [],
      why: [
        'call/attempt is left out: contacts cost NT$ 83.52 so far, and with NT$ 80 for this more than 10 % of NT$ 1,434',
      ],
    });
    expect(decided(12, facts, 17).planned).toContain('call/attempt/2');
    expect(decided(10, facts, 31)).toMatchObject({ stage: 'agency' });
    expect(decided(10, facts, 31).planned).toContain('agency/notice/1');
  });

  test('counts no call that was never made', () => {
    const facts = priced({ effects: [...MESSAGES, called(1)] });
    expect(decided(10, facts, 17).planned).toContain('call/attempt/2');
  });

  test('counts this episode alone', () => {
    const earlier = CONTACTED.map((known) => ({ ...known, id: `${known.id}-1` }));
    const episode = { no: 2, openedOn: day(0), curedVersion: null, curedOn: null };
    const facts = priced({ episode, effects: [...earlier, ...MESSAGES.map((known) => ({ ...known, episode: 2 }))] });
    expect(decided(10, facts, 16).planned).toContain('call/attempt/1');
  });

  test('leaves what is under way where the amount falls, and plans again where it grows', () => {
    const open = called(1, { doneAt: null });
    const paid = fact('payment', { minor: 120_000n, via: 'lender' }, noon(16));
    const fallen = decided(10, priced({ effects: [...MESSAGES, open], facts: [paid] }), 17);
    expect(fallen).toMatchObject({ stage: 'call', why: [] });
    const done = priced({ effects: [...MESSAGES, called(1)], facts: [unanswered(1), paid] });
    expect(decided(10, done, 17).why).toHaveLength(1);
    const dues = [
      { on: day(0), minor: 143_400n },
      { on: day(10), minor: 143_400n },
    ];
    const grown = priced({ dues, effects: [...MESSAGES, called(1)], facts: [unanswered(1)] });
    expect(decided(10, grown, 17).planned).toContain('call/attempt/2');
  });

  test('never holds back the first contact; stages that it leaves out are passed over', () => {
    const dear = { email: 2_000n, sms: 2_000n, call: 8_000n };
    const silent = priced({}, dear);
    expect(decided(1, silent, 1).planned).toEqual(['reminder/email-1/1']);
    const told = priced({ effects: [...MESSAGES.slice(0, 1)] }, dear);
    expect(decided(1, told, 20)).toMatchObject({ planned: [], stage: 'reminder' });
    expect(decided(1, told, 20).why).toHaveLength(4);
    expect(decided(1, told, 31)).toMatchObject({ planned: ['agency/notice/1', 'agency/handover/1'], stage: 'agency' });
  });

  test('never holds back a call that the person asked for', () => {
    const body = { effect: 'effect-call/attempt/1', contact: 'right-party', result: 'call-back', callBackAt: noon(18) };
    const asked = fact('call-outcome', body as never, noon(16));
    const facts = priced({ effects: [...MESSAGES, called(1)], facts: [asked] });
    expect(decided(1, facts, 17)).toMatchObject({ planned: ['call/attempt/1001'], why: [] });
  });

  test('limits nothing whose cost is not known', () => {
    expect(decided(1, priced({ effects: [...MESSAGES] }, {}), 16).planned).toContain('call/attempt/1');
    expect(decided(1, account({ effects: [...MESSAGES] }), 16).planned).toContain('call/attempt/1');
  });
});
