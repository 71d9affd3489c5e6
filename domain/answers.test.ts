import { describe, expect, test } from '@jest/globals';
import { account, CREDITOR, day, effect, fact, noon, personFact } from '../tests/support/facts.ts';
import { answerRestUntil, answersOf, askedAgainOn, wayOf } from './answers.ts';
import type { AccountFact, AccountFacts, KnownEffect, PersonFact } from './facts.ts';
import { standingOf } from './standing.ts';

const creditor = { ...CREDITOR, answersFrom: day(0) };
const of = (facts: AccountFact[], over: Partial<AccountFacts> = {}, told: PersonFact[] = []) =>
  account({ creditor, facts, ...over }, { facts: told });
const dispute = fact('dispute', { about: 'amount' }, noon(1));
const closed = (outcome: 'upheld' | 'part' | 'rejected', on: number, told = dispute) =>
  fact('dispute-closed', { outcome, of: told.id }, noon(on));
const complaint = (over: object = {}, on = 1) =>
  personFact(
    'complaint',
    { cause: 'service', channel: 'call', reported: 'person', letters: { account: 'account-1', no: 1 }, ...over },
    noon(on),
  );
const no = Number(dispute.version);
const mail = (step: string, on: number, over: Partial<KnownEffect> = {}) =>
  effect(`answers/${step}/${no}`, noon(on), over);
const told = (facts: AccountFacts) => answersOf(facts).map(({ about, tells }) => `${about} ${tells}`);
const way = (facts: AccountFacts, on = 5) => {
  const [answer] = answersOf(facts);
  return answer && wayOf({ facts, standing: standingOf(facts, noon(on)) }, answer);
};

describe('what is told', () => {
  test('that a dispute came, then how it ended', () => {
    expect(told(of([dispute]))).toEqual(['dispute receipt']);
    expect(told(of([dispute, closed('upheld', 3)]))).toEqual(['dispute outcome']);
  });
  test('nothing where the creditor does not say from when, or of what came before', () => {
    expect(told(account({ facts: [dispute] }))).toEqual([]);
    expect(told(of([dispute], { creditor: { ...CREDITOR, answersFrom: day(2) } }))).toEqual([]);
    expect(told(of([dispute], { creditor: { ...CREDITOR, answersFrom: day(1) } }))).toEqual(['dispute receipt']);
  });
  test('of a complaint the receipt unless it was confirmed, the outcome unless it was withdrawn', () => {
    const complains = complaint();
    const ended = (outcome: 'rejected' | 'withdrawn') =>
      personFact(
        'complaint-closed',
        { of: complains.id, outcome, redress: 'none', rootCause: 'no-fault', reason: 'x', by: 'bo' },
        noon(3),
      );
    const confirmed = personFact('complaint-acknowledged', { of: complains.id, by: 'bo' }, noon(2));
    expect(told(of([], {}, [complains]))).toEqual(['complaint receipt']);
    expect(told(of([], {}, [complains, confirmed]))).toEqual([]);
    expect(told(of([], {}, [complains, confirmed, ended('rejected')]))).toEqual(['complaint outcome']);
    expect(told(of([], {}, [complains, ended('withdrawn')]))).toEqual([]);
  });
  test('of a complaint by one account alone', () => {
    expect(told(of([], { accountId: 'account-2' }, [complaint()]))).toEqual([]);
    const { letters: _, ...before } = complaint().body as { letters: object };
    expect(told(of([], {}, [complaint({ ...before, letters: undefined })]))).toEqual([]);
  });
});

describe('by which way', () => {
  test('by e-mail, once, in whatever delinquency it left', () => {
    expect(way(of([dispute]))).toBe('email');
    expect(way(of([dispute], { effects: [mail('dispute-receipt', 2)] }))).toBeNull();
    expect(way(of([dispute], { effects: [mail('dispute-receipt', 2, { episode: 7 })] }))).toBeNull();
    expect(
      way(of([dispute], { effects: [mail('dispute-receipt', 2, { state: 'unknown', sentAt: null })] })),
    ).toBeNull();
  });
  test('not again where a person gave it up', () => {
    const givenUp = mail('dispute-receipt', 2, { episode: 7, state: 'given-up', sentAt: null });
    expect(way(of([dispute], { effects: [givenUp] }))).toBeNull();
  });
  test('on paper where no mail can bring it', () => {
    const stop = personFact('stop', { channel: 'email' }, noon(1));
    const death = personFact('death', { reported: 'family' }, noon(1));
    expect(way(of([dispute], {}, [stop]))).toBe('letter');
    const cease = personFact('cease', { written: true }, noon(1));
    const attorney = personFact('represented', { by: 'attorney' }, noon(1));
    for (const said of [death, cease, attorney]) expect(way(of([dispute], {}, [said]))).toBe('letter');
    expect(way(of([dispute], { effects: [mail('dispute-receipt', 2, { bouncedAt: noon(2) })] }))).toBe('letter');
    expect(way(of([dispute], { effects: [mail('dispute-receipt', 2, { state: 'impossible' })] }))).toBe('letter');
    expect(way(of([], {}, [complaint({ cause: 'wrong-person' })]))).toBe('letter');
    expect(way(of([fact('dispute', { about: 'identity-theft' }, noon(1))]))).toBe('letter');
  });
  test('what is on paper is not mailed as well', () => {
    const paper = mail('dispute-receipt-by-letter', 2, { channel: 'desk' });
    expect(way(of([dispute], { effects: [paper] }))).toBeNull();
  });
});

describe('the rest after an answer', () => {
  const rest = (facts: AccountFacts) => answerRestUntil({ facts });
  test('seven days after the answer left, on paper after it was done', () => {
    expect(rest(of([dispute, closed('rejected', 3)], { effects: [mail('dispute-outcome', 4)] }))).toBe(day(11));
    expect(rest(of([dispute, closed('part', 3)], { effects: [mail('dispute-outcome', 4)] }))).toBe(day(11));
    const paper = mail('dispute-outcome-by-letter', 4, { channel: 'desk', doneAt: noon(6) });
    expect(rest(of([dispute, closed('rejected', 3)], { effects: [paper] }))).toBe(day(13));
    expect(askedAgainOn(day(4))).toBe(day(12));
  });
  test('fourteen days after the closing while nobody has told the person', () => {
    expect(rest(of([dispute, closed('rejected', 3)]))).toBe(day(17));
    const back = mail('dispute-outcome', 4, { bouncedAt: noon(5) });
    expect(rest(of([dispute, closed('rejected', 3)], { effects: [back] }))).toBe(day(17));
  });
  test('none after one that was right, while one is open, or where people answer', () => {
    expect(rest(of([dispute, closed('upheld', 3)]))).toBeNull();
    expect(rest(of([dispute]))).toBeNull();
    expect(rest(account({ facts: [dispute, closed('rejected', 3)] }))).toBeNull();
  });
  test('after identity theft that was none, whoever answers', () => {
    const theft = fact('dispute', { about: 'identity-theft' }, noon(1));
    expect(rest(account({ facts: [theft, closed('rejected', 3, theft)] }))).toBe(day(17));
  });
});
