import { describe, expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { account, day, fact, noon, opening, personFact } from '../tests/support/facts.ts';
import { bulkFaults, hasLapsed, onlyAwaitsBook, PROPOSAL_MS } from './bulk-restart.ts';
import type { AccountFacts } from './facts.ts';
import { situationOf } from './situation.ts';
import { addMonths, daysBetween } from './time.ts';

/** The day on which six months of silence are over. */
const OVER = daysBetween(day(0), addMonths(day(1), 6));
const book = (on: number) =>
  fact('balance-update', { asOf: day(on), balance: 4_100_000n, dues: [...opening().dues] }, noon(on));
const silent = (over: Partial<AccountFacts> = {}) => account({ facts: [book(OVER)], ...over });
const checks = (facts: AccountFacts, on = OVER) => {
  const situation = situationOf(facts, noon(on), RULES);
  return bulkFaults(situation, situation.today).map(({ check }) => check);
};

describe('what keeps an account out of a bulk restart', () => {
  const { person } = account();
  const dead = { ...person, facts: [personFact('death', { reported: 'family' }, noon(OVER))] };
  const noPoints = { ...person, points: person.points.map((point) => ({ ...point, valid: false })) };
  const reviewed = (body: { answer: 'begin' } | { answer: 'wait'; until: string }) =>
    silent({ facts: [book(OVER), fact('restart-reviewed', { ...body, by: 'ann' }, noon(OVER))] });
  test.each([
    ['nothing, where a machine finds no fault: people confirm contact data and authority', silent(), []],
    ['an old book', account(), ['book']],
    ['a debt that is barred', silent({ creditor: { ...account().creditor, limitationYears: 0.25 } }), ['limitation']],
    ['a death', silent({ person: dead }), ['care']],
    [
      'a hold of the account',
      silent({ facts: [book(OVER), fact('hold', { until: day(900), reason: 'x' }, noon(2))] }),
      ['hold'],
    ],
    ['no way to the person', silent({ person: noPoints }), ['contact-point']],
    ['a person who let it begin', reviewed({ answer: 'begin' }), ['answer']],
    ['a person who lets it wait', reviewed({ answer: 'wait', until: day(OVER + 9) }), ['answer']],
    ['a contact: there is nothing to begin again', silent({ lastContactOn: day(OVER - 3) }), ['silence']],
    [
      'what was paid',
      silent({ facts: [fact('payment', { minor: 143_400n, via: 'lender' }, noon(OVER))] }),
      ['silence'],
    ],
  ])('%s', (_, facts, expected) => expect(checks(facts)).toEqual(expected));
  test('a dispute, where another owner and not a silence asks for the review', () => {
    const facts = [book(20), fact('dispute', { about: 'amount' }, noon(21))];
    expect(checks(account({ facts, ownerChangedAt: noon(20) }), 22)).toEqual(['dispute']);
  });
});

test('only the age of the book lets an account wait for the next one', () => {
  const [old, held] = [
    { check: 'book' as const, words: '' },
    { check: 'hold' as const, words: '' },
  ];
  expect([[], [old], [held], [old, held]].map(onlyAwaitsBook)).toEqual([false, true, false, false]);
});

test('a proposal lapses after its days', () => {
  expect([hasLapsed(0, PROPOSAL_MS - 1), hasLapsed(0, PROPOSAL_MS)]).toEqual([false, true]);
});
