/** The file of a plan's terms: what is taken, and what is refused by which field. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { faultsOf } from './event.ts';
import { PlanTermsFile, planTermsOf, receiptsOf } from './plan-terms.ts';

const money = (minor: string, currency = 'TWD') => ({ currency, minor });
const TERMS = {
  today: '2026-12-01',
  amount: money('1434000'),
  schedule: { kind: 'equal', number: 6 },
  first: '2026-12-15',
};
const fixed = (instalment: unknown) => ({ schedule: { kind: 'fixed', instalment } });
const steps = (...rows: object[]) => ({ schedule: { kind: 'stepped', steps: rows } });
const amounts = (...rows: object[]) => ({ schedule: { kind: 'stepped-amounts', steps: rows } });
const income = (more: object) => ({
  schedule: { kind: 'income', income: money('300'), expenses: money('0'), percent: '30', ...more },
});
const RATE = { percent: '12', dayCount: 'actual/365' };
const deferral = (more: object = {}) => ({ deferral: { until: '2026-12-14', ...more } });

test('the example is taken', () => {
  const file = PlanTermsFile.parse(JSON.parse(readFileSync('docs/examples/plan-terms.json', 'utf8')));
  expect(planTermsOf(file, '2030-01-01')).toMatchObject({
    currency: 'TWD',
    today: '2026-12-01',
    debt: { principal: 1_200_000n, interest: 154_000n, fees: 80_000n, costs: 0n },
    order: ['costs', 'fees', 'interest', 'principal'],
    treatment: { fees: { waive: 'all', rest: 'keep' }, interest: { waive: 54_000n, rest: 'keep' } },
    settlement: null,
    deferral: { until: '2027-01-31', interest: 'waived' },
    interest: { percent: 6_000_000n, dayCount: 'actual/365', place: 'within' },
    schedule: { kind: 'equal', number: 12 },
    dating: { first: '2027-02-28', every: 'month', day: 31, move: 'previous', earliest: '2027-02-01' },
    lastDay: '2028-02-29',
    roundTo: 'whole',
  });
  expect(receiptsOf(file)).toBeNull();
});

test('what is left out has the usual value', () => {
  const { today: _, ...without } = TERMS;
  expect(planTermsOf(PlanTermsFile.parse(without), '2026-12-02')).toMatchObject({
    today: '2026-12-02',
    debt: { principal: 1_434_000n, interest: 0n, fees: 0n, costs: 0n },
    treatment: {},
    settlement: null,
    deferral: null,
    interest: null,
    dating: { every: 'month', day: null, move: 'none', earliest: '2026-12-02' },
    lastDay: null,
    roundTo: 'minor',
  });
});

test('each kind is read', () => {
  const scheduleOf = (terms: object) => planTermsOf(PlanTermsFile.parse({ ...TERMS, ...terms }), '').schedule;
  expect(scheduleOf(fixed(money('5')))).toEqual({ kind: 'fixed', instalment: 5n });
  expect(scheduleOf(steps({ number: 1, percent: '33.5' }, { number: 2, percent: '66.5' }))).toEqual({
    kind: 'stepped',
    steps: [
      { number: 1, percent: 33_500_000n },
      { number: 2, percent: 66_500_000n },
    ],
  });
  expect(scheduleOf(amounts({ number: 2, instalment: money('5') }, { instalment: money('9') }))).toEqual({
    kind: 'stepped-amounts',
    steps: [
      { number: 2, instalment: 5n },
      { number: null, instalment: 9n },
    ],
  });
  expect(scheduleOf(income({ most: money('7') }))).toEqual({
    kind: 'income',
    income: 300n,
    expenses: 0n,
    percent: 30_000_000n,
    least: 0n,
    most: 7n,
  });
  const settlementOf = (settlement: object) =>
    planTermsOf(PlanTermsFile.parse({ ...TERMS, settlement, lastDay: '2027-12-31' }), '').settlement;
  expect(settlementOf({ percent: '60' })).toEqual({ percent: 60_000_000n });
  expect(settlementOf({ amount: money('5') })).toEqual({ minor: 5n });
  const paid = [{ on: '2026-12-15', amount: money('5') }];
  expect(receiptsOf(PlanTermsFile.parse({ ...TERMS, paid, settleOn: '2026-12-15' }))).toEqual([
    { on: '2026-12-15', minor: 5n },
  ]);
});

describe('refused, by field', () => {
  test.each<[string, object, string, string]>([
    ['an amount of 0', { amount: money('0') }, '/amount', 'an amount above 0 is needed'],
    ['a negative amount', { amount: money('-5') }, '/amount', 'an amount above 0 is needed'],
    [
      'decimals',
      { amount: money('14340.505') },
      '/amount/minor',
      'minor units as a decimal string of at most 15 digits',
    ],
    [
      'an amount beyond bounds',
      { amount: money('1'.repeat(16)) },
      '/amount/minor',
      'minor units as a decimal string of at most 15 digits',
    ],
    ['no currency', { amount: money('1', 'TWX') }, '/amount/currency', 'is no currency of ISO 4217'],
    [
      'another currency',
      fixed(money('5', 'USD')),
      '/schedule/instalment/currency',
      'another currency than that of amount, TWD',
    ],
    [
      'components of another sum',
      { components: { principal: money('1') } },
      '/components',
      'they add up to 1 minor units, the amount is 1434000',
    ],
    [
      'a component twice in the order',
      { order: ['fees', 'fees', 'costs', 'principal'] },
      '/order',
      'each of principal, interest, fees, costs once',
    ],
    [
      'an order of three',
      { order: ['fees', 'costs', 'principal'] },
      '/order',
      'each of principal, interest, fees, costs once',
    ],
    [
      'a principal that is made principal',
      { restructure: { principal: { rest: 'capitalise' } } },
      '/restructure/principal/rest',
      'not known',
    ],
    ['a first payment yesterday', { first: '2026-11-30' }, '/first', 'must not be before today, 2026-12-01'],
    ['a first payment in eleven years', { first: '2037-12-01' }, '/first', 'at most 3660 days after today'],
    ['no instalment', { schedule: { kind: 'equal', number: 0 } }, '/schedule/number', 'a whole number from 1 to 600'],
    [
      'a thousand instalments',
      { schedule: { kind: 'equal', number: 1000 } },
      '/schedule/number',
      'a whole number from 1 to 600',
    ],
    [
      'half an instalment',
      { schedule: { kind: 'equal', number: 1.5 } },
      '/schedule/number',
      'a whole number from 1 to 600',
    ],
    ['an instalment of 0', fixed(money('0')), '/schedule/instalment', 'an amount above 0 is needed'],
    [
      'an unknown kind',
      { schedule: { kind: 'balloon' } },
      '/schedule/kind',
      'one of equal, fixed, stepped, stepped-amounts, income',
    ],
    ['steps of 99 %', steps({ number: 1, percent: '99' }), '/schedule/steps', 'their percentages must add up to 100'],
    ['a step of 0 %', steps({ number: 1, percent: '0.0' }), '/schedule/steps/0/percent', 'above 0 is needed'],
    [
      'steps of 601',
      steps({ number: 600, percent: '50' }, { number: 1, percent: '50' }),
      '/schedule/steps',
      '601 instalments; at most 600 may be',
    ],
    [
      'a last step with a number',
      amounts({ number: 1, instalment: money('5') }),
      '/schedule/steps/0/number',
      'the last step has no number: it goes on until nothing is left',
    ],
    [
      'a step without a number',
      amounts({ instalment: money('5') }, { instalment: money('5') }),
      '/schedule/steps/0/number',
      'is needed',
    ],
    ['bounds that cross', income({ least: money('9'), most: money('8') }), '/schedule/most', 'must not be below least'],
    ['negative expenses', income({ expenses: money('-1') }), '/schedule/expenses', 'must not be negative'],
    [
      'a rate of 101 %',
      { interest: { ...RATE, percent: '101' } },
      '/interest/percent',
      'a percentage from 0 to 100 as text, at most 6 decimals, such as "12.5"',
    ],
    [
      'on top of fixed amounts',
      { ...fixed(money('5')), interest: { ...RATE, place: 'on-top' } },
      '/interest/place',
      'on-top only with equal and stepped',
    ],
    [
      'a last day before the first',
      { lastDay: '2026-12-14' },
      '/lastDay',
      'must not be before the first payment, 2026-12-15',
    ],
    ['a settlement without a last day', { settlement: { percent: '60' } }, '/lastDay', 'is needed with settlement'],
    [
      'a settlement of both',
      { settlement: { percent: '60', amount: money('5') } },
      '/settlement',
      'either percent or amount',
    ],
    [
      'a settlement with interest',
      { settlement: { percent: '60' }, lastDay: '2027-12-31', interest: RATE },
      '/interest',
      'not together with settlement',
    ],
    [
      'a payment in a time without',
      deferral({ until: '2026-12-15' }),
      '/first',
      'must be after the last day without payment, deferral.until',
    ],
    [
      'a time without payment that is over',
      deferral({ until: '2026-11-30' }),
      '/deferral/until',
      'must not be before today, 2026-12-01',
    ],
    ['interest meanwhile, unsaid', { ...deferral(), interest: RATE }, '/deferral/interest', 'is needed with interest'],
    ['interest meanwhile, without any', deferral({ interest: 'accrues' }), '/deferral/interest', 'only with interest'],
    ['a day of weeks', { every: 'week', day: 15 }, '/day', 'only with every: month'],
    ['another day than the first', { day: 31 }, '/first', 'must be on day 31, or on the last of a month without it'],
    [
      'a country that is none',
      { workingDays: { move: 'next', country: 'XX' } },
      '/workingDays/country',
      'a code of ISO 3166-1, such as TW',
    ],
    ['an end before today', { settleOn: '2026-11-30' }, '/settleOn', 'must not be before today'],
    [
      'payments without a day',
      { paid: [{ on: '2026-12-15', amount: money('5') }] },
      '/settleOn',
      'is needed with paid',
    ],
    [
      'a payment after the end',
      { paid: [{ on: '2027-01-16', amount: money('5') }], settleOn: '2027-01-15' },
      '/paid/0/on',
      'must not be after settleOn',
    ],
    [
      'a payment before the plan',
      { paid: [{ on: '2026-11-30', amount: money('5') }], settleOn: '2027-01-15' },
      '/paid/0/on',
      'must not be before today, when the plan begins',
    ],
    ['an unknown field', { rate: '12' }, '/rate', 'not known'],
  ])('%s', (_, patch, pointer, words) => {
    const { error } = PlanTermsFile.safeParse({ ...TERMS, ...patch });
    expect(error && faultsOf(error)).toEqual([{ pointer, words }]);
  });
  test('every field that is wrong, and no fault between fields before each is right', () => {
    const { error } = PlanTermsFile.safeParse({
      ...TERMS,
      amount: money('x'),
      first: '2026-11-30',
      lastDay: '2026-02-30',
    });
    expect(error && faultsOf(error).map(({ pointer }) => pointer)).toEqual(['/amount/minor', '/lastDay']);
  });
});
