/** Money in suspense is not asked for, and not believed either. */
import { describe, expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { account, day, fact, noon } from '../tests/support/facts.ts';
import { askedOn } from './asked.ts';
import { WAITS_FOR_ALLOCATION, WAITS_FOR_DISPUTE } from './attention.ts';
import { decide } from './decide.ts';
import type { AccountFact } from './facts.ts';
import type { Intent } from './policies/policy.ts';
import { suspense as policy } from './policies/refusals.ts';
import { situationOf } from './situation.ts';
import { standingOf } from './standing.ts';
import { suspenseOf } from './suspense.ts';

const waits = (line: string, minor: bigint, at = 30) => fact('suspense', { line, minor }, noon(at));
const ended = (line: string, at = 31) => fact('suspense-ended', { line }, noon(at));
/** 1,434.00 are late since day 0. */
const late = (...facts: AccountFact[]) => account({ facts });

test.each<[string, AccountFact[], bigint]>([
  ['nothing', [], 0n],
  ['two lines', [waits('a', 100n), waits('b', 20n)], 120n],
  ['what ended waits no more', [waits('a', 100n), waits('b', 20n), ended('a')], 20n],
  ['nor when its end is read first', [ended('a', 29), waits('a', 100n)], 0n],
  ['the end of another line', [waits('a', 100n), ended('b')], 100n],
])('%s', (_, facts, sum) => expect(suspenseOf(facts)).toBe(sum));

describe('what is asked for', () => {
  const asked = (...facts: AccountFact[]) => {
    const { asked, overdue, dpd, undisputed, cured, balance } = standingOf(late(...facts), noon(30));
    return { asked, overdue, dpd, undisputed, cured, balance };
  };
  test('is less by what waits; what is owed is not', () =>
    expect(asked(waits('a', 43_400n))).toEqual({
      ...{ asked: 100_000n, overdue: 100_000n, dpd: 30, cured: false },
      ...{ undisputed: 4_056_600n, balance: 4_100_000n },
    }));
  test('is nothing when it may all have come, and no cure', () =>
    expect(asked(waits('a', 143_400n))).toMatchObject({ asked: 0n, dpd: 0, cured: false }));
  test('is less by a dispute too', () =>
    expect(asked(waits('a', 43_400n), fact('dispute', { about: 'amount', minor: 60_000n }, noon(20)))).toMatchObject({
      asked: 40_000n,
      undisputed: 3_996_600n,
    }));
  test('of a charge-off is the balance without it', () => {
    const { asked } = askedOn(late(waits('a', 100_000n)), day(30), day(29));
    expect(asked).toBe(4_000_000n);
  });
  test('counts the payment once it is one', () => {
    const paid = fact('payment', { minor: 143_400n, via: 'lender' }, noon(30));
    expect(asked(waits('a', 143_400n, 29), ended('a', 30), paid)).toMatchObject({ asked: 0n, cured: true });
  });
});

describe('the account', () => {
  const stage = (...facts: AccountFact[]) => decide(RULES, late(...facts), noon(30));
  test('waits for the allocation, with nothing planned and the reason shown', () => {
    const decision = stage(waits('a', 143_400n));
    expect([decision.stage, decision.planned, decision.health]).toEqual([WAITS_FOR_ALLOCATION, [], 'held']);
    expect(decision.waits?.because).toEqual(['NT$ 1,434 in suspense may be for the account']);
    expect(decision.waits?.until).toBeNull();
  });
  test('goes on for the rest', () => expect(stage(waits('a', 43_400n)).stage).not.toBe(WAITS_FOR_ALLOCATION));
  test('waits for a dispute about all of it first', () =>
    expect(stage(waits('a', 1n), fact('dispute', { about: 'amount', minor: 143_400n }, noon(20))).stage).toBe(
      WAITS_FOR_DISPUTE,
    ));
});

describe('the policy', () => {
  const judge = (facts: AccountFact[], over: Partial<Intent>) =>
    policy.judge(situationOf(late(...facts), noon(30), RULES), {
      ...{ stage: 's', step: 'x', channel: 'email', purpose: 'demand', escalated: false, at: noon(30) },
      ...over,
    });
  const part = [waits('a', 43_400n)];
  const all = [waits('a', 143_400n)];
  test.each<[string, AccountFact[], Partial<Intent>, boolean]>([
    ['a demand when all may have come', all, {}, true],
    ['a demand for the rest', part, {}, false],
    ['a receipt', all, { purpose: 'receipt' }, false],
    ['a report', all, { channel: 'bureau', purpose: 'report' }, false],
    ['an agency, which knows of no rest', part, { actor: 'agency' }, true],
    ['a court', part, { channel: 'court', purpose: 'handover' }, true],
    ['a demand without anything in suspense', [...part, ended('a')], { actor: 'agency' }, false],
  ])('%s', (_, facts, over, refused) =>
    expect(judge(facts, over)?.reason.words ?? null).toBe(
      refused ? `NT$ ${facts === all ? '1,434' : '434'} in suspense may be for the account` : null,
    ),
  );
});
