/** What the law sees of an account. */
import { describe, expect, test } from '@jest/globals';
import { LADDER } from '../../stages/index.ts';
import { RULEBOOK, RULES } from '../../stages/rules.ts';
import { account, effect, fact, noon, personFact } from '../../tests/support/facts.ts';
import type { AccountFacts } from '../facts.ts';
import { askGate } from '../gate.ts';
import type { Intent } from '../policies/policy.ts';
import { situationOf } from '../situation.ts';
import type { Situation } from '../stage.ts';
import { caseOf } from './case-of.ts';

const AT = noon(50);
const intent = (over: Partial<Intent> = {}): Intent => ({
  stage: 'sms',
  step: 'sms-10',
  channel: 'sms',
  purpose: 'demand',
  escalated: false,
  at: AT,
  ...over,
});
const RECORD = { stage: 'bureau', step: 'record', channel: 'bureau', purpose: 'report', escalated: true } as const;
const caseFor = (facts: AccountFacts, over: Partial<Intent> = {}, more: Partial<Situation> = {}) =>
  caseOf(LADDER, { ...situationOf(facts, AT, RULES), ...more }, intent(over));

describe('the act', () => {
  test.each([
    ['email', 'demand', 'contact'],
    ['call', 'receipt', 'contact'],
    ['bureau', 'report', 'report'],
    ['agency', 'handover', 'place'],
    ['court', 'handover', 'file-claim'],
    ['agency', 'undo', undefined],
    ['desk', 'review', undefined],
  ] as const)('%s for %s', (channel, purpose, act) => {
    expect(caseFor(account(), { channel, purpose })?.intent.act).toBe(act);
  });
  test('is the creditor’s own, or that of what the creditor acts as', () => {
    const { creditor } = account();
    expect(caseFor(account())?.intent.actor).toBe('creditor');
    expect(caseFor(account({ creditor: { ...creditor, actsAs: 'buyer' } }))?.intent.actor).toBe('buyer');
    expect(caseFor(account(), { actor: 'agency' })?.intent.actor).toBe('agency');
  });
});

describe('statuses', () => {
  const statuses = (facts: AccountFacts) =>
    caseFor(facts)?.statuses.map(({ status, endedAt, debt }) => [status, endedAt === null, debt]);
  test('of the account and of the person, and their ends', () => {
    const dispute = fact('dispute', { about: 'other' }, noon(2));
    expect(statuses(account({ facts: [dispute] }))).toEqual([['dispute', true, 'account-1']]);
    const closed = fact('dispute-closed', { outcome: 'rejected' }, noon(4));
    expect(statuses(account({ facts: [dispute, closed] }))).toEqual([['dispute', false, 'account-1']]);
    const part = fact('dispute', { about: 'other', minor: 400n }, noon(2));
    const ended = fact('dispute-closed', { outcome: 'rejected', of: part.id }, noon(4));
    expect(statuses(account({ facts: [part] }))).toEqual([['part-dispute', true, 'account-1']]);
    expect(statuses(account({ facts: [part, dispute, ended] }))).toEqual([
      ['dispute', false, 'account-1'],
      ['dispute', true, 'account-1'],
    ]);
    const person = {
      facts: [personFact('bankruptcy', {}, noon(3)), personFact('death', { reported: 'family' }, noon(4))],
    };
    expect(statuses(account({}, person))).toEqual([
      ['bankruptcy', true, null],
      ['deceased', true, null],
    ]);
  });
});

describe('a notice before a record', () => {
  const notice = effect('bureau/notice', noon(20), { channel: 'email', purpose: 'notice' });
  const names = (facts: AccountFacts, over: Partial<Intent> = RECORD, more: Partial<Situation> = {}) =>
    caseFor(facts, over, more)?.notices.map(({ notice, returnedAt }) => [notice, returnedAt]);
  test('counts when it was sent, and shows when it came back', () => {
    expect(names(account({ effects: [notice] }))).toEqual([['adverse-report', null]]);
    expect(names(account({ effects: [{ ...notice, bouncedAt: noon(21) }] }))).toEqual([['adverse-report', noon(21)]]);
    expect(names(account({ effects: [{ ...notice, sentAt: null, state: 'planned' }] }))).toEqual([]);
  });
  test('that is planned counts for a step that is planned later, never for one that is due now', () => {
    const planned = [{ stage: 'bureau', step: 'notice', occurrence: 1, purpose: 'notice', dueAt: AT } as const];
    expect(names(account(), { ...RECORD, at: noon(70) }, { planned })).toEqual([['adverse-report', null]]);
    expect(names(account(), RECORD, { planned })).toEqual([]);
  });
  test('in mainland China no record leaves without it', () => {
    const facts = (effects: AccountFacts['effects']) => account({ effects }, { country: 'CN' });
    const rules = RULEBOOK.rulesFor(facts([]));
    const ask = (known: AccountFacts) => askGate(rules, situationOf(known, AT, rules), intent(RECORD));
    expect(ask(facts([notice])).verdict).toBe('allow');
    const refused = ask(facts([]));
    expect([refused.verdict, refused.held.map(({ rule }) => rule)]).toEqual(['refuse', ['CN-CRED-01']]);
  });
});

describe('where the person may be', () => {
  test('at the address, and where a valid number belongs', () => {
    const place = { country: 'US', region: 'MA', zones: ['America/New_York'] };
    const point = { id: 'point-phone', channel: 'sms', place } as const;
    const at = (valid: boolean) => caseFor(account({}, { points: [{ ...point, valid }] }));
    expect([at(true)?.zones, at(true)?.regions]).toEqual([['Asia/Taipei', 'America/New_York'], ['MA']]);
    expect([at(false)?.zones, at(false)?.regions]).toEqual([['Asia/Taipei'], []]);
  });
  test('no hour is lawful unless it is so in both places', () => {
    const place = { country: 'US', region: 'CA', zones: ['America/Los_Angeles'] };
    const facts = account({}, { points: [{ id: 'point-phone', channel: 'sms', valid: true, place }] });
    const rules = RULEBOOK.rulesFor(facts);
    const answer = askGate(rules, situationOf(facts, AT, rules), intent());
    expect([answer.verdict, answer.held[0]?.code]).toEqual(['wait', 'night']);
  });
});
