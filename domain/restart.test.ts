import { describe, expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { account, CREDITOR, day, effect, fact, noon, opening, personFact } from '../tests/support/facts.ts';
import { decide } from './decide.ts';
import type { AccountFact, AccountFacts } from './facts.ts';
import { restart } from './policies/restart.ts';
import { BOOK_CONFIRMS_DAYS, restartChecks, restartOf } from './restart.ts';
import { silenceOf } from './silence.ts';
import { situationOf } from './situation.ts';
import type { Situation } from './stage.ts';
import { addMonths, daysBetween, localDate, startOfDay } from './time.ts';

const MONTHS = 6;
/** Days after the due on which so many months from day `from` have passed. */
const monthsAfter = (from: number, months = MONTHS) => daysBetween(day(0), addMonths(day(from), months));
const OVER = monthsAfter(1);

const silent = account;
const at = (facts: AccountFacts, on: number): Situation => situationOf(facts, noon(on), RULES);
const since = (facts: AccountFacts, on: number) => silenceOf(at(facts, on))?.since ?? null;
const bookOf = (on: number): AccountFact =>
  fact('balance-update', { asOf: day(on), balance: 4_100_000n, dues: opening().dues.slice() }, noon(on));
const reviewed = (answer: 'begin' | 'wait', on: number, until?: string): AccountFact =>
  fact('restart-reviewed', { answer, by: 'ann', ...(until === undefined ? {} : { until }) }, noon(on));
const judge = (facts: AccountFacts, on: number, over: object = {}) =>
  restart.judge(at(facts, on), {
    ...{ stage: 'reminder', step: 'email-1', channel: 'email', purpose: 'demand', escalated: false, at: noon(on) },
    ...over,
  });

describe('a silence', () => {
  test('is over when its months have passed since the first late day, not a day before', () => {
    expect(since(silent(), OVER - 1)).toBeNull();
    const from = startOfDay(day(OVER), CREDITOR.zone);
    expect(silenceOf(at(silent(), OVER))).toEqual({ cause: 'silence', since: day(1), overOn: day(OVER), from });
  });
  test('lasts six months where the creditor names no number, and else its own', () => {
    expect(since(silent(), OVER)).toBe(day(1));
    const patient = silent({ creditor: { ...CREDITOR, silenceMonths: 9 } });
    expect(since(patient, monthsAfter(1, 9) - 1)).toBeNull();
    expect(since(patient, monthsAfter(1, 9))).toBe(day(1));
  });
  const ENDS: [string, Partial<AccountFacts>][] = [
    ['a message', { effects: [effect('reminder/email-1', noon(40))] }],
    ['a message that may have left', { effects: [effect('reminder/email-1', noon(40), { state: 'unknown' })] }],
    ['a call', { facts: [fact('call-outcome', { effect: 'e', contact: 'no-answer' }, noon(40))] }],
    [
      'a contact of an agency',
      { facts: [fact('agency-contact', { placement: 'p', at: noon(40), channel: 'call' }, noon(90))] },
    ],
    [
      'a contact by a dialler',
      { contacts: [{ at: noon(40), channel: 'call', accountId: silent().accountId, purpose: 'demand' }] },
    ],
    ['a promise', { facts: [fact('promise', { parts: [{ on: day(50), minor: 1n }], by: 'debtor' }, noon(40))] }],
    ['an announced payment', { facts: [fact('payment-announced', {}, noon(40))] }],
    ['a payment', { facts: [fact('payment', { minor: 100n, via: 'lender' }, noon(40))] }],
    ['a contact that the book named', { lastContactOn: day(40) }],
    [
      'a notice that the book named',
      { reachedStage: 'agency', notifiedOn: day(40), arrival: { asOf: day(60), episode: 1 } },
    ],
  ];
  test.each(ENDS)('counts from %s, also when it was told late', (_, over) => {
    expect(since(silent(over), monthsAfter(40) - 1)).toBeNull();
    expect(since(silent(over), monthsAfter(40))).toBe(day(40));
  });
  const LEAVES: [string, Partial<AccountFacts>][] = [
    [
      'a contact about another account',
      { contacts: [{ at: noon(40), channel: 'sms', accountId: 'other', purpose: 'demand' }] },
    ],
    [
      'a message that never left',
      { effects: [effect('reminder/email-1', noon(40), { state: 'suppressed', sentAt: null })] },
    ],
    ['a stage that the book named, without a day', { reachedStage: 'sms', arrival: { asOf: day(40), episode: 1 } }],
    ['a contact before the delinquency, by the book', { lastContactOn: day(-40) }],
    ['a task for a caller without an outcome', { effects: [effect('call/attempt', noon(40))] }],
    [
      'a payment that came back',
      {
        facts: [
          fact('payment', { minor: 100n, via: 'lender', reference: 'P' }, noon(40)),
          fact('reversal', { minor: 100n, of: 'P' }, noon(44)),
        ],
      },
    ],
  ];
  test.each(LEAVES)('is not ended by %s', (_, over) => expect(since(silent(over), OVER)).toBe(day(1)));
  test('a payment stands although a later one came back', () => {
    const facts = [
      fact('payment', { minor: 100n, via: 'lender', reference: 'A' }, noon(40)),
      fact('payment', { minor: 200n, via: 'lender', reference: 'B' }, noon(60)),
      fact('reversal', { minor: 200n, of: 'B' }, noon(64)),
    ];
    expect(since(silent({ facts }), monthsAfter(40))).toBe(day(40));
  });
  test('nothing of an earlier delinquency makes a new one silent', () => {
    const episode = { no: 2, openedOn: day(300), curedVersion: null, curedOn: null };
    const facts = silent({ episode, opening: opening([{ on: day(300), minor: 143_400n }]) });
    expect(since(facts, monthsAfter(301) - 1)).toBeNull();
    expect(since(facts, monthsAfter(301))).toBe(day(301));
  });
});

describe('another owner of the debt', () => {
  const changed = noon(40);
  const CONTACT = effect('reminder/email-1', changed + 1);
  test('is a first contact again at once, whatever was said before', () => {
    const facts = silent({ ownerChangedAt: changed, effects: [effect('reminder/email-1', changed - 1)] });
    expect(silenceOf(at(facts, 41))).toEqual({ cause: 'owner', since: day(40), overOn: day(40), from: changed });
    expect(judge(facts, 41)?.reason.words).toContain(`the debt has another owner since ${day(40)}, not true yet: `);
    expect(decide(RULES, facts, noon(41)).planned.map(({ stage }) => stage)).toContain('review');
  });
  test.each([
    ['a contact since', { effects: [CONTACT] }],
    ['a later contact that the book names', { lastContactOn: day(41) }],
    ['a call since', { facts: [fact('call-outcome', { effect: 'e', contact: 'no-answer' }, changed + 1)] }],
  ])('ends with %s', (_, over) => expect(silenceOf(at(silent({ ownerChangedAt: changed, ...over }), 42))).toBeNull());
  test.each([
    ['a payment', { facts: [fact('payment', { minor: 100n, via: 'lender' }, noon(41))] }],
    ['a word of the person', { facts: [fact('payment-announced', {}, noon(41))] }],
    ['a contact that the book names of the same day', { lastContactOn: day(40) }],
  ])('is not ended by %s', (_, over) =>
    expect(silenceOf(at(silent({ ownerChangedAt: changed, ...over }), 42))?.cause).toBe('owner'),
  );
  test('an answer from before it, of the same day too, does not count', () => {
    const answered = (moment: number) =>
      restartOf(
        at(
          silent({
            ownerChangedAt: changed,
            facts: [fact('restart-reviewed', { answer: 'begin', by: 'ann' }, moment)],
          }),
          42,
        ),
      );
    expect(answered(changed - 1)?.confirmed).toBe(false);
    expect(answered(changed + 1)?.confirmed).toBe(true);
  });
  test('of a silence and another owner the later one counts', () => {
    const both = (on: number) => silenceOf(at(silent({ ownerChangedAt: noon(on) }), OVER + 30))?.cause;
    expect([both(OVER - 9), both(OVER + 9)]).toEqual(['silence', 'owner']);
  });
  test('says nothing where nobody collects', () => {
    expect(silenceOf(at(silent({ ownerChangedAt: changed, closed: true }), 42))).toBeNull();
    const filed = { id: 'c', state: 'filed' } as const;
    expect(silenceOf(at(silent({ ownerChangedAt: changed, courtCase: filed }), 42))).toBeNull();
  });
});

describe('the first contact after a silence', () => {
  const facts = silent({ facts: [bookOf(OVER), reviewed('begin', OVER)] });
  test('is refused without a review, with what is missing in words', () => {
    const verdict = judge(silent({ facts: [bookOf(OVER)] }), OVER);
    expect(verdict).toMatchObject({ kind: 'refuse', liftedBy: ['restart-reviewed', 'balance-update'] });
    expect(verdict?.reason.words).toContain('a person has confirmed creditor, owner and authority on file');
    expect(verdict?.reason.words).not.toContain('a book of the last');
  });
  test('names all that is missing', () => {
    const words = judge(silent(), OVER)?.reason.words ?? '';
    expect(words).toMatch(/\(the newest is of [\d-]+\); a number or address/);
    expect(words).toContain('verified it; a person has confirmed creditor');
  });
  test.each(['notice', 'handover', 'information'] as const)('a %s is refused too', (purpose) =>
    expect(judge(silent(), OVER, { purpose })?.kind).toBe('refuse'),
  );
  test.each(['receipt', 'report', 'undo', 'review'] as const)('a %s goes on', (purpose) =>
    expect(judge(silent(), OVER, { purpose })).toBeNull(),
  );
  test('goes ahead when all holds, as long as the book is fresh', () => {
    expect(judge(facts, OVER)).toBeNull();
    expect(judge(facts, OVER + BOOK_CONFIRMS_DAYS)).toBeNull();
    const old = judge(facts, OVER + BOOK_CONFIRMS_DAYS + 1);
    expect(old?.reason.words).toBe(
      `silent since ${day(1)}, not true yet: a book of the last 7 days confirms the balance (the newest is of ${day(OVER)})`,
    );
    const next = { ...facts, facts: [...facts.facts, bookOf(OVER + 8)] };
    expect(judge(next, OVER + BOOK_CONFIRMS_DAYS + 1)).toBeNull();
  });
  test('is a reminder: what escalates is refused', () => {
    expect(judge(facts, OVER, { escalated: true, purpose: 'notice' })?.reason.code).toBe('restart-reminder-first');
    expect(judge(facts, OVER, { purpose: 'information' })?.reason.code).toBe('restart-reminder-first');
    expect(judge(facts, OVER, { escalated: true, actor: 'agency' })).toBeNull();
  });
  test('once it has left, nothing is refused until the next silence', () => {
    const sent = { ...facts, effects: [effect('reminder/email-1', noon(OVER))] };
    expect(judge(sent, OVER + 100)).toBeNull();
    expect(judge(sent, monthsAfter(OVER))?.reason.code).toBe('restart');
  });
  test('waits until the last day that a person named, and then asks again', () => {
    const waiting = silent({ facts: [bookOf(OVER), reviewed('wait', OVER, day(OVER + 20))] });
    expect(judge(waiting, OVER + 20)).toMatchObject({ kind: 'wait', reason: { code: 'restart-waits' } });
    expect(restartOf(at(waiting, OVER + 21))).toMatchObject({ askedOn: day(OVER + 21), waitsUntil: null });
  });
  test('an answer that nobody acted on grows old', () => {
    expect(restartOf(at(facts, monthsAfter(OVER) - 1))?.confirmed).toBe(true);
    expect(restartOf(at(facts, monthsAfter(OVER)))).toMatchObject({
      confirmed: false,
      askedOn: day(monthsAfter(OVER)),
    });
  });
  test('an answer from before the silence was over does not count', () => {
    const early = silent({ facts: [bookOf(OVER), reviewed('begin', OVER - 1)] });
    expect(judge(early, OVER)?.kind).toBe('refuse');
  });
});

describe('the checklist', () => {
  const failing = (facts: AccountFacts, on = OVER) => {
    const situation = at(facts, on);
    const found = restartOf(situation);
    if (found === null) throw new Error('no silence');
    return restartChecks(situation, found, situation.today)
      .filter(({ passed }) => !passed)
      .map(({ name }) => name);
  };
  const person = silent().person;
  const proved = { ...person, points: [{ id: 'point-email', channel: 'email' as const, valid: true, verified: true }] };
  test('names what fails', () => expect(failing(silent())).toEqual(['book', 'contact-point', 'authority']));
  test('a point that a message proved passes, or one told lately', () => {
    expect(failing(silent({ person: proved }))).not.toContain('contact-point');
    const told = (on: number) => ({
      ...person,
      facts: [personFact('address-added', { point: 'point-email' }, noon(on))],
    });
    expect(failing(silent({ person: told(40) }))).not.toContain('contact-point');
    expect(failing(silent({ person: told(1) }))).toContain('contact-point');
  });
  test('a barred debt and a hold on the person fail', () => {
    const barred = { ...CREDITOR, limitationYears: 0.25 };
    expect(failing(silent({ creditor: barred }))).toContain('limitation');
    const dead = { ...person, facts: [personFact('death', { reported: 'family' }, noon(90))] };
    expect(failing(silent({ person: dead }))).toContain('care');
  });
});

describe('what is planned', () => {
  const steps = (facts: AccountFacts, on: number) =>
    decide(RULES, facts, noon(on)).planned.map(
      ({ stage, step, occurrence, verdict }) => `${stage}/${step}#${occurrence} ${verdict}`,
    );
  test('a person is asked while a step is kept back, and the account shows as held', () => {
    const asked = decide(RULES, silent(), noon(OVER));
    expect(asked.planned.map(({ stage, step }) => `${stage}/${step}`)).toContain('review/restart');
    expect(asked.health).toBe('held');
    expect(steps(silent(), OVER - 2).join()).not.toContain('review/restart');
  });
  test('the account wakes when the silence is over, and when a wait is', () => {
    const held = silent({ facts: [fact('hold', { until: day(900), reason: 'x' }, noon(2))] });
    expect(localDate(decide(RULES, held, noon(OVER - 9)).nextEvaluationAt ?? 0, CREDITOR.zone)).toBe(day(OVER));
    const waiting = silent({ facts: [bookOf(OVER), reviewed('wait', OVER, day(OVER + 20))] });
    expect(localDate(decide(RULES, waiting, noon(OVER)).nextEvaluationAt ?? 0, CREDITOR.zone)).toBe(day(OVER + 21));
  });
  test('contact stages begin anew at the first step, whatever was said before', () => {
    const effects = [
      effect('reminder/email-1', noon(1)),
      effect('reminder/email-4', noon(4)),
      effect('reminder/email-8', noon(8)),
      effect('sms/sms-10', noon(11)),
    ];
    const over = monthsAfter(11);
    const facts = silent({ effects, facts: [bookOf(over), reviewed('begin', over)] });
    expect(steps(facts, over)[0]).toBe('reminder/email-1#2 allow');
  });
  test('a dispute keeps everything still: nobody is asked', () =>
    expect(
      steps(silent({ facts: [fact('dispute', { about: 'amount' }, noon(2))] }), monthsAfter(2)).join(),
    ).not.toContain('review/restart'));
});
