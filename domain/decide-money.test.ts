import { describe, expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { account, CONTACTED, day, effect, fact, noon, opening, plannedOf } from '../tests/support/facts.ts';
import { ended, handover, notice, stepsOf, withEffects } from '../tests/support/placed.ts';
import { decide, evaluationMoment } from './decide.ts';

describe('money', () => {
  const part = fact('payment', { minor: 100n, via: 'lender' }, noon(9));
  test('a part payment: three quiet days, then what was left, nothing repeated', () => {
    const facts = account({
      effects: CONTACTED.slice(0, 2),
      facts: [fact('payment', { minor: 100n, via: 'lender' }, noon(6))],
    });
    expect(plannedOf(facts, noon(7))).toEqual([`reminder/email-8/1 wait ${day(10)}`]);
  });
  test('a part payment in the notice period is no step back', () => {
    const dues = [
      { on: day(0), minor: 50_000n },
      { on: day(28), minor: 150_000n },
    ];
    const facts = {
      ...withEffects(notice),
      opening: opening(dues),
      facts: [fact('payment', { minor: 50_000n, via: 'lender' as const }, noon(32))],
    };
    const decision = decide(RULES, facts, noon(33));
    expect(decision).toMatchObject({ stage: 'agency' });
    expect(stepsOf(facts, noon(33))).toEqual(['agency/handover/1']);
  });
  test('a part payment in the notice period that leaves too little ends it', () => {
    const facts = {
      ...withEffects(notice),
      facts: [fact('payment', { minor: 50_000n, via: 'lender' as const }, noon(32))],
    };
    expect(stepsOf(facts, noon(33))).toEqual([]);
    expect(decide(RULES, facts, noon(33)).why.map((reason) => reason.code)).toContain('below-floor');
  });
  test('after the placement has ended days past due count anew', () => {
    const dues = [
      { on: day(0), minor: 50_000n },
      { on: day(90), minor: 150_000n },
    ];
    const paid = [fact('payment', { minor: 50_000n, via: 'lender' }, noon(100))];
    const facts = { ...withEffects(notice, handover), opening: opening(dues), facts: paid, placements: ended };
    expect(decide(RULES, facts, noon(105))).toMatchObject({ stage: 'reminder' });
    expect(stepsOf(facts, noon(105))).toEqual(['reminder/email-1/2', 'reminder/email-4/2', 'reminder/email-8/2']);
  });
  test('a payment that came back: nothing harsher than what had begun for five days', () => {
    const facts = account({
      effects: CONTACTED.slice(0, 5),
      facts: [
        fact('payment', { minor: 143_400n, via: 'lender' }, noon(15)),
        fact('reversal', { minor: 143_400n }, noon(20)),
      ],
    });
    const decision = decide(RULES, facts, noon(21));
    expect(decision.stage).toBe('sms');
    expect(stepsOf(facts, noon(21))).toEqual(['reminder/payment-returned/1']);
    expect(decision.nextEvaluationAt).not.toBeNull();
    expect(decide(RULES, facts, noon(26)).stage).toBe('call');
  });
  test('charged off: paying the dues does not cure, the balance is asked for', () => {
    const charged = [
      fact('payment', { minor: 143_400n, via: 'lender' }, noon(5)),
      fact('charge-off', { on: day(180), minor: 4_100_000n }, noon(180)),
    ];
    expect(decide(RULES, account({ facts: charged }), noon(190))).toMatchObject({ stage: 'reminder' });
    expect(decide(RULES, account({ facts: charged, balance: 0n }), noon(190))).toMatchObject({ stage: 'clear' });
  });
  test('a charge-off that lies ahead counts from its date on, and the account is looked at on it', () => {
    const facts = account({
      facts: [
        fact('payment', { minor: 143_400n, via: 'lender' }, noon(5)),
        fact('charge-off', { on: day(180), minor: 4_100_000n }, noon(100)),
      ],
    });
    const before = decide(RULES, facts, noon(150));
    expect(before.stage).toBe('clear');
    expect(before.nextEvaluationAt).toBe(evaluationMoment(day(180), facts, 'creditor'));
    expect(decide(RULES, facts, noon(181)).stage).toBe('reminder');
  });
  test('announced: quiet for three working days, or until booked', () => {
    const said = fact('payment-announced', {}, noon(3));
    expect(plannedOf(account({ effects: [effect('reminder/email-1', noon(1))], facts: [said] }), noon(4))).toEqual([
      `reminder/email-4/1 wait ${day(9)}`,
      `reminder/email-8/1 allow ${day(12)}`,
    ]);
    const booked = fact('payment', { minor: 100n, via: 'lender' }, noon(2));
    expect(
      plannedOf(account({ effects: [effect('reminder/email-1', noon(1))], facts: [said, booked] }), noon(6))[0],
    ).toBe(`reminder/email-4/1 allow ${day(6)}`);
  });
  test('the same part payment does not open anything', () => {
    expect(decide(RULES, { ...withEffects(), facts: [part] }, noon(31)).stage).toBe('agency');
  });
});

describe('promises', () => {
  const promise = (made: number, on: number) =>
    fact('promise', { parts: [{ on: day(on), minor: 143_400n }], by: 'debtor' }, noon(made));
  test('quiet until the date plus two days', () => {
    expect(plannedOf(account({ effects: CONTACTED.slice(0, 1), facts: [promise(2, 6)] }), noon(4))).toEqual([
      `reminder/email-4/1 wait ${day(9)}`,
      `reminder/email-8/1 allow ${day(12)}`,
      `arrangement/reminder/20260308 allow ${day(4)}`,
    ]);
  });
  test('broken: a new round of calls', () => {
    const facts = { ...withEffects(), facts: [promise(19, 22)] };
    expect(plannedOf(facts, noon(25)).slice(0, 3)).toEqual([
      `call/attempt/7 allow ${day(25)}`,
      `call/attempt/8 allow ${day(25)}`,
      `call/attempt/9 allow ${day(26)}`,
    ]);
  });
  test('broken after rounds of another length: the calls of the new round are none that were made', () => {
    const called = [1, 2, 3, 4, 5, 6].map((no) => effect(`call/attempt/${no}`, noon(16 + Math.floor((no - 1) / 2))));
    const facts = account({ effects: [...CONTACTED.slice(0, 5), ...called], facts: [promise(19, 22)] });
    const attempts = (callAttempts: number) =>
      decide({ ...RULES, terms: { ...RULES.terms, callAttempts } }, facts, noon(25))
        .planned.filter(({ step, verdict }) => step === 'attempt' && verdict !== 'keep')
        .map(({ occurrence }) => occurrence);
    expect(attempts(6)).toEqual([7, 8, 9, 10, 11, 12]);
    expect(attempts(3)).toEqual([7, 8, 9]);
  });
  test('broken in the notice period: calls first, the handover waits for their end', () => {
    const facts = { ...withEffects(notice), facts: [promise(32, 33)] };
    const decision = decide(RULES, facts, noon(36));
    expect(decision).toMatchObject({ stage: 'call', parallel: ['agency'] });
    expect(stepsOf(facts, noon(36))).toEqual([
      ...[7, 8, 9, 10, 11, 12].map((no) => `call/attempt/${no}`),
      'arrangement/missed/1',
    ]);
    const called = [...[7, 8, 9, 10, 11, 12].map((no) => `call/attempt/${no}`), 'arrangement/missed/1'].map((name) =>
      effect(name, noon(36)),
    );
    expect(stepsOf({ ...facts, effects: [...facts.effects, ...called] }, noon(39))).toEqual(['agency/handover/1']);
  });
  test('a promise of an earlier episode opens no round in this one', () => {
    const old = fact('promise', { parts: [{ on: day(-60), minor: 1000n }], by: 'debtor' }, noon(-70));
    const facts = { ...account({ effects: CONTACTED.slice(0, 5) }), facts: [old] };
    expect(stepsOf(facts, noon(16))[0]).toBe('call/attempt/1');
  });
});
