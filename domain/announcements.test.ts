import { describe, expect, test } from '@jest/globals';
import { day, fact, noon, ZONE } from '../tests/support/facts.ts';
import { ordersOf, wordContext } from '../tests/support/word.ts';
import { lastAnnouncement } from './announcements.ts';
import type { AccountFact } from './facts.ts';
import { instantAt } from './time.ts';

const said = (on: number) => fact('payment-announced', {}, noon(on));
const paid = (on: number, minute = 12 * 60) =>
  fact('payment', { minor: 50_000n, via: 'lender' }, instantAt(day(on), minute, ZONE));
const returned = (on: number) => fact('reversal', { minor: 50_000n }, noon(on));
const reviewed = (of: AccountFact, answer: 'accept' | 'decline', on: number) =>
  fact('arrangement-reviewed', { of: of.id, answer, by: 'ann' }, noon(on));
function stands(on: number, facts: readonly AccountFact[]): string | null {
  const last = lastAnnouncement(wordContext(on, facts));
  return last && `${last.state} ${last.until}${last.proofOn === null ? '' : ` proof ${last.proofOn}`}`;
}

// Day 0 is a Monday.
describe('an announced payment', () => {
  test.each<[string, number, AccountFact[], string | null]>([
    ['waits three working days', 4, [said(1)], `awaited ${day(4)}`],
    ['then holds nothing back', 5, [said(1)], `over ${day(4)}`],
    ['waits over a weekend', 8, [said(4)], `awaited ${day(9)}`],
    ['is settled by a later payment', 3, [said(1), paid(2)], null],
    ['is settled by a payment three working days before it', 10, [paid(4), said(9)], null],
    ['is settled by a payment of which only the day is known', 10, [paid(9, 0), said(9)], null],
    ['is not settled by an older payment', 10, [paid(3), said(9)], `awaited ${day(14)}`],
    ['is not settled by a payment that came back', 3, [paid(1), said(2), returned(3)], `awaited ${day(7)}`],
    ['is settled by a payment after the one that came back', 5, [paid(1), said(2), returned(3), paid(4)], null],
    ['is the same word when it is said again meanwhile', 5, [said(1), said(3)], `over ${day(4)}`],
    ['begins anew when it is said again later', 8, [said(1), said(8)], `awaited ${day(11)}`],
  ])('%s', (_, on, facts, expected) => {
    for (const order of ordersOf(facts)) expect(stands(on, order)).toBe(expected);
  });
  test('a caller who hears it is one voice with the fact that follows', () => {
    const heard = fact('call-outcome', { effect: 'x', contact: 'right-party', result: 'says-paid' }, noon(1));
    const last = lastAnnouncement(wordContext(3, [heard, said(1)]));
    expect(last).toMatchObject({ on: day(1), state: 'awaited', ids: [heard.id, expect.any(String)] });
  });
});

describe('bounds', () => {
  // Wednesdays.
  const twice = [said(2), said(9)];
  const third = said(16);
  const of = (on: number, ...more: AccountFact[]) => stands(on, [...twice, third, ...more]);
  test('the third that no money followed waits for a person, three working days at most', () => {
    expect(stands(9, twice)).toBe(`awaited ${day(14)}`);
    expect(of(16)).toBe(`in-review ${day(21)}`);
    expect(of(21)).toBe(`in-review ${day(21)}`);
    expect(lastAnnouncement(wordContext(16, [...twice, third]))?.asksReview).toBe(true);
  });
  test('then proof is asked for, and three working days are given for it', () => {
    expect(of(22)).toBe(`proof ${day(25)} proof ${day(22)}`);
    expect(of(26)).toBe(`over ${day(25)}`);
  });
  test('declined: proof is asked for at once', () => {
    expect(of(17, reviewed(third, 'decline', 17))).toBe(`proof ${day(22)} proof ${day(17)}`);
    expect(lastAnnouncement(wordContext(17, [...twice, third, reviewed(third, 'decline', 17)]))?.asksReview).toBe(
      false,
    );
  });
  test('accepted: it is awaited from then on', () => {
    expect(of(18, reviewed(third, 'accept', 18))).toBe(`awaited ${day(23)}`);
    expect(of(24, reviewed(third, 'accept', 18), said(24))).toBe(`in-review ${day(29)}`);
  });
  test('said once more after the proof was asked for, it buys nothing, and a person is asked', () => {
    expect(of(30, said(30))).toBe(`over ${day(29)}`);
    expect(lastAnnouncement(wordContext(30, [...twice, third, said(30)]))?.asksReview).toBe(true);
  });
  test('money settles it at any time', () => {
    for (const on of [16, 20, 23]) expect(of(on, paid(on))).toBeNull();
  });
  test('announcements that money followed, and those of an earlier delinquency, do not count', () => {
    expect(stands(16, [...twice, paid(3), third])).toBe(`awaited ${day(21)}`);
    const context = wordContext(16, [...twice, third], { since: day(5) });
    expect(lastAnnouncement(context)?.state).toBe('awaited');
  });
  test('the order of arrival does not matter', () => {
    const all = [...twice, third, reviewed(third, 'decline', 17)];
    for (const order of ordersOf(all)) expect(stands(18, order)).toBe(`proof ${day(22)} proof ${day(17)}`);
  });
});
