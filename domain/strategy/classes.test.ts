import { describe, expect, test } from '@jest/globals';
import { proposed } from '../../tests/support/agreements.ts';
import { account, aSheet, day, effect, fact, noon, personFact } from '../../tests/support/facts.ts';
import fc from '../../tests/support/property.ts';
import { cases } from '../../tests/support/random-facts.ts';
import type {
  AccountFact,
  AccountFactBodies,
  AccountFactKind,
  AccountFacts,
  PersonFact,
  PersonFactBodies,
  PersonFactKind,
} from '../facts.ts';
import { DAY_MS, localDate } from '../time.ts';
import {
  type AccountClasses,
  classesOf,
  DAYS_BEFORE_WORSE,
  type HeldClasses,
  isHarsher,
  type ScoredClasses,
} from './classes.ts';
import { SCORE_CLASSES, type ScoreClass } from './score/axes.ts';

const scored = (willingness: ScoreClass, ability: ScoreClass = 'middle'): ScoredClasses => ({
  ability: { class: ability },
  willingness: { class: willingness },
});
const VERIFIED: Partial<AccountFacts['person']> = {
  points: [
    { id: 'point-email', channel: 'email', valid: true, verified: true },
    { id: 'point-phone', channel: 'sms', valid: true, verified: true },
  ],
};
const known = (facts: readonly AccountFact[], over: Partial<AccountFacts> = {}, person: readonly PersonFact[] = []) =>
  account({ ...over, facts: [...facts] }, { ...VERIFIED, facts: person });
const classes = (
  of: AccountFacts,
  on: number,
  { score = scored('middle'), previous = null }: { score?: ScoredClasses | null; previous?: HeldClasses | null } = {},
): AccountClasses => classesOf(score, { account: of, heardElsewhereOn: null }, noon(on), previous);
const codes = ({ because }: AccountClasses) =>
  because.filter(({ axis }) => axis === 'willingness').map(({ code }) => code);
const promised = (made: number, on: number, minor = 70_000n) =>
  fact('promise', { parts: [{ on: day(on), minor }], by: 'debtor' }, noon(made));
const paid = (on: number, minor = 70_000n) => fact('payment', { minor, via: 'lender' }, noon(on));
const held = (willingness: ScoreClass, since: number): HeldClasses => ({
  ability: { class: 'middle', since: day(since) },
  willingness: { class: willingness, since: day(since) },
});
const delivered = (name: string, on: number) => effect(name, noon(on), { deliveredAt: noon(on) });
const MAILS = ['reminder/email-1', 'reminder/email-4', 'reminder/email-8'];

/** Two promises, accepted and not kept: they lower a class by one step. */
const BROKEN = [promised(5, 8), promised(20, 23)];

describe('what the score says', () => {
  test('is the class of each axis when nothing else is known', () => {
    expect(classes(known([]), 30, { score: scored('high', 'low') })).toMatchObject({
      ability: 'low',
      willingness: 'high',
    });
  });
  test.each([
    ['no score', null],
    ['a score without its features', scored('unknown')],
  ])('%s: unknown, whatever the person did', (_, score) => {
    const { willingness, because } = classes(known(BROKEN), 40, { score });
    expect(willingness).toBe('unknown');
    expect(because.find(({ axis }) => axis === 'willingness')?.code).toBe('not-scored');
  });
  test('behaviour never moves ability', () =>
    expect(classes(known(BROKEN), 40, { score: scored('middle', 'high') }).ability).toBe('high'));
});

describe('behaviour moves willingness by one step', () => {
  test('two broken promises lower it, each named', () => {
    const { willingness, because } = classes(known(BROKEN), 40);
    expect(willingness).toBe('low');
    expect(because.map(({ words }) => words.en)).toContain(
      `did not keep the promise of ${day(5)}: nothing enough by ${day(10)}`,
    );
    expect(because.map(({ words }) => words['zh-Hans'])).toContain(
      `未履行 ${day(20)} 的还款承诺：至 ${day(25)} 未足额还款`,
    );
  });
  test('it is one step, however many there are', () => {
    const many = [2, 9, 16, 23, 30].map((made) => promised(made, made + 2));
    expect(classes(known(many), 50, { score: scored('high') }).willingness).toBe('middle');
  });
  test.each<[string, AccountFact[]]>([
    ['one broken promise', [promised(5, 8)]],
    ['promises whose grace is not over', [promised(5, 8), promised(38, 38)]],
    ['a promise that nobody accepted', [promised(5, 8), promised(20, 23, 1_000n)]],
    ['as many answers as broken promises', [...BROKEN, called(6), called(21)]],
  ])('%s: no move', (_, facts) => expect(classes(known(facts), 40).willingness).toBe('middle'));
  test.each<[string, AccountFact[]]>([
    ['two promises kept', [promised(5, 8), paid(8), promised(20, 23), paid(22)]],
    ['a call and a payment soon after it', [called(6), paid(9)]],
  ])('%s raise it', (_, facts) => {
    const answer = classes(known(facts), 40);
    expect(answer.willingness).toBe('high');
    expect(codes(answer)).toContain('raised');
  });
  test.each<[string, AccountFact[]]>([
    ['a payment long after a contact', [called(6), paid(21)]],
    ['a refusal', [call(6, { contact: 'right-party', result: 'refuses' }), called(8)]],
    ['a call that reached somebody else', [call(6, { contact: 'third-party' }), called(8)]],
  ])('%s: no move', (_, facts) => expect(classes(known(facts), 40).willingness).toBe('middle'));
  test.each<[string, AccountFact[], ScoreClass]>([
    ['one payment that keeps one promise counts once', [promised(5, 8), paid(8)], 'middle'],
    ['so does one in its days of grace', [promised(5, 8), paid(10)], 'middle'],
    ['a promise that nobody accepted takes no payment away', [promised(3, 20, 1_000n), paid(8), called(6)], 'high'],
  ])('after a message that was delivered: %s', (_, facts, willingness) => {
    const of = known(facts, { effects: [delivered('reminder/email-1', 4)] });
    expect(classes(of, 40).willingness).toBe(willingness);
  });
  test('a plan that lasts longer than a sign counts is kept on the day of its last payment', () => {
    const plan = (made: number, ...on: number[]) =>
      fact('promise', { parts: on.map((part) => ({ on: day(part), minor: 35_000n })), by: 'debtor' }, noon(made));
    const facts = [plan(2, 20, 210), paid(20, 35_000n), paid(210, 35_000n), called(205)];
    const { because } = classes(known(facts), 220);
    expect(because.map(({ words }) => words.en)).toContain(`kept the promise of ${day(2)}`);
  });
  test('signs fade after half a year', () => {
    expect(classes(known(BROKEN), 190).willingness).toBe('low');
    expect(classes(known(BROKEN), 191).willingness).toBe('middle');
  });
  test('a reply counts on a verified contact point only', () => {
    const replies = [6, 12].map((on) => personFact('reply', { channel: 'email', reply: 'r', signs: [] }, noon(on)));
    expect(classes(known([], {}, replies), 40).willingness).toBe('high');
    expect(classes(account({}, { facts: replies }), 40).willingness).toBe('middle');
  });
});

describe('silence', () => {
  const six = [...MAILS, 'sms/sms-10', 'sms/sms-14', 'reminder/payment-returned'].map((name, at) =>
    delivered(name, at * 10 + 1),
  );
  test('of two months, with six messages delivered, lowers it', () => {
    expect(classes(known([], { effects: six }), 61).willingness).toBe('low');
    expect(classes(known([], { effects: six }), 60).willingness).toBe('middle');
  });
  test('of one month is one sign: not enough', () => {
    const answer = classes(known([], { effects: six.slice(0, 3) }), 90);
    expect([answer.willingness, codes(answer)]).toEqual(['middle', ['scored', 'sign']]);
  });
  test.each<[string, AccountFacts]>([
    ['messages that were only sent', known([], { effects: six.map((item) => ({ ...item, deliveredAt: null })) })],
    ['messages that came back', known([], { effects: six.map((item) => ({ ...item, bouncedAt: noon(70) })) })],
    ['no contact point is verified', account({ effects: six })],
    ['they wrote back', known([], { effects: six }, [personFact('stop', { channel: 'sms' }, noon(55))])],
    ['they paid', known([paid(55, 1_000n)], { effects: six })],
    ['they were spoken to', known([call(55, { contact: 'right-party', result: 'refuses' })], { effects: six })],
  ])('%s: the class stays', (_, facts) => expect(classes(facts, 90).willingness).toBe('middle'));
  test('ends when the person is heard about another account', () => {
    const behaviour = { account: known([], { effects: six }), heardElsewhereOn: day(52) };
    expect(classesOf(scored('middle'), behaviour, noon(90), null).willingness).toBe('middle');
  });
});

describe('hysteresis', () => {
  test('worse only two weeks after the last change, better the next day', () => {
    const low = known(BROKEN);
    const waits = classes(low, 40, { previous: held('middle', 30) });
    expect([waits.willingness, codes(waits).at(-1), waits.againOn]).toEqual(['middle', 'waits', day(44)]);
    expect(classes(low, 44, { previous: held('middle', 30) }).willingness).toBe('low');
    expect(classes(known([]), 40, { previous: held('low', 40) }).willingness).toBe('low');
    expect(classes(known([]), 41, { previous: held('low', 40) }).willingness).toBe('middle');
  });
  test('one step at a time, also when the score jumps', () => {
    const first = classes(known([]), 40, { score: scored('low'), previous: held('high', 0) });
    expect([first.willingness, first.againOn]).toEqual(['middle', day(54)]);
    const second = classes(known([]), 54, { score: scored('low'), previous: first.held });
    expect([second.willingness, second.againOn]).toEqual(['low', null]);
  });
  test('from unknown to the class of the score at once', () =>
    expect(classes(known([]), 40, { score: scored('low'), previous: held('unknown', 40) }).willingness).toBe('low'));
});

describe('a human decision', () => {
  const contested = fact('classes-contested', { reported: 'person' }, noon(41));
  const reviewed = (on: number, until?: number) =>
    fact(
      'classes-reviewed',
      {
        ...{ ability: 'low', willingness: 'high', by: 'ann', reason: 'lost the job' },
        ...(until === undefined ? {} : { until: day(until) }),
      },
      noon(on),
    );
  test('while the person waits for one, nothing is harsher than middle', () => {
    const answer = classes(known([...BROKEN, contested]), 42, { score: scored('middle', 'low') });
    expect([answer.ability, answer.willingness]).toEqual(['middle', 'middle']);
    expect(answer.held.willingness.class).toBe('low');
    expect(classes(known([contested]), 42, { score: null })).toMatchObject({ ability: 'unknown' });
  });
  test('stands above score and behaviour', () => {
    const answer = classes(known([...BROKEN, contested, reviewed(43)]), 44);
    expect([answer.ability, answer.willingness]).toEqual(['low', 'high']);
    expect(answer.because.at(-1)?.words).toEqual({
      en: 'ann decided high: lost the job',
      'zh-Hans': 'ann 决定为高：lost the job',
    });
  });
  test('ends after its last day', () => {
    const facts = known([...BROKEN, contested, reviewed(43, 50)]);
    expect([classes(facts, 50).willingness, classes(facts, 50).againOn]).toEqual(['high', day(51)]);
    expect(classes(facts, 51).willingness).toBe('low');
  });
  test('a later one takes its place, and a later demand opens it again', () => {
    const later = fact('classes-reviewed', { ability: 'high', willingness: 'low', by: 'bo', reason: 'x' }, noon(45));
    const again = fact('classes-contested', { reported: 'caller' }, noon(46));
    expect(classes(known([reviewed(43), later]), 47).willingness).toBe('low');
    expect(classes(known([reviewed(43), later, again]), 47)).toMatchObject({ ability: 'high', willingness: 'middle' });
  });
});

describe('what never makes a class harsher', () => {
  /** Every kind but a promise, and what the book or a person says of money as a whole. */
  const ACCOUNT: {
    [K in Exclude<AccountFactKind, 'promise' | 'classes-reviewed' | 'balance-update'>]: AccountFactBodies[K];
  } = {
    payment: { minor: 100n, via: 'lender' },
    reversal: { minor: 70_000n },
    'payment-confirmed': { payment: 'x' },
    'money-compared': { first: 'x', second: 'y', same: true },
    suspense: { line: 'l', minor: 70_000n },
    'suspense-ended': { line: 'l' },
    'payment-misallocated': { payment: 'x' },
    'book-instructed': { instruction: 'i', kind: 'waiver', effectiveOn: day(30), deadline: day(33), minor: 100n },
    'book-confirmed': { instruction: 'i', bookedOn: day(30) },
    'book-rejected': { instruction: 'i', reason: 'x' },
    'book-withdrawn': { instruction: 'i', reason: 'x', by: 'ann' },
    'payment-announced': {},
    dispute: { about: 'amount' },
    'dispute-closed': { outcome: 'rejected' },
    hold: { until: day(60), reason: 'x' },
    'hold-released': { reason: 'x' },
    'charge-off': { on: day(30), minor: 1n },
    closed: { how: 'sold' },
    'call-outcome': { effect: 'e', contact: 'right-party', result: 'refuses' },
    'agency-accepted': { placement: 'p' },
    'agency-rejected': { placement: 'p', reason: 'x' },
    'agency-contact': { placement: 'p', at: noon(30), channel: 'call', outcome: 'no-answer' },
    'agency-returned': { placement: 'p', reason: 'x' },
    'recall-acknowledged': { placement: 'p' },
    'bureau-acknowledged': { month: '2026-04' },
    'bureau-rejected': { month: '2026-04', reason: 'x' },
    'bureau-correction': { month: '2026-04', remedy: 'correct', reason: 'x' },
    approved: { effect: 'e', by: 'ann' },
    'approval-refused': { effect: 'e', by: 'ann', reason: 'x' },
    'plan-proposed': proposed([]).body,
    'plan-approved': { plan: 'x', by: 'bo' },
    'plan-refused': { plan: 'x', by: 'bo', reason: 'x' },
    'plan-accepted': { plan: 'x', digest: 'd', how: 'call', proof: 'x', by: 'ann' },
    'plan-declined': { plan: 'x', by: 'ann' },
    'plan-withdrawn': { plan: 'x', by: 'ann', reason: 'x' },
    'plan-ended': { plan: 'x', why: 'by-person', by: 'ann', reason: 'x' },
    'arrangement-reviewed': { of: 'x', answer: 'decline', by: 'ann' },
    'restart-reviewed': { answer: 'begin', by: 'ann' },
    'classes-contested': { reported: 'caller' },
    filed: { court: 'C', number: '1' },
    'not-filed': { reason: 'x' },
    'step-skipped': { stage: 'sms', step: 'sms-10', occurrence: 1, by: 'ann', reason: 'x' },
    'ladder-answer': { answer: 'wait', by: 'ann' },
    'debit-scheduled': { debit: 'D', minor: 100n, on: day(40), mandate: 'M', dues: [day(0)], by: 'ann' },
    'debit-collected': { debit: 'D', minor: 100n },
    'debit-failed': { debit: 'D', reason: 'no-funds' },
    'debit-cancelled': { debit: 'D', reason: 'x', by: 'ann' },
    'mandate-given': { mandate: 'M' },
    'mandate-withdrawn': {},
  };
  const PERSON: { [K in PersonFactKind]: PersonFactBodies[K] } = {
    stop: { channel: 'email' },
    start: { channel: 'email' },
    reply: { channel: 'sms', reply: 'r', signs: [] },
    'wrong-number': { point: 'point-phone' },
    bounced: { point: 'point-email' },
    'point-stopped': { point: 'point-phone', reason: 'x' },
    'address-added': { point: 'point-email' },
    hardship: {},
    'hardship-ended': { reason: 'x' },
    death: { reported: 'family' },
    bankruptcy: {},
    'consent-given': { scope: 'hours', proof: 'x' },
    'consent-withdrawn': { scope: 'hours' },
    preference: { writeOnly: true },
    'preference-ended': {},
    'sheet-recorded': aSheet(day(30), null),
    represented: { by: 'attorney' },
    'represented-ended': { reason: 'x' },
    cease: { written: true },
    'call-back-wished': { at: 0 },
    'cease-ended': { reason: 'x' },
    'care-hold': { type: 'illness', reported: 'person' },
    'care-hold-lifted': { type: 'illness', reason: 'x' },
    distress: { level: 'pressure', reported: 'person' },
    'distress-ended': { distress: [], by: 'ann', reason: 'x' },
    'care-reviewed': { outcome: 'x' },
    complaint: { cause: 'service', channel: 'call', reported: 'person' },
    'complaint-acknowledged': { of: 'x', by: 'ann' },
    'evidence-added': { evidence: 'x', of: 'x', by: 'ann' },
    'complaint-closed': {
      ...{ of: 'x', outcome: 'rejected', redress: 'none', rootCause: 'no-fault', reason: 'x', by: 'ann' },
    },
  };
  const six = [...MAILS, 'sms/sms-10', 'sms/sms-14', 'reminder/payment-returned'].map((name, at) =>
    delivered(name, at * 10 + 1),
  );
  const raised = [promised(5, 8), paid(8), call(16, { contact: 'right-party', result: 'call-back' }), paid(18, 5_000n)];
  const inOrderOf = <F extends { occurredAt: number }>(facts: readonly F[]): F[] =>
    [...facts].sort((a, b) => a.occurredAt - b.occurredAt);
  const SETTINGS: Readonly<Record<string, AccountFacts>> = {
    'promises were broken': known(BROKEN),
    'one promise was broken, and a silence': known([promised(5, 8)], { effects: six }),
    'promises were kept and calls answered': known(raised),
    'nothing was heard for two months': known([], { effects: six }),
  };
  const told = [3, 9, 21, 39];
  const kinds = [
    ...Object.entries(ACCOUNT).map(([kind, body]) => ({ kind, of: 'account' as const, body })),
    ...Object.entries(PERSON).map(([kind, body]) => ({ kind, of: 'person' as const, body })),
  ];
  describe.each(Object.keys(SETTINGS))('%s', (name) => {
    const before = SETTINGS[name] as AccountFacts;
    test.each(kinds)('$kind', ({ kind, of, body }) => {
      for (const on of told)
        for (const at of [40, 62])
          for (const previous of [null, held('middle', 0), held('low', 10)]) {
            const after: AccountFacts =
              of === 'account'
                ? {
                    ...before,
                    facts: inOrderOf([...before.facts, fact(kind as 'closed', body as { how: 'sold' }, noon(on))]),
                  }
                : {
                    ...before,
                    person: { ...before.person, facts: [personFact(kind as 'death', body as never, noon(on))] },
                  };
            const was = classes(before, at, { previous });
            const is = classes(after, at, { previous });
            expect([on, at, isHarsher(is.willingness, was.willingness), isHarsher(is.ability, was.ability)]).toEqual([
              ...[on, at],
              ...[false, false],
            ]);
          }
    });
  });
  test('the settings do move the class', () => {
    expect(Object.values(SETTINGS).map((facts) => classes(facts, 62).willingness)).toEqual([
      ...['low', 'low', 'high', 'low'],
    ]);
  });
  test('what was promised while a complaint was open and broken does not count once it is closed', () => {
    const complaint = personFact('complaint', { cause: 'service', channel: 'call', reported: 'person' }, noon(1));
    const said = { outcome: 'rejected', redress: 'none', rootCause: 'no-fault', reason: 'x', by: 'ann' } as const;
    const closed = personFact('complaint-closed', { of: complaint.id, ...said }, noon(30));
    expect(classes(known(BROKEN, {}, [complaint]), 62).willingness).toBe('middle');
    expect(classes(known(BROKEN, {}, [complaint, closed]), 62).willingness).toBe('middle');
  });
  test('what was promised under care and broken does not count when the care has ended', () => {
    const care = [personFact('hardship', {}, noon(1)), personFact('hardship-ended', { reason: 'x' }, noon(30))];
    expect(classes(known(BROKEN, {}, care), 62).willingness).toBe('middle');
    const hold = fact('hold', { until: day(30), reason: 'flood' }, noon(1));
    expect(classes(known([hold, ...BROKEN]), 62).willingness).toBe('middle');
  });
  test('a promise whose money came back counts as kept', () => {
    const back = [promised(5, 8), paid(8), fact('reversal', { minor: 70_000n }, noon(12))];
    const { because } = classes(known(back), 40);
    expect(because.map(({ words }) => words.en)).toContain(`kept the promise of ${day(5)}`);
  });
});

describe('over many days', () => {
  const inputs = fc.record({
    item: cases,
    willingness: fc.constantFrom(...SCORE_CLASSES),
    jumps: fc.constantFrom(...SCORE_CLASSES),
  });
  const verified = (facts: AccountFacts): AccountFacts => ({
    ...facts,
    person: { ...facts.person, ...VERIFIED },
  });
  test('a class moves one step at a time and becomes harsher once in two weeks at most', () => {
    fc.assert(
      fc.property(inputs, ({ item, willingness, jumps }) => {
        const facts = verified(item.facts);
        const last: { at: number; name: ScoreClass } = { at: Number.NEGATIVE_INFINITY, name: 'unknown' };
        let previous: HeldClasses | null = null;
        for (let on = 0; on < 60; on += 1) {
          const score = scored(on % 7 === 6 ? jumps : willingness);
          const now = noon(on);
          const answer = classesOf(score, { account: facts, heardElsewhereOn: null }, now, previous);
          const name = answer.held.willingness.class;
          if (name !== last.name) {
            const isKnown = name !== 'unknown' && last.name !== 'unknown';
            if (isKnown) expect(new Set([name, last.name])).toContain('middle');
            if (isKnown && isHarsher(name, last.name)) expect(on - last.at).toBeGreaterThanOrEqual(DAYS_BEFORE_WORSE);
            last.name = name;
            last.at = on;
          }
          previous = answer.held;
        }
      }),
      { numRuns: 40 },
    );
  });
  test('asked twice it answers the same, and nothing changes before the day that it names', () => {
    fc.assert(
      fc.property(inputs, ({ item, willingness }) => {
        const facts = verified(item.facts);
        const behaviour = { account: facts, heardElsewhereOn: null };
        const ask = (now: number, previous: HeldClasses | null) =>
          classesOf(scored(willingness, 'low'), behaviour, now, previous);
        const first = ask(item.now, null);
        for (let later = 0; later < 40; later += 1) {
          const now = item.now + later * DAY_MS;
          if (first.againOn !== null && localDate(now, facts.creditor.zone) >= first.againOn) break;
          const again = ask(now, first.held);
          expect([later, again.ability, again.willingness]).toEqual([later, first.ability, first.willingness]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

function call(on: number, body: Omit<AccountFactBodies['call-outcome'], 'effect'>): AccountFact {
  return fact('call-outcome', { effect: `call-${on}`, ...body }, noon(on));
}
function called(on: number): AccountFact {
  return call(on, { contact: 'right-party', result: 'call-back' });
}
