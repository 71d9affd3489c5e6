/** A person is told before a debt can be sued for no more, whatever holds the account. */
import { describe, expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { account, CONTACTED, CREDITOR, day, effect, fact, noon, personFact } from '../tests/support/facts.ts';
import { decide } from './decide.ts';
import type { AccountFacts } from './facts.ts';
import { alarmDue, limitationAlarms } from './limitation-alarm.ts';
import { situationOf } from './situation.ts';
import { localDate } from './time.ts';

/** The last day is day 364: one year from the due. */
type Over = NonNullable<Parameters<typeof account>[0]>;
const strict = (over: Over = {}, person: Partial<AccountFacts['person']> = {}) =>
  account({ creditor: { ...CREDITOR, limitationYears: 1 }, ...over }, person);
const at = (facts: AccountFacts, days: number) => situationOf(facts, noon(days), RULES);
const DISPUTE = fact('dispute', { about: 'amount' }, noon(5));
const no = (days: number): number => Number(day(days).replaceAll('-', ''));
const alarmsIn = (facts: AccountFacts, days: number): string[] =>
  decide(RULES, facts, noon(days))
    .planned.filter(({ step }) => step === 'limitation-near')
    .map(({ occurrence, verdict, dueAt }) => `${occurrence} ${verdict} ${localDate(dueAt, CREDITOR.zone)}`);

describe('the alarms', () => {
  test('180 and 60 days before the last day', () =>
    expect(limitationAlarms(at(strict(), 10))).toEqual([day(364 - 180), day(364 - 60)]));
  test.each([
    ['before the first', 183, null],
    ['on the first day', 184, day(184)],
    ['until the second', 303, day(184)],
    ['on the second day', 304, day(304)],
    ['on the last day', 364, day(304)],
    ['once it is barred', 365, null],
  ])('%s', (_, days, alarm) => expect(alarmDue(at(strict(), days))).toBe(alarm));
  test.each([
    ['closed', strict({ closed: true })],
    ['paid', strict({ dues: [] })],
    ['below the floor of contact', strict({ dues: [{ on: day(0), minor: 1n }] })],
    ['before a court', strict({ courtCase: { id: 'c', state: 'filed' } })],
  ])('none where it is %s', (_, facts) => expect(limitationAlarms(at(facts, 200))).toEqual([]));
});

describe('the task', () => {
  test.each([
    ['a dispute', strict({ facts: [DISPUTE] })],
    ['a hold', strict({ facts: [fact('hold', { until: day(350), reason: 'r' }, noon(5))] })],
    ['a death', strict({}, { facts: [personFact('death', { reported: 'family' }, noon(5))] })],
    ['nobody who can be reached', strict({}, { points: [] })],
  ])('opens during %s, at once', (_, facts) => {
    expect(alarmsIn(facts, 183)).toEqual([]);
    expect(alarmsIn(facts, 184)).toEqual([`${no(184)} allow ${day(184)}`]);
    expect(alarmsIn(facts, 310)).toEqual([`${no(304)} allow ${day(310)}`]);
  });
  test('opens once each', () => {
    const first = effect(`review/limitation-near/${no(184)}`, noon(184), { doneAt: null });
    expect(alarmsIn(strict({ facts: [DISPUTE], effects: [first] }), 190)).toEqual([]);
    const done = { ...first, doneAt: noon(185) };
    expect(alarmsIn(strict({ facts: [DISPUTE], effects: [done] }), 190)).toEqual([]);
    expect(alarmsIn(strict({ facts: [DISPUTE], effects: [done] }), 304)).toHaveLength(1);
  });
  test('is withdrawn when the last day moves or nothing is owed, and stands else', () => {
    const open = effect(`review/limitation-near/${no(184)}`, noon(184), { doneAt: null });
    const lapsed = (over: Over) =>
      decide(RULES, strict({ effects: [open], ...over }), noon(190)).lapsed.map(({ reason }) => reason.code);
    expect(lapsed({ facts: [DISPUTE] })).toEqual([]);
    expect(lapsed({ creditor: { ...CREDITOR, limitationYears: 2 } })).toEqual(['limitation-moved']);
    expect(lapsed({ dues: [] })).toEqual(['limitation-moved']);
  });
});

test('an account that waits for a fact alone is looked at again on the day of the next alarm', () => {
  const asked = effect('review/dispute', noon(25), { doneAt: null });
  const facts = strict({ facts: [fact('dispute', { about: 'amount' }, noon(25))], effects: [...CONTACTED, asked] });
  const look = (days: number) => decide(RULES, facts, noon(days)).nextEvaluationAt;
  const dayOf = (moment: number | null) => (moment === null ? null : localDate(moment, CREDITOR.zone));
  expect(dayOf(look(150))).toBe(day(184));
});
