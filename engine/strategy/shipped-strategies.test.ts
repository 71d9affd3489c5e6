import { describe, expect, test } from '@jest/globals';
import { decide } from '../../domain/decide.ts';
import { SCORE_CLASSES } from '../../domain/strategy/score/axes.ts';
import { ladderFor, lintStrategy, readStrategy, segmentOf, termsFor } from '../../domain/strategy/strategy.ts';
import { HOUR_MS, showInstant } from '../../domain/time.ts';
import { LENDER, RULES } from '../../stages/rules.ts';
import { answers, rulesOfSegment, sampleCases } from '../../tests/golden/compare-strategies.ts';
import { readStates } from '../../tests/golden/states.ts';
import { account, day, effect, noon, ZONE } from '../../tests/support/facts.ts';
import { segmentInput } from '../../tests/support/segment-input.ts';
import { SHIPPED_STRATEGIES, shippedStrategy, shippedText } from './shipped-strategies.ts';

const standard = shippedStrategy('standard', LENDER);
const online = shippedStrategy('online-lender', LENDER);

test.each(SHIPPED_STRATEGIES)('%s has no fault', (name) => {
  expect(lintStrategy(shippedText(name), LENDER)).toEqual([]);
  expect(shippedStrategy(name, LENDER).name).toBe(name);
});

describe('standard', () => {
  test('answers every golden state as the code does', () => {
    const rules = rulesOfSegment(standard, 'everybody', []);
    expect(rules.ladder).not.toBe(RULES.ladder);
    const states = readStates();
    expect(states.length).toBeGreaterThanOrEqual(1000);
    let planned = 0;
    for (const { facts, now } of states) {
      const before = decide(RULES, facts, now);
      planned += before.planned.length;
      expect(decide(rules, facts, now)).toEqual(before);
    }
    expect(planned).toBeGreaterThan(1000);
  });

  test('answers random accounts under every law as the code does', () => {
    const cases = sampleCases(300, 7);
    for (const [index, item] of cases.entries()) {
      const { before, after } = answers(item, index);
      expect(after).toEqual(before);
    }
  });

  test('is the ladder and the terms of the code, written out', () => {
    const ladder = ladderFor(standard, 'everybody', LENDER.ladder);
    const shown = (stages: typeof ladder) =>
      stages.map(({ name, opensAt, kind, steps }) => ({
        name,
        opensAt,
        kind,
        steps: steps.map(({ name, day, channels }) => ({ name, day, channels })),
      }));
    expect(shown(ladder)).toEqual(shown(LENDER.ladder));
    expect(termsFor(standard, 'everybody', LENDER.terms)).toEqual(LENDER.terms);
  });

  test('another ladder gives other answers', () => {
    const [segment = ''] = shippedStrategy('gentle', LENDER).segments.map(({ name }) => name);
    const gentle = rulesOfSegment(shippedStrategy('gentle', LENDER), segment, []);
    const states = readStates().filter((_, index) => index % 10 === 0);
    const others = states.filter(
      ({ facts, now }) => JSON.stringify(decide(gentle, facts, now)) !== JSON.stringify(decide(RULES, facts, now)),
    );
    expect(others.length).toBeGreaterThan(states.length / 4);
  });
});

describe('every strategy that ships', () => {
  const strategies = SHIPPED_STRATEGIES.map((name) => shippedStrategy(name, LENDER));

  test.each(strategies)('$name has a segment for each score, the unknown included', (strategy) => {
    for (const ability of SCORE_CLASSES)
      for (const willingness of SCORE_CLASSES) {
        const { segment } = segmentOf(strategy, segmentInput({ ability, willingness, dpd: 400 }));
        expect(strategy.segments.map(({ name }) => name)).toContain(segment);
      }
  });

  test.each(strategies.filter(({ segments }) => segments.length > 1))('$name treats an unknown score gently', (own) => {
    for (const input of [{ ability: 'unknown' }, { willingness: 'unknown' }, {}] as const) {
      const { segment } = segmentOf(own, segmentInput({ ability: 'high', willingness: 'low', dpd: 60, ...input }));
      const { segment: unscored } = segmentOf(own, segmentInput({ dpd: 60, ...input }));
      const ladder = own.segments.find(({ name }) => name === unscored)?.ladder;
      expect(ladder).toBe(own.ladders[0]?.name);
      if ('ability' in input || 'willingness' in input) expect(segment).toBe(unscored);
    }
  });

  test.each(strategies)('$name opens no agency, bureau or court sooner, and gives no shorter notice', (strategy) => {
    for (const { name } of strategy.segments) {
      for (const [at, stage] of ladderFor(strategy, name, LENDER.ladder).entries())
        if (stage.kind === 'escalation')
          expect(stage.opensAt).toBeGreaterThanOrEqual(LENDER.ladder[at]?.opensAt ?? Number.POSITIVE_INFINITY);
      const terms = termsFor(strategy, name, LENDER.terms);
      for (const term of ['placementNoticeDays', 'bureauLeadDays', 'noticeReturnDays', 'finalDemandDays'] as const)
        expect(terms[term]).toBeGreaterThanOrEqual(LENDER.terms[term]);
    }
  });
});

describe('a shape decides', () => {
  /** The due moments of a step, as Taipei time, on a day of an account that was told by e-mail and SMS. */
  const plannedOn = (days: number, name: 'standard' | 'online-lender', segment: string, step: string) => {
    const told = ['email-1', 'email-4', 'email-8'].map((name, at) => effect(`reminder/${name}`, noon(1 + at)));
    const strategy = shippedStrategy(name, LENDER);
    const facts = account({ effects: [...told, effect('sms/sms-10', noon(7))] });
    return decide(rulesOfSegment(strategy, segment, []), facts, noon(days) - 4 * HOUR_MS).planned.flatMap((planned) =>
      planned.step === step ? [showInstant(planned.dueAt, ZONE).slice(0, 16)] : [],
    );
  };
  test('calls begin on the day on which the stage of the ladder opens', () => {
    expect(plannedOn(10, 'online-lender', 'able-unwilling', 'attempt')[0]).toBe(`${day(10)}T10:34`);
    expect(plannedOn(10, 'standard', 'everybody', 'attempt')).toEqual([]);
  });
  test('a step keeps the time of day that it is given', () => {
    const text = shippedText('standard').replace(
      'sms-14: { day: 14, gap: 3 }',
      'sms-14: { day: 14, gap: 3, at: "17:20" }',
    );
    const read = readStrategy(text, LENDER);
    if (!('strategy' in read)) throw new Error('refused');
    const facts = account({ effects: [effect('reminder/email-1', noon(1)), effect('sms/sms-10', noon(10))] });
    const { planned } = decide(rulesOfSegment(read.strategy, 'everybody', []), facts, noon(11));
    const [sms] = planned.filter(({ step }) => step === 'sms-14');
    expect(sms && showInstant(sms.dueAt, ZONE).slice(0, 16)).toBe(`${day(14)}T17:22`);
  });
});

describe('online-lender', () => {
  const agencyOn = (ability: 'high' | 'low' | 'unknown', willingness: 'high' | 'low' | 'unknown') => {
    const { segment } = segmentOf(online, segmentInput({ ability, willingness, dpd: 20, delinquencies: 3 }));
    return ladderFor(online, segment, LENDER.ladder).find(({ name }) => name === 'agency')?.opensAt;
  };
  test('is firmer with who can pay and will not than with who will and cannot', () => {
    expect(agencyOn('high', 'low')).toBe(31);
    expect(agencyOn('low', 'high')).toBe(79);
    expect(agencyOn('unknown', 'unknown')).toBe(79);
  });
});
