import { describe, expect, test } from '@jest/globals';
import { RULES } from '../../stages/rules.ts';
import { account, day, noon, personFact } from '../../tests/support/facts.ts';
import type { Channel, Purpose } from '../channels.ts';
import type { PersonFact } from '../facts.ts';
import type { Intent } from '../policies/policy.ts';
import { vulnerability } from '../policies/refusals.ts';
import { situationOf } from '../situation.ts';
import { type CareHoldType, HOLDS } from './holds.ts';

const intent = (purpose: Purpose, channel: Channel, notice?: string): Intent => ({
  ...{ stage: 's', step: 'x', channel, purpose, escalated: false, at: noon(3) },
  ...(notice === undefined ? {} : { notice }),
});
/** Everything that a step may want, by the column that it falls under. */
const INTENTS: Readonly<Record<string, Intent>> = {
  demand: intent('demand', 'email'),
  call: intent('demand', 'call'),
  information: intent('information', 'email'),
  'placement notice': intent('notice', 'email', 'placement'),
  placement: intent('handover', 'agency'),
  'report notice': intent('notice', 'email', 'adverse-report'),
  'letter of claim': intent('notice', 'email', 'letter-of-claim'),
  claim: intent('handover', 'court'),
  'unnamed notice': intent('notice', 'email'),
  'required notice': intent('notice', 'email', 'default'),
  thanks: intent('receipt', 'email'),
  record: intent('report', 'bureau'),
  recall: intent('undo', 'agency'),
  task: intent('review', 'desk'),
};
const goes = (facts: readonly PersonFact[]) => {
  const situation = situationOf(account({}, { facts }), noon(3), RULES);
  return Object.keys(INTENTS).filter((name) => vulnerability.judge(situation, INTENTS[name] as Intent) === null);
};
const hold = (type: CareHoldType, until?: string) =>
  personFact('care-hold', { type, reported: 'person', ...(until === undefined ? {} : { until }) }, noon(1));
const ALWAYS = ['record', 'recall', 'task'];

describe('what a hold lets go on', () => {
  test.each(['illness', 'minor', 'disaster-area', 'breathing-space', 'vulnerable'] as const)('%s', (type) =>
    expect(goes([hold(type)])).toEqual(['required notice', 'thanks', ...ALWAYS]),
  );
  test('hardship and bankruptcy', () => {
    expect(goes([personFact('hardship', {}, noon(1))])).toEqual(['required notice', 'thanks', ...ALWAYS]);
    expect(goes([personFact('bankruptcy', {}, noon(1))])).toEqual(['required notice', 'thanks', ...ALWAYS]);
  });
  test('distress', () =>
    expect(goes([personFact('distress', { level: 'pressure', reported: 'caller' }, noon(1))])).toEqual([
      'required notice',
      'thanks',
      ...ALWAYS,
    ]));
  test('death: nothing to the dead person', () =>
    expect(goes([personFact('death', { reported: 'family' }, noon(1))])).toEqual(ALWAYS));
  test('military service: demands and calls, nothing harsher', () =>
    expect(goes([hold('military-service')])).toEqual([
      'demand',
      'call',
      'information',
      'report notice',
      'required notice',
      'thanks',
      ...ALWAYS,
    ]));
});

describe('how long', () => {
  const judge = (...facts: PersonFact[]) =>
    vulnerability.judge(situationOf(account({}, { facts }), noon(3), RULES), INTENTS['demand'] as Intent);
  test('until the morning after the last day, where every hold has one', () => {
    expect(judge(hold('illness', day(5)), hold('vulnerable', day(8)))).toMatchObject({
      kind: 'wait',
      reason: { code: 'care', words: `${HOLDS.vulnerable.words} until ${day(8)}` },
    });
  });
  test('until a person lifts it, where one has none', () =>
    expect(judge(hold('illness', day(5)), hold('minor'))).toEqual({
      kind: 'refuse',
      liftedBy: ['care-hold-lifted'],
      reason: { code: 'care', words: 'the person is under age' },
    }));
});
