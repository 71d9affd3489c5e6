import { describe, expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { callableFrom, callBackWished } from './call-backs.ts';
import type { PersonFact } from './facts.ts';
import type { Hours } from './law/case.ts';
import { DEMAND, type HoursCase } from './law/hours-of.ts';
import { callBack } from './policies/call-back.ts';
import type { Situation } from './stage.ts';

const ZONE = 'Asia/Taipei';
const at = (text: string) => Date.parse(`2026-04-${text}+08:00`);
const wished = (moment: number): PersonFact =>
  ({ kind: 'call-back-wished', body: { at: moment }, occurredAt: at('20T12:00') }) as PersonFact;
const caseAt =
  (hours: Hours | null = null) =>
  (moment: number): HoursCase => ({
    at: moment,
    zones: [ZONE],
    consents: [],
    preferences: hours === null ? [] : [{ at: 0, withdrawnAt: null, hours, notBy: null, notAt: null }],
    intent: DEMAND,
  });

describe('the next time for a call', () => {
  const { packs } = RULES;
  test.each([
    ['20T14:10', '20T14:10'],
    ['20T07:59', '20T08:00'],
    ['20T22:00', '21T08:00'],
    ['20T23:31', '21T08:00'],
  ])('asked for at %s: %s', (asked, next) => expect(callableFrom(packs, caseAt(), at(asked))).toBe(at(next)));

  test('hours that the person asked for bind too; where none are left there is none', () => {
    const evening = { opens: 18 * 60, closes: 20 * 60 };
    expect(callableFrom(packs, caseAt(evening), at('20T14:10'))).toBe(at('20T18:00'));
    expect(callableFrom(packs, caseAt({ opens: 60, closes: 120 }), at('20T14:10'))).toBeNull();
  });
});

describe('until the call that the person asked for', () => {
  const judge = (facts: readonly PersonFact[], intent: object) =>
    callBack.judge({ facts: { person: { facts, zone: ZONE } } } as unknown as Situation, {
      ...{ stage: 'sms', step: 'sms-10', channel: 'sms', purpose: 'demand', escalated: false, at: at('21T10:00') },
      ...intent,
    });

  test('the last wish counts, to the minute', () => {
    expect(callBackWished([])).toBeNull();
    expect(callBackWished([wished(at('25T10:00')), wished(at('22T14:30') + 12_345)])).toBe(at('22T14:30'));
  });

  test('demands to the person wait; the call itself and all else do not', () => {
    const facts = [wished(at('22T14:30'))];
    expect(judge(facts, {})).toEqual({
      kind: 'wait',
      until: at('22T14:30'),
      reason: { code: 'call-back', words: expect.stringContaining('asked to be called') },
    });
    expect(judge(facts, { channel: 'call', at: at('22T14:30') })).toBeNull();
    expect(judge(facts, { at: at('22T18:00') })).toBeNull();
    for (const intent of [{ purpose: 'notice' }, { purpose: 'receipt' }, { channel: 'bureau', purpose: 'report' }])
      expect(judge(facts, intent)).toBeNull();
    expect(judge([], {})).toBeNull();
  });
});
