import { describe, expect, test } from '@jest/globals';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { Experiment } from '../../contracts/experiment.ts';
import { armOf } from './assignment.ts';
import { evaluateExperiment, evaluateLive, type PersonOutcome } from './evaluate.ts';

const EXPERIMENT = Experiment.parse({
  v: 1,
  name: 'spring',
  arms: [
    { name: 'champion', share: 0.5 },
    { name: 'softer', share: 0.5 },
  ],
  primary: 'money',
  entersFrom: '2026-04-01',
  entersUntil: '2026-04-30',
  horizonDays: 60,
  minimumPersons: 150,
});
/** 60 days after the last day of entering. */
const OVER = '2026-06-29';

type Effect = Partial<Record<'money' | 'contacts' | 'complaints', (arm: string) => number>>;

/**
 * Persons as collections know them: two of three pay nothing, the others amounts of a long tail; some contacts each, a
 * complaint of one in thirty. `effect` is added to what a person of an arm does.
 */
function personsOf(seed: number, count: number, experiment: Experiment, effect: Effect = {}): PersonOutcome[] {
  const random = xoroshiro128plus(seed);
  const draw = () => uniformInt(random, 0, 999_999) / 1_000_000;
  return Array.from({ length: count }, (_, at) => {
    const person = `P-${seed}-${at}`;
    const arm = armOf(experiment, 'harbour', person);
    const pays = draw() < 0.33 ? 200 * (1 - draw()) ** -0.4 : 0;
    return {
      creditor: 'harbour',
      person,
      enteredOn: '2026-04-10',
      segment: draw() < 0.5 ? 'able' : 'unable',
      money: Math.max(0, pays + (effect.money?.(arm) ?? 0)),
      contacts: Math.floor(draw() * 8) + (effect.contacts?.(arm) ?? 0),
      complaints: (draw() < 0.03 ? 1 : 0) + (effect.complaints?.(arm) ?? 0),
    };
  });
}
const evaluate = (persons: readonly PersonOutcome[], on = OVER, experiment = EXPERIMENT) =>
  evaluateExperiment(experiment, persons, on);
const forSofter = (more: number) => (arm: string) => (arm === 'softer' ? more : 0);

describe('before it is over', () => {
  const persons = personsOf(1, 400, EXPERIMENT, { money: forSofter(500) });
  test('nothing is compared, however large the difference', () => {
    const answer = evaluate(persons, '2026-06-28');
    expect(answer).toMatchObject({ state: 'running', answerOn: OVER, comparisons: [], segments: [], winner: null });
  });
  test('on its day it is', () => expect(evaluate(persons)).toMatchObject({ state: 'over', winner: 'softer' }));

  test('an arm that lacks persons is never compared', () => {
    expect(evaluate(persons.slice(0, 290))).toMatchObject({ state: 'too-few', comparisons: [], winner: null });
  });
  test('who entered before or after the days of entering does not count', () => {
    const moved = persons.map((person, at) => ({
      ...person,
      enteredOn: at % 3 === 0 ? '2026-03-31' : at % 3 === 1 ? '2026-05-01' : '2026-04-30',
    }));
    const counted = evaluate(moved).arms.reduce((sum, arm) => sum + arm.persons, 0);
    expect(counted).toBe(133);
  });
  test('outcomes that are missing from one arm make it lopsided', () => {
    const chosen = personsOf(2, 900, EXPERIMENT).filter(
      (person, at) => armOf(EXPERIMENT, 'harbour', person.person) === 'champion' || at % 3 !== 0,
    );
    expect(evaluate(chosen)).toMatchObject({ state: 'lopsided', comparisons: [], winner: null });
  });
});

describe('a verdict', () => {
  const verdictOf = (effect: Effect, experiment = EXPERIMENT) => {
    const { comparisons, winner } = evaluate(personsOf(3, 1200, experiment, effect), OVER, experiment);
    return [comparisons[0]?.verdict, comparisons[0]?.harms, winner];
  };
  test('more money', () => expect(verdictOf({ money: forSofter(200) })).toEqual(['better', [], 'softer']));
  test('less money', () => expect(verdictOf({ money: forSofter(-200) })).toEqual(['worse', [], null]));
  test('more money with more complaints is no winner', () =>
    expect(verdictOf({ money: forSofter(200), complaints: forSofter(0.2) })).toEqual([
      'harmful',
      ['complaints'],
      null,
    ]));
  test('fewer contacts, where they decide, with the same money', () => {
    const fewer = { ...EXPERIMENT, primary: 'contacts' as const };
    expect(verdictOf({ contacts: forSofter(-2) }, fewer)).toEqual(['better', [], 'softer']);
  });
  test('fewer contacts bought with less money', () => {
    const fewer = { ...EXPERIMENT, primary: 'contacts' as const };
    expect(verdictOf({ contacts: forSofter(-2), money: forSofter(-200) }, fewer)).toEqual(['harmful', ['money'], null]);
  });
});

test('the best of several challengers wins, and segments are told apart', () => {
  const experiment = Experiment.parse({
    ...EXPERIMENT,
    arms: [
      { name: 'champion', share: 0.4 },
      { name: 'softer', share: 0.3 },
      { name: 'calls-first', share: 0.3 },
    ],
  });
  const money = (arm: string) => ({ champion: 0, softer: 150, 'calls-first': 400 })[arm] ?? 0;
  const { winner, comparisons, segments } = evaluate(personsOf(4, 1500, experiment, { money }), OVER, experiment);
  expect(comparisons.map(({ arm, chance }) => [arm, chance <= 0.05])).toEqual([
    ['softer', true],
    ['calls-first', true],
  ]);
  expect(winner).toBe('calls-first');
  expect(segments.map(({ segment, arm }) => `${segment} ${arm}`)).toEqual([
    'able softer',
    'able calls-first',
    'unable softer',
    'unable calls-first',
  ]);
});

test('a segment with few persons is not compared', () => {
  const persons = personsOf(5, 600, EXPERIMENT).map((person, at) =>
    at < 40 ? { ...person, segment: 'rare' } : person,
  );
  const { segments } = evaluate(persons);
  expect(segments.map(({ segment }) => segment)).toEqual(['able', 'unable']);
});

test('of 1,000 experiments without a difference at most one in twenty shows one; true differences are found', () => {
  const runs = 1000;
  const arms = (at: number) => ({ ...EXPERIMENT, name: `run-${at}`, minimumPersons: 40 });
  const asOne = (person: PersonOutcome) => ({ ...person, segment: 'all' });
  let alarms = 0;
  for (let at = 0; at < runs; at += 1)
    if (
      evaluate(personsOf(at, 124, arms(at)).map(asOne), OVER, arms(at)).comparisons[0]?.verdict !==
      'no-difference-shown'
    )
      alarms += 1;
  // 5 % of 1,000, and what chance makes of it: three standard deviations.
  expect(alarms).toBeLessThanOrEqual(50 + 3 * Math.sqrt(1000 * 0.05 * 0.95));
  expect(alarms).toBeGreaterThan(10);
  let found = 0;
  for (let at = 0; at < 50; at += 1)
    if (evaluate(personsOf(at, 600, arms(at), { money: forSofter(150) }), OVER, arms(at)).winner === 'softer')
      found += 1;
  expect(found).toBeGreaterThan(40);
});

describe('an experiment on accounts', () => {
  const persons = personsOf(1, 400, EXPERIMENT, { money: forSofter(500) });
  const stoppedOn = (on: string) => evaluateLive(EXPERIMENT, persons, OVER, { by: 'ann', on });
  test('that nobody stopped is evaluated as by files', () =>
    expect(evaluateLive(EXPERIMENT, persons, OVER, null)).toEqual({ ...evaluate(persons), stopped: null }));
  test('that was stopped while persons entered says so and never has a winner', () =>
    expect(stoppedOn('2026-04-30')).toMatchObject({
      state: 'over',
      winner: null,
      stopped: { by: 'ann', on: '2026-04-30', early: true },
    }));
  test('that was stopped after everybody had entered has its winner', () =>
    expect(stoppedOn('2026-05-01')).toMatchObject({ winner: 'softer', stopped: { early: false } }));
});
