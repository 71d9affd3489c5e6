/** What holds back until a fact: which facts lift it, and for whom. */
import { describe, expect, test } from '@jest/globals';
import { RULES } from '../../stages/rules.ts';
import { account, day, fact, noon, personFact } from '../../tests/support/facts.ts';
import type { Channel, Purpose } from '../channels.ts';
import { COMPLAINT_CAUSES, type ComplaintCause } from '../complaint-facts.ts';
import type { AccountFacts, PersonFact } from '../facts.ts';
import { situationOf } from '../situation.ts';
import { localDate } from '../time.ts';
import type { Intent, Policy } from './policy.ts';
import { complaint, dispute, optOut, placement, representation, vulnerability } from './refusals.ts';

const intent = (over: Partial<Intent> = {}): Intent => ({
  ...{ stage: 'sms', step: 'sms-10', channel: 'sms', purpose: 'demand', escalated: false, at: noon(3) },
  ...over,
});
const judge = (policy: Policy, facts: AccountFacts, over: Partial<Intent> = {}) =>
  policy.judge(situationOf(facts, noon(3), RULES), intent(over));
const of = (...facts: PersonFact[]) => account({}, { facts });
const lifts = (policy: Policy, facts: AccountFacts, over: Partial<Intent> = {}) => {
  const answer = judge(policy, facts, over);
  return answer?.kind === 'refuse' ? answer.liftedBy : answer;
};

describe('what lifts a channel that the person does not want', () => {
  const unwanted = (channel: 'sms' | 'email', on: number) => personFact('preference', { notBy: channel }, noon(on));
  const stop = (channel: 'sms' | 'email', on: number) => personFact('stop', { channel }, noon(on));
  const EITHER = ['preference-ended', 'start'];
  test('a wish ends, or the person says START', () => expect(lifts(optOut, of(unwanted('sms', 1)))).toEqual(EITHER));
  test('a STOP ends by START alone, also where it was wished before', () => {
    expect(lifts(optOut, of(stop('sms', 1)))).toEqual(['start']);
    expect(lifts(optOut, of(unwanted('sms', 1), stop('sms', 2)))).toEqual(['start']);
  });
  test('the STOP of another channel, or one that was taken back, changes nothing of a wish', () => {
    expect(lifts(optOut, of(unwanted('sms', 1), stop('email', 1)))).toEqual(EITHER);
    const start = personFact('start', { channel: 'sms' }, noon(2));
    expect(lifts(optOut, of(stop('sms', 1), start, unwanted('sms', 2)))).toEqual(EITHER);
  });
});

describe('what lifts a hold', () => {
  const held = (type: 'illness' | 'minor' | 'vulnerable' | 'breathing-space', until?: string) =>
    personFact('care-hold', { type, reported: 'person', ...(until === undefined ? {} : { until }) }, noon(1));
  const CASES: readonly (readonly [string, PersonFact, string])[] = [
    ['death', personFact('death', { reported: 'family' }, noon(1)), 'closed'],
    ['bankruptcy', personFact('bankruptcy', {}, noon(1)), 'closed'],
    ['distress', personFact('distress', { level: 'pressure', reported: 'caller' }, noon(1)), 'distress-ended'],
    ['hardship', personFact('hardship', {}, noon(1)), 'hardship-ended'],
    ...(['breathing-space', 'illness', 'minor', 'disaster-area', 'military-service', 'vulnerable'] as const).map(
      (type): [string, PersonFact, string] => [
        type,
        personFact('care-hold', { type, reported: 'person' }, noon(1)),
        'care-hold-lifted',
      ],
    ),
  ];
  test.each(CASES)('%s', (_, told, lifted) =>
    expect(lifts(vulnerability, of(told), { channel: 'agency', purpose: 'handover' })).toEqual([lifted]),
  );
  test('where all have a last day, the latest counts, in whatever order they were told', () => {
    for (const holds of [
      [held('illness', day(9)), held('minor', day(6))],
      [held('minor', day(6)), held('illness', day(9))],
    ]) {
      const answer = judge(vulnerability, of(...holds));
      expect(answer).toMatchObject({ kind: 'wait', reason: { code: 'care' } });
      expect(answer?.kind === 'wait' && localDate(answer.until, 'Asia/Taipei')).toBe(day(10));
      expect(answer?.reason.words).toMatch(new RegExp(`${day(9)}$`));
    }
  });
  test('one without a last day beats one that has one', () => {
    const answer = judge(vulnerability, of(held('illness', day(9)), held('vulnerable')));
    expect(answer?.kind).toBe('refuse');
  });
  test('one that stops nothing of the kind does not count', () => {
    const military = personFact('care-hold', { type: 'military-service', reported: 'person' }, noon(1));
    expect(judge(vulnerability, of(military))).toBeNull();
    expect(judge(vulnerability, of(military, held('minor', day(6))))?.kind).toBe('wait');
  });
});

describe('complaint', () => {
  const CAUSES = COMPLAINT_CAUSES.map((cause) => [cause] as const);
  const complains = (cause: ComplaintCause, on = 1) =>
    personFact('complaint', { cause, channel: 'call', reported: 'person' }, noon(on));
  const closed = (of: string) =>
    personFact(
      'complaint-closed',
      { of, outcome: 'rejected', redress: 'none', rootCause: 'no-fault', reason: 'x', by: 'ann' },
      noon(2),
    );
  const PURPOSES: readonly Purpose[] = ['demand', 'notice', 'receipt', 'information'];
  const refused = (facts: AccountFacts) =>
    PURPOSES.filter((purpose) => judge(complaint, facts, { purpose, notice: 'default' })?.kind === 'refuse');

  test.each(CAUSES)('%s stops every contact, or none', (cause) => {
    const stops = ['harassment', 'wrong-person', 'data'].includes(cause);
    expect(refused(of(complains(cause)))).toEqual(stops ? PURPOSES : []);
    for (const channel of ['email', 'sms', 'call'] as Channel[])
      expect(judge(complaint, of(complains(cause)), { channel }) === null).toBe(!stops);
  });
  test.each(CAUSES)('%s: nothing new is begun, and what takes back or tells the truth goes on', (cause) => {
    for (const channel of ['agency', 'court'] as Channel[])
      expect(lifts(complaint, of(complains(cause)), { channel, purpose: 'handover' })).toEqual(['complaint-closed']);
    for (const purpose of ['undo', 'report', 'review'] as Purpose[])
      expect(judge(complaint, of(complains(cause)), { channel: 'agency', purpose })).toBeNull();
  });
  test('an agency that asks for a contact is refused as the lender is', () =>
    expect(judge(complaint, of(complains('harassment')), { actor: 'agency', channel: 'call' })).toEqual({
      kind: 'refuse',
      liftedBy: ['complaint-closed'],
      reason: { code: 'complaint', words: 'a complaint about harassment, a wrong person or data is open' },
    }));
  test('it lasts until each that stops is closed, in whatever order they were told', () => {
    const [first, second, other] = [complains('data'), complains('harassment', 2), complains('service')];
    expect(refused(of(first, second, closed(first.id)))).toEqual(PURPOSES);
    expect(refused(of(first, second, closed(second.id), closed(first.id)))).toEqual([]);
    expect(refused(of(closed(first.id), first))).toEqual([]);
    expect(refused(of(first, other, closed(first.id)))).toEqual([]);
    expect(refused(of(first, other, closed(other.id)))).toEqual(PURPOSES);
  });
  test('no other hold is taken for one, and it for no other', () => {
    expect(judge(complaint, of(personFact('hardship', {}, noon(1))))).toBeNull();
    expect(judge(vulnerability, of(complains('harassment')))).toBeNull();
  });
});

describe('representation', () => {
  const represented = of(personFact('represented', { by: 'debt-adviser' }, noon(1)));
  const ceased = of(personFact('cease', { written: true }, noon(1)));
  test('whoever is represented is not contacted to collect', () => {
    for (const purpose of ['demand', 'notice'] as Purpose[])
      expect(judge(representation, represented, { purpose })).toEqual({
        kind: 'refuse',
        liftedBy: ['represented-ended'],
        reason: { code: 'debt-adviser', words: 'the person is represented by a debt adviser' },
      });
    expect(judge(representation, represented, { purpose: 'receipt' })).toBeNull();
  });
  test('who demands that contact ends gets no demand', () => {
    expect(judge(representation, ceased)).toEqual({
      kind: 'refuse',
      liftedBy: ['cease-ended'],
      reason: { code: 'cease', words: 'the person demands that contact ends' },
    });
    for (const purpose of ['notice', 'receipt'] as Purpose[])
      expect(judge(representation, ceased, { purpose })).toBeNull();
  });
  test('what reaches others than the person goes on', () => {
    for (const channel of ['agency', 'court'] as Channel[]) {
      expect(judge(representation, represented, { channel, purpose: 'handover' })).toBeNull();
      expect(judge(representation, ceased, { channel })).toBeNull();
    }
  });
  test('who is neither is contacted', () => expect(judge(representation, of())).toBeNull());
});

describe('what an agency does itself', () => {
  const placed = (state: 'accepted' | 'recalled' | 'ended') =>
    account({
      placements: [{ id: 'p', agency: 'north', state, handedOverAt: noon(1), termEndsOn: day(60), recalledAt: null }],
    });
  const TAKEN_BACK = {
    kind: 'refuse',
    liftedBy: [],
    reason: { code: 'taken-back', words: 'the account was taken back from the agency' },
  };
  test('goes on while it has the account', () =>
    expect(judge(placement, placed('accepted'), { actor: 'agency' })).toBeNull());
  test.each(['recalled', 'ended'] as const)('is refused for ever when the account is %s', (state) =>
    expect(judge(placement, placed(state), { actor: 'agency' })).toEqual(TAKEN_BACK),
  );
  test('is refused when the account was never placed', () =>
    expect(judge(placement, account(), { actor: 'agency' })).toEqual(TAKEN_BACK));
});

test('a dispute is lifted by its end alone', () => {
  const facts = account({ facts: [fact('dispute', { about: 'other' }, noon(2))] });
  expect(judge(dispute, facts)).toMatchObject({ kind: 'refuse', liftedBy: ['dispute-closed'] });
});
