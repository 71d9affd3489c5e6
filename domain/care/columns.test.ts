/** Each column of the table of holds does what its cells say, for each type of hold under each law. */
import { describe, expect, test } from '@jest/globals';
import { explainArrears } from '../../stages/education/messages.ts';
import { RULES } from '../../stages/rules.ts';
import { sampleLetter } from '../../stages/sample-letter.ts';
import { account, aSheet, CREDITOR, day, fact, noon, personFact } from '../../tests/support/facts.ts';
import { cellIn } from '../../tests/support/hold-cells.ts';
import type { Channel, Purpose } from '../channels.ts';
import type { AccountFacts } from '../facts.ts';
import { ADDRESSEES, type Addressee } from '../law/case.ts';
import { JURISDICTIONS, type Jurisdiction } from '../law/rule.ts';
import { LANGUAGES } from '../letter.ts';
import { limitationOf } from '../limitation.ts';
import type { Intent } from '../policies/policy.ts';
import { complaint, dispute, vulnerability } from '../policies/refusals.ts';
import { situationOf } from '../situation.ts';
import { standingOf } from '../standing.ts';
import { type CareHoldType, HOLD_TYPES, type HoldColumn, type HoldType, holdEffects } from './holds.ts';
import { pausesOf } from './spans.ts';
import { chargesUnder } from './stops.ts';

const COUNTRY: Readonly<Record<Jurisdiction, string>> = { CN: 'CN', US: 'US', TW: 'TW', UK: 'GB', IN: 'IN' };
/** Days from the beginning of the hold to the question. */
const DAYS = 10;

/** An account with the hold since day 1, all of it under one law. */
function held(law: Jurisdiction, type: HoldType | null): AccountFacts {
  const country = COUNTRY[law];
  const creditor = { ...CREDITOR, country };
  const person = { country, region: law === 'US' ? 'TX' : null };
  switch (type) {
    case null:
      return account({ creditor }, person);
    case 'dispute':
      return account({ creditor, facts: [fact('dispute', { about: 'amount' }, noon(1))] }, person);
    case 'identity-theft':
      return account({ creditor, facts: [fact('dispute', { about: 'identity-theft' }, noon(1))] }, person);
    case 'part-dispute': {
      const part = fact('dispute', { about: 'amount', minor: 400n }, noon(1));
      return account({ creditor, facts: [part] }, person);
    }
    case 'death':
      return account({ creditor }, { ...person, facts: [personFact('death', { reported: 'family' }, noon(1))] });
    case 'distress': {
      const facts = [personFact('distress', { level: 'pressure', reported: 'caller' }, noon(1))];
      return account({ creditor }, { ...person, facts });
    }
    case 'bankruptcy':
    case 'hardship':
      return account({ creditor }, { ...person, facts: [personFact(type, {}, noon(1))] });
    case 'cannot-pay':
    case 'can-pay-part': {
      const facts = [personFact('sheet-recorded', aSheet(day(1), type === 'cannot-pay' ? null : 900n), noon(1))];
      return account({ creditor }, { ...person, facts });
    }
    case 'complaint':
    case 'other-complaint': {
      const cause = type === 'complaint' ? 'harassment' : 'service';
      const facts = [personFact('complaint', { cause, channel: 'call', reported: 'person' }, noon(1))];
      return account({ creditor }, { ...person, facts });
    }
    default:
      return account({ creditor }, { ...person, facts: [careHold(type)] });
  }
}
const careHold = (type: CareHoldType) => personFact('care-hold', { type, reported: 'person' }, noon(1));

const intent = (purpose: Purpose, channel: Channel, more: Partial<Intent> = {}): Intent => ({
  ...{ stage: 's', step: 'x', channel, purpose, escalated: false, at: noon(DAYS) },
  ...more,
});
const THIRD_PARTIES: readonly Addressee[] = ['spouse', 'contact-person', 'third-party'];
/** What each column is about. */
const MEANT: Partial<Readonly<Record<HoldColumn, readonly Intent[]>>> = {
  demands: [intent('demand', 'email'), intent('demand', 'sms'), intent('information', 'email')],
  calls: [intent('demand', 'call')],
  thirdParties: THIRD_PARTIES.flatMap((addressee) => [
    intent('demand', 'call', { addressee }),
    intent('information', 'sms', { addressee }),
    intent('receipt', 'email', { addressee }),
  ]),
  agency: [intent('handover', 'agency'), intent('notice', 'email', { notice: 'placement' })],
  newRecords: [intent('notice', 'email', { notice: 'adverse-report' })],
  legal: [intent('handover', 'court'), intent('notice', 'email', { notice: 'letter-of-claim' })],
  notices: [intent('notice', 'email', { notice: 'default' })],
  answers: [intent('receipt', 'email')],
};
const CELLS = JURISDICTIONS.flatMap((law) => HOLD_TYPES.map((type) => [law, type] as const));

describe.each(Object.keys(MEANT) as HoldColumn[])('%s', (column) => {
  test.each(CELLS)('%s: %s', (law, type) => {
    const situation = situationOf(held(law, type), noon(DAYS), RULES);
    const stopped = (MEANT[column] ?? []).map((meant) =>
      [dispute, vulnerability, complaint].some((policy) => policy.judge(situation, meant) !== null),
    );
    expect(new Set(stopped)).toEqual(new Set([cellIn(law, type, column) !== 'go']));
  });
});

test('those who owe or stand for who owes are no third parties', () => {
  const situation = situationOf(held('TW', 'military-service'), noon(DAYS), RULES);
  const asked = ADDRESSEES.filter(
    (addressee) => vulnerability.judge(situation, intent('demand', 'call', { addressee })) === null,
  );
  expect(asked).toEqual(['debtor', 'joint-debtor', 'guarantor', 'executor', 'attorney']);
});

describe('interest and fees', () => {
  test.each(CELLS)('%s: %s', (law, type) => {
    const cell = cellIn(law, type, 'charges');
    const { care } = standingOf(held(law, type), noon(DAYS));
    const holds =
      type === 'identity-theft' || type === 'dispute' || type === 'part-dispute'
        ? [{ type, until: null, effects: holdEffects(type, [law]) }]
        : care;
    expect(chargesUnder(holds)).toBe(cell);
    // No file of an account leaves to an agency or a court that would have to say so.
    if (cell !== 'go')
      expect(['agency', 'legal'].map((column) => cellIn(law, type, column as HoldColumn))).not.toContain('go');
  });
  test('of several holds the strictest counts', () => {
    const effects = (['bankruptcy', 'military-service', 'illness'] as const).map((type) => ({
      ...{ type, until: null, effects: holdEffects(type, ['US']) },
    }));
    expect(chargesUnder(effects)).toBe('stop');
    expect(chargesUnder(effects.slice(1))).toBe('cap');
    expect(chargesUnder([])).toBe('go');
  });
  test.each(LANGUAGES)('the text in %s announces none that a hold does not allow', (language) => {
    const [go, cap, stop] = (['go', 'cap', 'stop'] as const).map(
      (charges) => explainArrears({ ...sampleLetter(language, 3), charges }).body,
    );
    const announced = language === 'en' ? /may be added/ : /可能产生利息/;
    expect(go).toMatch(announced);
    expect(cap).not.toMatch(announced);
    expect(stop).not.toMatch(announced);
    expect(cap).toMatch(language === 'en' ? /the law limits interest/ : /法律限制利息/);
    expect(stop).toMatch(language === 'en' ? /lets no interest and no fees be added/ : /不收取利息和费用/);
  });
});

describe('limitation clock', () => {
  /** Last day to sue; that of the law, because the creditor's own bound of the tests is longer. */
  const lastDay = (facts: AccountFacts, on: number): string =>
    limitationOf(facts, standingOf(facts, noon(on)), day(on)).lastDay;
  const later = (law: Jurisdiction, type: HoldType): number =>
    (Date.parse(lastDay(held(law, type), DAYS)) - Date.parse(lastDay(held(law, null), DAYS))) / 86_400_000;

  test.each(CELLS.filter(([law]) => law !== 'TW'))('%s: %s', (law, type) => {
    // The due is on day 0, the hold on day 1: its ten days up to today do not count.
    expect(later(law, type)).toBe(cellIn(law, type, 'limitation') === 'extended' ? DAYS : 0);
  });
  test.each(HOLD_TYPES)('TW has no limitation of its own here, and %s pauses none', (type) =>
    expect(pausesOf(held('TW', type)).length > 0).toBe(cellIn('TW', type, 'limitation') === 'extended'),
  );

  const inUk = (...facts: AccountFacts['person']['facts']) =>
    account({ creditor: { ...CREDITOR, country: 'GB' } }, { country: 'GB', facts });
  const space = (since: number, until?: number) =>
    personFact(
      'care-hold',
      { type: 'breathing-space', reported: 'authority', since: day(since), ...(until ? { until: day(until) } : {}) },
      noon(since),
    );
  const lifted = (on: number) => personFact('care-hold-lifted', { type: 'breathing-space', reason: 'over' }, noon(on));

  test('a hold that is over counts from its first day to its last; the day of its lifting runs again', () => {
    expect(pausesOf(inUk(space(5, 14)))).toEqual([{ law: 'UK', from: day(5), until: day(14) }]);
    expect(pausesOf(inUk(space(5), lifted(9)))).toEqual([{ law: 'UK', from: day(5), until: day(8) }]);
    expect(pausesOf(inUk(space(5)))).toEqual([{ law: 'UK', from: day(5), until: day(65) }]);
  });
  test('days of several holds count once, in whatever order they were told', () => {
    const joined = [{ law: 'UK', from: day(5), until: day(20) }];
    expect(pausesOf(inUk(space(5, 14), space(10, 20)))).toEqual(joined);
    expect(pausesOf(inUk(space(10, 20), space(5, 14)))).toEqual(joined);
    expect(pausesOf(inUk(space(5, 20), space(10, 12)))).toEqual(joined);
  });
  test('who is represented is not bankrupt', () => {
    const facts = [personFact('bankruptcy', { represented: true }, noon(1))];
    expect(pausesOf(account({}, { country: 'US', facts }))).toEqual([]);
  });
  test('told after it ended, it counts all the same; told after the last day, it revives nothing', () => {
    const plain = lastDay(inUk(), 100);
    expect(Date.parse(lastDay(inUk(space(5, 14)), 100)) - Date.parse(plain)).toBe(10 * 86_400_000);
    expect(lastDay(inUk(space(6 * 366 + 20, 6 * 366 + 40)), 6 * 366 + 60)).toBe(lastDay(inUk(), 6 * 366 + 60));
  });
});
