import { describe, expect, test } from '@jest/globals';
import { account, CREDITOR, day, fact, noon, personFact } from '../tests/support/facts.ts';
import type { DebitFailure } from './debit-facts.ts';
import { cancelReason, scheduling, type WantedDebit } from './debit-limits.ts';
import { debitsOf, mandatesOf } from './debits.ts';
import type { AccountFact, AccountFacts } from './facts.ts';
import { standingOf } from './standing.ts';
import { MEANINGS, signsOf } from './strategy/signs.ts';

const given = fact('mandate-given', { mandate: 'M' }, noon(0));
const debit = (name: string, told: number, on: number, minor = 143_400n, dues = [day(0)]) =>
  fact('debit-scheduled', { debit: name, minor, on: day(on), mandate: 'M', dues, by: 'ann' }, noon(told));
const failed = (name: string, on: number, reason: DebitFailure = 'no-funds') =>
  fact('debit-failed', { debit: name, reason }, noon(on));
const cancelled = (name: string, on: number) =>
  fact('debit-cancelled', { debit: name, reason: 'x', by: 'ann' }, noon(on));
const collected = (name: string, on: number) => fact('debit-collected', { debit: name, minor: 143_400n }, noon(on));
const paid = (on: number, reference?: string, minor = 143_400n) =>
  fact('payment', { minor, via: 'lender', ...(reference === undefined ? {} : { reference }) }, noon(on));
const known = (facts: AccountFact[], more: Partial<AccountFacts> = {}, person = {}) =>
  account({ facts, ...more }, person);
const states = (...facts: AccountFact[]) => debitsOf(facts).map(({ debit, state }) => `${debit} ${state}`);

describe('what became of a debit', () => {
  const scheduled = debit('D', 1, 9);
  test.each<[string, AccountFact[], string]>([
    ['nothing yet', [], 'scheduled'],
    ['collected', [collected('D', 9)], 'collected'],
    ['the payment that it became', [paid(9, 'D')], 'collected'],
    ['another payment', [paid(9, 'E'), paid(9)], 'scheduled'],
    ['failed', [failed('D', 9)], 'failed'],
    ['cancelled', [cancelled('D', 3)], 'cancelled'],
    ['cancelled too late: it failed', [cancelled('D', 9), failed('D', 10)], 'failed'],
    ['cancelled too late: it was collected', [cancelled('D', 9), collected('D', 10)], 'collected'],
    ['another debit', [failed('E', 9)], 'scheduled'],
  ])('%s', (_, facts, state) => {
    // Told in any order, what became of it is the same.
    expect(states(scheduled, ...facts)).toEqual([`D ${state}`]);
    expect(states(...[...facts].reverse(), scheduled)).toEqual([`D ${state}`]);
  });
  test("a payment that was another's did not collect it", () => {
    const payment = paid(9, 'D');
    const voided = fact('payment-misallocated', { payment: payment.id }, noon(10));
    expect(states(scheduled, payment, voided)).toEqual(['D scheduled']);
  });
});

test.each<[string, AccountFact[], string[]]>([
  ['none', [], []],
  ['one', [given], ['M']],
  ['withdrawn', [given, fact('mandate-withdrawn', { mandate: 'M' }, noon(1))], []],
  ['all withdrawn', [given, fact('mandate-withdrawn', {}, noon(1))], []],
  ['another withdrawn', [given, fact('mandate-withdrawn', { mandate: 'N' }, noon(1))], ['M']],
  ['given again', [fact('mandate-withdrawn', {}, noon(1)), fact('mandate-given', { mandate: 'M' }, noon(2))], ['M']],
  ['no funds', [given, debit('D', 1, 2), failed('D', 2)], ['M']],
  ['bank account closed', [given, debit('D', 1, 2), failed('D', 2, 'account-closed')], []],
  ['withdrawn at the bank', [given, debit('D', 1, 2), failed('D', 2, 'mandate-withdrawn')], []],
])('mandates in force: %s', (_, facts, mandates) => expect(mandatesOf(facts)).toEqual(mandates));

describe('whether one may be scheduled', () => {
  const ask = (facts: AccountFacts, at: number, more: Partial<WantedDebit> = {}) => {
    const wanted = { minor: 143_400n, on: day(at + 2), ...more };
    const answer = scheduling(facts, standingOf(facts, noon(at)), wanted);
    return answer.kind === 'allowed' ? answer : answer.reason;
  };
  test('it may, for the dues of its day', () => {
    expect(ask(known([given]), 5)).toEqual({ kind: 'allowed', mandate: 'M', dues: [day(0)] });
    const two = known([given], {
      opening: { ...account().opening, dues: [day(0), day(30)].map((on) => ({ on, minor: 100n })) },
    });
    expect(ask(two, 5, { minor: 100n })).toMatchObject({ dues: [day(0)] });
    expect(ask(two, 29, { minor: 200n })).toMatchObject({ dues: [day(0), day(30)] });
    expect(ask(two, 5, { minor: 101n })).toContain('more than what is due');
    expect(ask(two, 29, { minor: 101n, dues: [day(30)] })).toContain('more than what is due');
  });
  test.each<[string, AccountFacts, string]>([
    ['without a mandate', known([]), 'no mandate is in force'],
    ['after it was withdrawn', known([given, fact('mandate-withdrawn', {}, noon(4))]), 'no mandate is in force'],
    [
      'with several and none named',
      known([given, fact('mandate-given', { mandate: 'N' }, noon(1))]),
      'several mandates',
    ],
    ['while another is pending', known([given, debit('D', 1, 4)]), 'debit D of'],
    ['during a dispute', known([given, fact('dispute', { about: 'amount' }, noon(4))]), 'a dispute is open'],
    ['about a part', known([given, fact('dispute', { about: 'amount', minor: 5n }, noon(4))]), 'a dispute is open'],
    ['during a hold', known([given, fact('hold', { until: day(20), reason: 'x' }, noon(4))]), 'a hold is in force'],
    ['in hardship', known([given], {}, { facts: [personFact('hardship', {}, noon(4))] }), 'protected (hardship)'],
    ['insolvent', known([given], {}, { facts: [personFact('bankruptcy', {}, noon(4))] }), 'protected (bankruptcy)'],
    ['closed', known([given], { closed: true }), 'the account is closed'],
    ['with nothing due', known([given, paid(4)]), 'more than what is due'],
  ])('not %s', (_, facts, words) => expect(ask(facts, 5)).toContain(words));
  test('an ended protection, dispute or pending debit stands in the way no more', () => {
    const over = [
      known([
        given,
        fact('dispute', { about: 'amount' }, noon(1)),
        fact('dispute-closed', { outcome: 'rejected' }, noon(4)),
      ]),
      known([
        given,
        fact('hold', { until: day(20), reason: 'x' }, noon(1)),
        fact('hold-released', { reason: 'x' }, noon(4)),
      ]),
      known([given, debit('D', 1, 9), cancelled('D', 4)]),
    ];
    for (const facts of over) expect(ask(facts, 5)).toMatchObject({ kind: 'allowed' });
  });
  test('a due is tried twice, a week apart, where the creditor says nothing', () => {
    const once = [given, debit('D', 1, 3), failed('D', 3)];
    expect(ask(known(once), 7)).toContain(`tried on ${day(3)}, and 7 days lie between`);
    expect(ask(known(once), 8)).toMatchObject({ kind: 'allowed' });
    const twice = [...once, debit('E', 8, 10), failed('E', 10)];
    expect(ask(known(twice), 40)).toContain(`tried 2 times, and no more than 2`);
    const lenient = known(twice, { creditor: { ...CREDITOR, debits: { tries: 3, spacingDays: 30 } } });
    expect(ask(lenient, 37)).toContain('30 days lie between');
    expect(ask(lenient, 38)).toMatchObject({ kind: 'allowed' });
    expect(ask(known([given, debit('D', 1, 3), cancelled('D', 2)]), 3)).toMatchObject({ kind: 'allowed' });
  });
});

describe('a debit that must not go ahead', () => {
  const why = (facts: AccountFact[], person = {}, more: Partial<AccountFacts> = {}) => {
    const item = known([given, debit('D', 1, 9), ...facts], more, person);
    const standing = standingOf(item, noon(5));
    return standing.debits.pending.map((pending) => cancelReason(pending, item, standing));
  };
  test('is one whose dues were paid since, by as much as makes it too large', () => {
    expect(why([])).toEqual([null]);
    expect(why([paid(3)])).toEqual(['what it is for was paid otherwise']);
    expect(why([paid(3, undefined, 100n)])).toEqual(['what it is for was paid otherwise']);
  });
  test('or against which something speaks now', () => {
    expect(why([fact('dispute', { about: 'other' }, noon(3))])).toEqual(['a dispute is open']);
    expect(why([fact('mandate-withdrawn', {}, noon(3))])).toEqual(['mandate M is not in force any more']);
    expect(why([], { facts: [personFact('death', { reported: 'family' }, noon(3))] })).toEqual([
      'the person is protected (death)',
    ]);
    expect(why([], {}, { closed: true })).toEqual(['the account is closed']);
  });
});

test('quiet from ten days before to five working days after; then it is unanswered', () => {
  const at = (on: number) => standingOf(known([given, debit('D', 1, 21)]), noon(on)).debits;
  expect([at(10).quietUntil, at(10).beginOn]).toEqual([null, [day(11), day(29)]]);
  expect([at(11).quietUntil, at(28).quietUntil]).toEqual([day(28), day(28)]);
  expect([at(28).unanswered.length, at(29).unanswered.length, at(29).quietUntil]).toEqual([0, 1, null]);
});

test('failed for lack of funds, or without a mandate, is no sign of unwillingness', () => {
  const signs = (...facts: AccountFact[]) =>
    signsOf({ account: known([given, debit('D', 1, 3), ...facts]), heardElsewhereOn: null }, noon(20)).signs;
  for (const reason of ['no-funds', 'mandate-withdrawn', 'account-closed', 'disputed-by-payer', 'technical'] as const)
    expect(signs(failed('D', 3, reason))).toEqual(signs());
  expect(signs(fact('mandate-withdrawn', {}, noon(2)))).toEqual(signs());
  expect(MEANINGS['debit-failed']).toBe('nothing');
});
