import { describe, expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { account, CONTACTED, day, effect, fact, noon, personFact } from '../tests/support/facts.ts';
import { decide } from './decide.ts';
import type { AccountFact, AccountFacts } from './facts.ts';
import { localDate } from './time.ts';

const begun = (facts: AccountFact[], over: Partial<AccountFacts> = {}) =>
  account({ effects: [effect('reminder/email-1', noon(1))], facts, ...over });
function waits(facts: AccountFacts, on: number) {
  const { health, waits } = decide(RULES, facts, noon(on));
  if (!waits) return [health];
  return [health, waits.step, waits.because.join('; '), waits.until && localDate(waits.until, 'Asia/Taipei')];
}
const hold = (until: number) => fact('hold', { until: day(until), reason: 'x' }, noon(2));
const promise = (on: number) => fact('promise', { parts: [{ on: day(on), minor: 143_400n }], by: 'debtor' }, noon(2));

describe('held', () => {
  test('is not said of a next step that goes ahead on its day', () => expect(waits(begun([]), 2)).toEqual(['ok']));
  test('is said of the next step, though a later one would go ahead after the wait', () => {
    const facts = begun([hold(5)]);
    expect(decide(RULES, facts, noon(3)).planned.map(({ held }) => held.length)).toEqual([1, 0]);
    const because = `a hold is in force until ${day(5)}`;
    expect(waits(facts, 3)).toEqual(['held', 'reminder/email-4', because, day(6)]);
  });
  test.each([
    ['a promise', promise(6), `a promise runs until ${day(8)}`, day(9)],
    ['a promise under review', promise(90), `a person reviews a promise until ${day(7)}`, day(8)],
    ['an announced payment', fact('payment-announced', {}, noon(2)), `a payment was announced until ${day(7)}`, day(8)],
    [
      'a dispute: until a fact lifts it',
      fact('dispute', { about: 'amount' }, noon(2)),
      'the debt is disputed and the dispute is open',
      null,
    ],
  ])('names %s', (_, said, because, until) =>
    expect(waits(begun([said]), 3)).toEqual(['held', 'reminder/email-4', because, until]),
  );
  test('is said where nothing is planned because it keeps every stage closed', () => {
    const silent = (facts: AccountFact[], person = {}) =>
      account({ effects: [...CONTACTED], facts, bureauConsent: false }, person);
    const runs = fact('promise', { parts: [{ on: day(50), minor: 143_400n }], by: 'debtor' }, noon(33));
    const words = `a promise runs or is reviewed until ${day(52)}`;
    expect(waits(silent([runs]), 34)).toEqual(['held', null, words, day(53)]);
    const hardship = { facts: [personFact('hardship', {}, noon(33))] };
    expect(waits(silent([], hardship), 34)).toEqual(['held', null, 'hardship, death or bankruptcy', null]);
  });
  test('is said where nothing reaches the person', () => {
    const unreachable = account({}, { points: [] });
    const words = 'no address or number reaches the person: contact data are asked for';
    expect(waits(unreachable, 2)).toEqual(['held', null, words, null]);
  });
  test('is not said of an account that is cured or closed', () => {
    expect(waits(begun([hold(50), fact('payment', { minor: 143_400n, via: 'lender' }, noon(2))]), 3)[0]).toBe('ok');
    expect(waits(begun([hold(50)], { closed: true }), 3)).toEqual(['done']);
  });
});
