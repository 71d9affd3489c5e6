import { describe, expect, test } from '@jest/globals';
import { shippedStrategy } from '../../engine/strategy/shipped-strategies.ts';
import { LENDER } from '../../stages/rules.ts';
import { account, day, effect, fact, noon, personFact } from '../../tests/support/facts.ts';
import fc from '../../tests/support/property.ts';
import { segmentInput } from '../../tests/support/segment-input.ts';
import { SegmentInput } from '../contracts/segment-input.ts';
import { standingOf } from '../standing.ts';
import { SCORE_CLASSES } from './score/axes.ts';
import { segmentInputOf } from './segment-input.ts';
import { segmentOf } from './segments.ts';
import { ladderFor, termsFor } from './shaping.ts';

const online = shippedStrategy('online-lender', LENDER);
const FIRM = segmentInput({ ability: 'high', willingness: 'low', dpd: 50 });
const SOFT = segmentInput({ ability: 'low', willingness: 'high', dpd: 50 });
const names = (input: SegmentInput, previous: { segment: string; days: number } | null = null) =>
  segmentOf(online, input, previous).segment;

describe('the segment', () => {
  test('is the first that matches, with its condition and the values seen', () => {
    expect(segmentOf(online, SOFT)).toEqual({
      segment: 'unable-willing',
      because: [
        {
          code: 'segment-matches',
          words: 'unable-willing: ability == "low" && willingness != "low"; ability is low, willingness is high',
        },
      ],
    });
    expect(segmentOf(online, segmentInput({ ability: 'high', willingness: 'high', dpd: 50 }))).toEqual({
      segment: 'able-willing',
      because: [{ code: 'segment-rest', words: 'able-willing: no segment before it matches' }],
    });
    expect(names({ ...SOFT, inCare: true })).toBe('in-care');
    expect(names({ ...SOFT, selfCures: 2 })).toBe('self-curer');
  });

  test('is kept for keepDays against a firmer or an equal segment', () => {
    expect(names(FIRM, { segment: 'unable-willing', days: 13 })).toBe('unable-willing');
    expect(names(FIRM, { segment: 'unable-willing', days: 14 })).toBe('able-unwilling');
    expect(names(SOFT, { segment: 'keeps-promises', days: 0 })).toBe('keeps-promises');
    const [kept] = segmentOf(online, FIRM, { segment: 'unable-willing', days: 13 }).because;
    expect(kept?.words).toBe(
      'stays in unable-willing for 1 day more: entered 13 days ago, and able-unwilling is not milder',
    );
  });

  test('is left at once for a milder segment, and when the strategy no longer has it', () => {
    const answer = segmentOf(online, SOFT, { segment: 'able-unwilling', days: 0 });
    expect(answer.segment).toBe('unable-willing');
    expect(answer.because.at(-1)?.code).toBe('segment-milder');
    expect(names(FIRM, { segment: 'gone', days: 0 })).toBe('able-unwilling');
  });

  test('is one of the strategy for every account, and an unknown score is never treated firmly', () => {
    const count = fc.integer({ min: 0, max: 5000 });
    const input = fc.record({
      ...{ ability: fc.constantFrom(...SCORE_CLASSES), willingness: fc.constantFrom(...SCORE_CLASSES) },
      ...{ product: fc.constantFrom('card' as const, 'instalment-loan' as const), currency: fc.constant('TWD') },
      ...{ asked: count, balance: count, dpd: count, debtAgeDays: count, delinquencies: count, selfCures: count },
      ...{ promisesKept: count, promisesBroken: count },
      ...{ contacted: fc.boolean(), inCare: fc.boolean(), disputed: fc.boolean() },
    });
    fc.assert(
      fc.property(input, (any) => {
        const found = online.segments.find(({ name }) => name === names(any));
        expect(found).toBeDefined();
        if (any.ability === 'unknown' || any.willingness === 'unknown') expect(found?.ladder).not.toBe('firm');
      }),
      { numRuns: 200 },
    );
  });
});

describe('an account as conditions read it', () => {
  const UNSCORED = { ability: 'unknown', willingness: 'unknown' } as const;
  const inputOf = (facts: ReturnType<typeof account>, days: number) =>
    segmentInputOf(facts, standingOf(facts, noon(days)), UNSCORED, noon(days));

  test('fits its contract, amounts in whole units rounded down', () => {
    const input = inputOf(account({ dues: [{ on: day(0), minor: 143_499n }] }), 12);
    expect(SegmentInput.parse(input)).toEqual(input);
    expect(input).toMatchObject({ asked: 1434, balance: 41_000, dpd: 12, delinquencies: 1, contacted: false });
  });
  test('counts promises, contacts and holds', () => {
    const facts = account(
      {
        facts: [fact('promise', { parts: [{ on: day(3), minor: 143_400n }], by: 'debtor' }, noon(2))],
        effects: [effect('reminder/email-1', noon(1))],
      },
      { facts: [personFact('hardship', {}, noon(8))] },
    );
    expect(inputOf(facts, 10)).toMatchObject({ promisesKept: 0, promisesBroken: 1, contacted: true, inCare: true });
  });
  test('earlier episodes without a contact are self-cures', () => {
    const episode = { no: 3, openedOn: day(0), curedVersion: null, curedOn: null };
    const told = effect('reminder/email-1', noon(-40), { episode: 1 });
    expect(inputOf(account({ episode, effects: [told] }), 5)).toMatchObject({ delinquencies: 3, selfCures: 1 });
    const now = effect('reminder/email-1', noon(1), { episode: 3 });
    expect(inputOf(account({ episode, effects: [now] }), 5).selfCures).toBe(2);
  });
  test('an episode that begins and is not stored yet counts', () => {
    expect(inputOf(account({ episode: null }), 5).delinquencies).toBe(1);
    const cured = { no: 1, openedOn: day(-90), curedVersion: 1n, curedOn: day(-80) };
    expect(inputOf(account({ episode: cured }), 5)).toMatchObject({ delinquencies: 2, selfCures: 1 });
  });
});

describe('the rules of a segment', () => {
  const stageOf = (segment: string, name: string) =>
    ladderFor(online, segment, LENDER.ladder).find((stage) => stage.name === name);

  test('are made once, and again for another ladder of the code', () => {
    const first = ladderFor(online, 'in-care', LENDER.ladder);
    expect(ladderFor(online, 'in-care', LENDER.ladder)).toBe(first);
    expect(termsFor(online, 'in-care', LENDER.terms)).toBe(termsFor(online, 'in-care', LENDER.terms));
    expect(ladderFor(online, 'in-care', [...LENDER.ladder])).not.toBe(first);
    expect(() => ladderFor(online, 'nobody', LENDER.ladder)).toThrow('no segment nobody');
  });
  test('days for self-cure move the whole ladder', () => {
    expect(stageOf('in-care', 'reminder')?.opensAt).toBe(8);
    expect(stageOf('in-care', 'reminder')?.steps.map(({ day }) => day)).toEqual([8, 15, 23, undefined]);
    expect(stageOf('in-care', 'legal')?.opensAt).toBe(158);
  });
  test('steps that are left out are gone, duties stay, and names are those of the code', () => {
    expect(stageOf('able-unwilling', 'reminder')?.steps.map(({ name }) => name)).toEqual([
      'email-1',
      'email-8',
      'payment-returned',
    ]);
    for (const { name } of online.segments)
      for (const [at, stage] of ladderFor(online, name, LENDER.ladder).entries()) {
        const code = LENDER.ladder[at];
        expect(stage.name).toBe(code?.name);
        const known = code?.steps.map((step) => step.name) ?? [];
        for (const step of stage.steps) expect(known).toContain(step.name);
        const duties = (steps = stage.steps) => steps.filter(({ duty }) => duty).map((step) => step.name);
        expect(duties()).toEqual(duties(code?.steps));
      }
  });
  test('no shape makes escalation sooner or a protecting term shorter, even unchecked', () => {
    const [soft] = online.ladders;
    if (soft === undefined) throw new Error('no ladder');
    const wrong = {
      ...online,
      ladders: [
        {
          ...soft,
          stages: { ...soft.stages, agency: { opens: 2 } },
          terms: { placementNoticeDays: 1, callAttempts: 2 },
        },
      ],
      segments: [{ name: 'all', title: soft.title, ladder: 'soft', selfCureDays: 0 }],
    };
    expect(ladderFor(wrong, 'all', LENDER.ladder).find(({ name }) => name === 'agency')?.opensAt).toBe(31);
    expect(termsFor(wrong, 'all', LENDER.terms)).toMatchObject({ placementNoticeDays: 3, callAttempts: 2 });
  });
  test('a stage that is left out does not open, and keeps its duties', () => {
    const [soft] = online.ladders;
    if (soft === undefined) throw new Error('no ladder');
    const { legal: _, ...stages } = soft.stages;
    const without = {
      ...online,
      ladders: [{ ...soft, stages }],
      segments: [{ name: 'all', title: soft.title, ladder: 'soft', selfCureDays: 0 }],
    };
    const legal = ladderFor(without, 'all', LENDER.ladder).find(({ name }) => name === 'legal');
    expect(legal?.opens?.({} as never)).toMatchObject({ code: 'not-in-strategy' });
    expect(legal?.steps).toHaveLength(6);
  });
});
