/** What every stage and every policy promises, shipped ones and the one that a test adds. */
import { describe, expect, test } from '@jest/globals';
import { CHANNELS, isFileChannel, isTaskChannel, isWrittenChannel, PURPOSES } from '../../domain/channels.ts';
import { POLICIES } from '../../domain/policies/index.ts';
import type { Intent, Verdict } from '../../domain/policies/policy.ts';
import { situationOf } from '../../domain/situation.ts';
import type { Stage, Step } from '../../domain/stage.ts';
import { HOUR_MS } from '../../domain/time.ts';
import { LADDER } from '../../stages/index.ts';
import { ESCALATION_STAGES } from '../../stages/notice.ts';
import { RULES } from '../../stages/rules.ts';
import { fieldVisit } from '../field-visit/stage.ts';
import fc from '../support/property.ts';
import { cases, deepFreeze } from '../support/random-facts.ts';

const STAGES: readonly Stage[] = [...LADDER, fieldVisit];
const steps = STAGES.flatMap((stage) =>
  stage.steps.map((step) => [`${stage.name}/${step.name}`, step, stage] as const),
);
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

describe('the ladder', () => {
  test('the stages of the issue, mildest first', () => {
    expect(LADDER.map((stage) => stage.name)).toEqual([
      'reminder',
      'sms',
      'call',
      'agency',
      'bureau',
      'legal',
      'receipt',
      'review',
      'answers',
      'arrangement',
      'plan',
      'care',
      'education',
    ]);
    const opening = LADDER.filter(({ kind }) => kind === 'contact' || kind === 'escalation');
    const days = opening.map((stage) => stage.opensAt);
    expect(days).toEqual([1, 10, 16, 31, 45, 91]);
  });
  test('the stages after a notice are the escalation stages', () =>
    expect(ESCALATION_STAGES).toEqual(
      LADDER.filter((stage) => stage.kind === 'escalation').map((stage) => stage.name),
    ));
  test('names are unique', () => expect(new Set(STAGES.map((stage) => stage.name)).size).toBe(STAGES.length));
});

describe.each(STAGES.map((stage) => [stage.name, stage] as const))('stage %s', (_, stage) => {
  test('is a frozen value', () => {
    expect(Object.isFrozen(stage)).toBe(true);
    expect(() => Object.assign(stage, { opensAt: 0 })).toThrow(TypeError);
  });
  test('has a name, a title in every language, and says what leaves it', () => {
    expect(stage.name).toMatch(NAME);
    expect(stage.title.en).toMatch(/\S/);
    expect(stage.title['zh-Hans']).toMatch(/[\u4e00-\u9fff]/);
    expect(stage.exits).toMatch(/\S/);
  });
  test('its steps have names of their own and rising days, none before the stage opens', () => {
    expect(new Set(stage.steps.map((step) => step.name)).size).toBe(stage.steps.length);
    for (const step of stage.steps) expect(step.name).toMatch(NAME);
    const days = stage.steps.flatMap((step) => (step.day === undefined ? [] : [step.day]));
    expect(days).toEqual([...new Set(days)].sort((a, b) => a - b));
    for (const day of days) expect(day).toBeGreaterThanOrEqual(stage.opensAt);
  });
  test('a stage of duties has nothing else', () => {
    if (stage.kind === 'duties') for (const step of stage.steps) expect(step.duty).toBe(true);
  });
  test('only escalation stages run beside or hold', () => {
    if (stage.kind !== 'escalation') expect([stage.parallel, stage.holds]).toEqual([undefined, undefined]);
  });
});

describe.each(steps)('step %s', (_, step: Step, stage: Stage) => {
  test('goes by known channels, and says what each needs', () => {
    expect(step.channels.length).toBeGreaterThan(0);
    for (const channel of step.channels) expect(CHANNELS).toContain(channel);
    const speaks = step.channels.some(isWrittenChannel);
    expect(step.message !== undefined).toBe(speaks);
    expect(step.task !== undefined).toBe(step.channels.some(isTaskChannel));
    expect(step.recipient !== undefined).toBe(step.channels.some(isFileChannel));
  });
  test('has a day or says its occurrences', () => {
    expect(step.day !== undefined || step.occurrences !== undefined || stage.kind !== 'contact').toBe(true);
  });
  test('is pure and stable: asked twice of frozen facts it says the same', () => {
    fc.assert(
      fc.property(cases, ({ facts, now }) => {
        const situation = deepFreeze(situationOf(facts, now, RULES));
        const ask = () => [
          step.occurrences?.(situation),
          step.skipReason?.(situation),
          step.recipient?.(situation),
          stage.opens?.(situation),
          stage.holds?.(situation),
        ];
        expect(ask()).toEqual(ask());
        const keys = step.occurrences?.(situation).map((occurrence) => occurrence.occurrence) ?? [];
        expect(new Set(keys).size).toBe(keys.length);
        for (const key of keys) expect(Number.isInteger(key) && key > 0).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

const intents = fc.record<Omit<Intent, 'at'>>({
  stage: fc.constantFrom('reminder', 'agency'),
  step: fc.constant('x'),
  channel: fc.constantFrom(...CHANNELS),
  purpose: fc.constantFrom(...PURPOSES),
  escalated: fc.boolean(),
});

describe.each(POLICIES.map((policy) => [policy.name, policy] as const))('policy %s', (_, policy) => {
  test('is pure: asked twice of frozen facts it says the same, waits end later, refusals name the fact that lifts them', () => {
    fc.assert(
      fc.property(cases, intents, fc.integer({ min: 0, max: 72 }), ({ facts, now }, rest, hours) => {
        const situation = deepFreeze(situationOf(facts, now, RULES));
        const intent = Object.freeze({ ...rest, at: now + hours * HOUR_MS });
        const ask = (): Verdict | null => policy.judge(situation, intent);
        const answer = ask();
        expect(ask()).toEqual(answer);
        if (answer?.kind === 'wait') expect(answer.until).toBeGreaterThan(intent.at);
        if (answer?.kind === 'refuse') expect(answer.liftedBy.length).toBeGreaterThan(0);
        if (answer !== null) expect(answer.reason.words).toMatch(/\S/);
      }),
      { numRuns: 200 },
    );
  });
});
