/** What is held back while the lender's book has not answered, and after it has rejected. */
import { describe, expect, test } from '@jest/globals';
import { RULES } from '../../stages/rules.ts';
import { account, day, fact, noon } from '../../tests/support/facts.ts';
import { PURPOSES, type Purpose } from '../channels.ts';
import type { AccountFact } from '../facts.ts';
import { situationOf } from '../situation.ts';
import { localDate } from '../time.ts';
import { booking } from './being-booked.ts';
import type { Intent } from './policy.ts';

const intent = (over: Partial<Intent> = {}): Intent => ({
  ...{ stage: 'sms', step: 'sms-10', channel: 'sms', purpose: 'demand', escalated: false, at: noon(3) },
  ...over,
});
const judge = (facts: AccountFact[], over: Partial<Intent> = {}) =>
  booking.judge(situationOf(account({ facts }), noon(3), RULES), intent(over));

const INSTRUCTED = { instruction: 'i', kind: 'waiver', effectiveOn: day(1), deadline: day(4), minor: 10n } as const;
const instructed = fact('book-instructed', INSTRUCTED, noon(1));
const other = fact('book-instructed', { ...INSTRUCTED, instruction: 'j' }, noon(1));
const confirmed = fact('book-confirmed', { instruction: 'i', bookedOn: day(2) }, noon(2));
const rejected = fact('book-rejected', { instruction: 'i', reason: 'x' }, noon(2));
const withdrawn = fact('book-withdrawn', { instruction: 'i', reason: 'x', by: 'ann' }, noon(2));

describe('while the book has not answered', () => {
  const STOPPED: readonly Purpose[] = ['demand', 'notice', 'handover'];
  test.each(PURPOSES)('%s', (purpose) =>
    expect(judge([instructed], { purpose })?.kind ?? null).toBe(STOPPED.includes(purpose) ? 'refuse' : null),
  );

  test('says so, and what lifts it', () =>
    expect(judge([instructed])).toEqual({
      kind: 'refuse',
      liftedBy: ['book-confirmed', 'book-rejected', 'book-withdrawn'],
      reason: { code: 'being-booked', words: `being booked: a waiver, the book answers by ${day(4)}` },
    }));

  test('nothing any more once it is confirmed or withdrawn, unless another waits', () => {
    for (const answer of [confirmed, withdrawn]) {
      expect(judge([instructed, answer])).toBeNull();
      expect(judge([instructed, other, answer])).toMatchObject({ reason: { code: 'being-booked' } });
    }
  });
});

describe('after a rejection', () => {
  test('until the morning after the days of a review', () => {
    const answer = judge([instructed, rejected]);
    expect(answer).toMatchObject({ kind: 'wait', reason: { code: 'book-rejected' } });
    expect(answer?.reason.words).toMatch(/^the book rejected a waiver, a person looks until \d{4}-\d\d-\d\d$/);
    const last = answer?.reason.words.slice(-10) ?? '';
    expect(answer?.kind === 'wait' && localDate(answer.until, 'Asia/Taipei') > last).toBe(true);
    expect(judge([instructed, rejected], { at: noon(20) })).toBeNull();
  });

  test('another that waits for its answer comes first; a person who has decided ends it', () => {
    expect(judge([instructed, other, rejected])?.kind).toBe('refuse');
    expect(judge([instructed, rejected, withdrawn])).toBeNull();
  });
});
