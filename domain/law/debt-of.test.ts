/** What the law sees of an account's debt: when it fell due, and what may have restarted the limitation. */
import { describe, expect, test } from '@jest/globals';
import { RULES } from '../../stages/rules.ts';
import { account, day, effect, fact, noon, opening } from '../../tests/support/facts.ts';
import type { AccountFact, AccountFacts, Due } from '../facts.ts';
import { situationOf } from '../situation.ts';
import { debtOf } from './debt-of.ts';
import { regionsOf, zonesOf } from './places-of.ts';

const debt = (facts: AccountFacts) => debtOf(facts, situationOf(facts, noon(50), RULES).standing);
const due = (days: number): Due => ({ on: day(days), minor: 100n });

describe('dates', () => {
  test('the last due, of the opening or of what came since; the oldest that is open', () => {
    const lastDue = (...dues: Due[]) => debt(account({ opening: opening(dues) })).lastDueOn;
    expect(lastDue(due(0), due(20), due(10))).toBe(day(20));
    expect(lastDue(due(20), due(0))).toBe(day(20));
    expect(lastDue()).toBeNull();
    expect(debt(account({ opening: opening([due(0), due(20)]) }))).toMatchObject({
      ...{ id: 'account-1', product: 'card', accruedOn: day(0), soldOn: null, restarts: [] },
    });
  });
  test('dues of the position count beside those of the opening', () => {
    const facts = account({ opening: opening([due(5)]) });
    const { standing } = situationOf(facts, noon(50), RULES);
    const at = (dues: readonly Due[], own = facts) =>
      debtOf(own, { ...standing, position: { ...standing.position, dues } as typeof standing.position }).lastDueOn;
    expect(at([due(3), due(9), due(7)])).toBe(day(9));
    expect(at([due(3)])).toBe(day(5));
    expect(at([due(9), due(3)], account({ opening: opening([]) }))).toBe(day(9));
  });
  test('another standing is another debt, the same the same', () => {
    const facts = account();
    const { standing } = situationOf(facts, noon(50), RULES);
    const first = debtOf(facts, standing);
    expect(debtOf(facts, standing)).toBe(first);
    expect(debtOf(facts, { ...standing, oldest: day(9) }).accruedOn).toBe(day(9));
  });
});

describe('what may restart the limitation', () => {
  const restarts = (over: Partial<AccountFacts>) => debt(account(over)).restarts;
  const paid = (on: number, reference: string) => fact('payment', { minor: 1n, via: 'lender', reference }, noon(on));
  const back = (on: number, of?: string) =>
    fact('reversal', { minor: 1n, ...(of === undefined ? {} : { of }) }, noon(on));
  const days = (...facts: AccountFact[]) => restarts({ facts }).map(({ on }) => on);

  test('a payment, in part or in whole', () =>
    expect(restarts({ facts: [paid(3, 'A')] })).toEqual([
      { kind: 'part-payment', on: day(3), provedArrival: true, written: false },
    ]));
  test('the person’s own promise, not one that a caller noted', () => {
    const promise = (by: 'debtor' | 'caller') =>
      fact('promise', { parts: [{ on: day(9), minor: 1n }], by } as never, noon(4));
    expect(restarts({ facts: [promise('debtor')] })).toEqual([
      { kind: 'plan', on: day(4), provedArrival: true, written: false },
    ]);
    expect(restarts({ facts: [promise('caller'), fact('dispute', { about: 'other' }, noon(5))] })).toEqual([]);
  });
  test('a payment that came back does not: the one that is named, by its own reference or by that of its event', () => {
    expect(days(paid(3, 'A'), paid(6, 'B'), back(8, 'A'))).toEqual([day(6)]);
    const event = paid(3, 'A');
    expect(days(event, paid(6, 'B'), back(8, event.reference ?? ''))).toEqual([day(6)]);
  });
  test('where none is named, or an unknown one, the last payment before', () => {
    expect(days(paid(3, 'A'), paid(6, 'B'), back(7), paid(9, 'C'))).toEqual([day(3), day(9)]);
    expect(days(paid(3, 'A'), paid(6, 'B'), back(6))).toEqual([day(3)]);
    expect(days(paid(3, 'A'), paid(6, 'B'), back(7, 'X'))).toEqual([day(3)]);
    expect(days(back(2), paid(3, 'A'))).toEqual([day(3)]);
  });
  test('a demand or notice in writing that was delivered', () => {
    const sent = (over: object) => effect('reminder/email-1', noon(1), { deliveredAt: noon(2), ...over });
    const DEMAND = { kind: 'demand', on: day(2), provedArrival: true, written: true };
    expect(restarts({ effects: [sent({})] })).toEqual([DEMAND]);
    expect(restarts({ effects: [sent({ purpose: 'notice' })] })).toEqual([DEMAND]);
    for (const over of [
      ...[{ deliveredAt: null }, { bouncedAt: noon(3) }, { channel: 'call' }, { channel: 'agency' }],
      ...[{ purpose: 'receipt' }, { purpose: 'information' }],
    ])
      expect(restarts({ effects: [sent(over)] })).toEqual([]);
  });
});

describe('where the person may be', () => {
  const place = (region: string, ...zones: string[]) => ({ country: 'US', region, zones });
  const person = (region: string | null) =>
    account(
      {},
      {
        region,
        points: [
          { id: 'a', channel: 'sms', valid: true, place: place('MA', 'America/New_York') },
          { id: 'b', channel: 'call', valid: true, place: place('TX', 'America/Chicago', 'America/Denver') } as never,
          { id: 'c', channel: 'email', valid: true },
          { id: 'd', channel: 'sms', valid: false, place: place('CA', 'America/Los_Angeles') },
          { id: 'e', channel: 'sms', valid: true, place: { country: 'US', region: null, zones: [] } as never },
        ],
      },
    );
  test('the address first, then each valid number, each place once', () => {
    expect(zonesOf(person(null))).toEqual(['Asia/Taipei', 'America/New_York', 'America/Chicago', 'America/Denver']);
    expect([regionsOf(person(null)), regionsOf(person('NY')), regionsOf(person('TX'))]).toEqual([
      ['MA', 'TX'],
      ['NY', 'MA', 'TX'],
      ['TX', 'MA'],
    ]);
  });
});
