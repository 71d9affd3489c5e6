/** Consents, preferences and statuses of a person as the law sees them, and the hours they leave. */
import { describe, expect, test } from '@jest/globals';
import { RULES } from '../../stages/rules.ts';
import { account, day, noon, personFact, ZONE } from '../../tests/support/facts.ts';
import { decide } from '../decide.ts';
import { inOrder } from '../fact-order.ts';
import type { AccountFacts, PersonFact } from '../facts.ts';
import { situationOf } from '../situation.ts';
import { type Instant, instantAt, localDate, localMinute } from '../time.ts';
import { caseOf, hoursCaseOf } from './case-of.ts';
import { lawfulUntil } from './hours-of.ts';
import { judgeCase } from './judge.ts';
import { PACKS } from './packs.ts';

const CALL = { stage: 'call', step: 'attempt', channel: 'call', purpose: 'demand', escalated: false } as const;
const person = (facts: PersonFact[], more: Partial<AccountFacts['person']> = {}) =>
  account({}, { facts: facts.sort(inOrder), ...more });
function legalCase(facts: AccountFacts, at: Instant = noon(3)) {
  const found = caseOf(RULES.ladder, situationOf(facts, at, RULES), { ...CALL, at });
  if (found === null) throw new Error('a call is a contact');
  return found;
}

describe('what the law sees', () => {
  test('representation and the demand to cease are statuses, also when they have ended', () => {
    const { statuses } = legalCase(
      person([
        personFact('represented', { by: 'attorney' }, noon(1)),
        personFact('represented-ended', { reason: 'x' }, noon(2)),
        personFact('represented', { by: 'debt-adviser' }, noon(2) + 1000),
        personFact('cease', { written: true }, noon(1)),
        personFact('bankruptcy', { represented: true }, noon(1)),
      ]),
    );
    const told = statuses.map(({ status, since, endedAt, written }) => [status, since, endedAt, written]);
    expect(told).toEqual([
      ['attorney', noon(1), null, true],
      ['attorney', noon(1), noon(2), true],
      ['debt-adviser', noon(2) + 1000, null, true],
      ['cease', noon(1), null, true],
    ]);
  });

  test('the number is known where the person has only one', () => {
    expect(legalCase(person([])).intent.point).toBe('point-phone');
    const points = ['a', 'b'].map((id) => ({ id, channel: 'sms' as const, valid: true }));
    expect(legalCase(person([], { points })).intent.point).toBeNull();
  });

  test('a consent counts for its channel and its number only', () => {
    const of = (to: { channel?: 'sms' | 'call'; point?: string }) => {
      const consent = personFact('consent-given', { scope: 'autodialler', proof: 'a form', ...to }, noon(1));
      const found = legalCase(person([consent]));
      const { findings } = judgeCase([PACKS.US], { ...found, intent: { ...found.intent, automated: true } });
      return !findings.some(({ rule }) => rule === 'US-TCPA-01');
    };
    expect([of({}), of({ channel: 'call' }), of({ channel: 'call', point: 'point-phone' })]).toEqual([
      true,
      true,
      true,
    ]);
    expect([of({ channel: 'sms' }), of({ channel: 'call', point: 'another' })]).toEqual([false, false]);
  });

  test('a collector may not call whom an attorney represents, or who wrote that contact must end', () => {
    const rulesOf = (...facts: PersonFact[]) => {
      const found = legalCase(person(facts));
      return judgeCase([PACKS.US], { ...found, intent: { ...found.intent, actor: 'agency' } }).findings.map(
        ({ rule }) => rule,
      );
    };
    expect(rulesOf(personFact('represented', { by: 'attorney' }, noon(1)))).toContain('US-ATTY-01');
    expect(rulesOf(personFact('cease', { written: true }, noon(1)))).toContain('US-CEASE-01');
    expect(rulesOf(personFact('cease', { written: false }, noon(1)))).not.toContain('US-CEASE-01');
  });
});

describe('hours', () => {
  const asked = (text: [opens: number, closes: number], at = 1) =>
    personFact('preference', { hours: { opens: text[0] * 60, closes: text[1] * 60 } }, noon(at));
  const until = (facts: AccountFacts, at: Instant) =>
    lawfulUntil(RULES.packs, hoursCaseOf(facts, { channel: 'sms', purpose: 'demand' }, at));

  test('a permit ends with the hours that the person asked for; outside them it has ended', () => {
    const facts = person([asked([10, 13])]);
    expect(until(facts, noon(3))).toBe(instantAt(day(3), 13 * 60, ZONE));
    const late = instantAt(day(3), 13 * 60, ZONE);
    expect(until(facts, late)).toBe(late);
  });

  test('agreed hours widen only the rules that know them', () => {
    const hours = { opens: 22 * 60, closes: 23 * 60 };
    const facts = person([personFact('consent-given', { scope: 'hours', hours, proof: 'a call' }, noon(1))]);
    const at = instantAt(day(3), 22 * 60 + 30, ZONE);
    const heldBy = (packs: Parameters<typeof judgeCase>[0]) =>
      judgeCase(packs, legalCase(facts, at)).findings.map(({ rule }) => rule);
    expect(heldBy([PACKS.TW])).toEqual([]);
    expect(heldBy(RULES.packs)).toEqual(['HOUSE-TIME-01']);
  });

  test.each<[string, [number, number], Partial<AccountFacts['person']>]>([
    ['a short hour', [19, 20], {}],
    ['the first lawful hour', [8, 9], {}],
    ['in another zone', [9, 10], { zone: 'America/New_York' }],
  ])('every step is planned within them: %s', (_, hours, more) => {
    const facts = person([asked(hours)], more);
    const { zone } = facts.person;
    for (const now of [3, 9, 12, 18].map(noon)) {
      const { planned } = decide(RULES, facts, now);
      const contacts = planned.filter(({ channel }) => channel === 'email' || channel === 'sms' || channel === 'call');
      expect(contacts.length).toBeGreaterThan(0);
      for (const { dueAt, verdict } of contacts) {
        expect(['allow', 'wait']).toContain(verdict);
        expect(localMinute(dueAt, zone)).toBeGreaterThanOrEqual(hours[0] * 60);
        expect(localMinute(dueAt, zone)).toBeLessThan(hours[1] * 60);
        // Asked at its moment, it may leave: it never moves on for ever.
        const then = decide(RULES, facts, dueAt).planned;
        expect(then.some((again) => again.dueAt <= dueAt)).toBe(true);
      }
    }
  });

  test('in two zones at once: the hours that both allow', () => {
    const phone = {
      id: 'point-phone',
      channel: 'sms' as const,
      valid: true,
      place: { country: 'US', region: 'NY', zones: ['America/New_York'] },
    };
    const facts = person([asked([9, 14])], { zone: 'America/Los_Angeles', points: [phone] });
    const [first] = decide(RULES, facts, noon(10)).planned;
    expect(['allow', 'wait']).toContain(first?.verdict);
    expect(localMinute(first?.dueAt ?? 0, 'America/Los_Angeles')).toBeGreaterThanOrEqual(9 * 60);
    expect(localMinute(first?.dueAt ?? 0, 'America/New_York')).toBeLessThan(14 * 60);
  });

  test('hours that no law allows: blocked, and so stuck by name', () => {
    const { health, planned } = decide(RULES, person([asked([22, 23])]), noon(3));
    expect([health, planned[0]?.verdict]).toEqual(['blocked', 'blocked']);
    expect(planned[0]?.held.map(({ code }) => code)).toContain('never-allowed');
  });

  test('a wish that was ended holds back no more', () => {
    const facts = person([asked([19, 20]), personFact('preference-ended', { hours: true }, noon(2))]);
    const [first] = decide(RULES, facts, noon(3)).planned;
    expect(localDate(first?.dueAt ?? 0, ZONE)).toBe(day(3));
  });
});
