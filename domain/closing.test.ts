import { describe, expect, test } from '@jest/globals';
import { fact, noon } from '../tests/support/facts.ts';
import { afterClosing, type ClosedHow, closedBy, closedNow } from './closing.ts';
import type { AccountFact } from './facts.ts';

const closed = (how: ClosedHow, on = 1): AccountFact => fact('closed', { how }, noon(on));
const answered = (answer: 'write-off' | 'sell' | 'wait'): AccountFact =>
  fact('ladder-answer', { answer, by: 'ann' }, noon(2));

describe('a closed account', () => {
  test.each<[string, AccountFact[], ClosedHow | null]>([
    ['none', [], null],
    ['by a fact', [closed('settled')], 'settled'],
    ['by the answer to write it off', [answered('write-off')], 'written-off'],
    ['by the answer to sell it', [answered('sell')], 'sold'],
    ['not by the answer to wait', [answered('wait')], null],
    ['by the last of several', [closed('withdrawn'), closed('paid', 3)], 'paid'],
  ])('is closed %s', (_, facts, how) => {
    expect(closedBy(facts)).toBe(how);
    expect(closedNow(facts, false)).toBe(how);
  });
  test('opens again only where it was paid and something is owed', () => {
    for (const how of ['paid', 'settled', 'sold', 'withdrawn', 'written-off'] as const)
      expect(closedNow([closed(how)], true)).toBe(how === 'paid' ? null : how);
  });
  test('gives a person a task for everything else that is told of it', () => {
    for (const how of ['paid', 'settled', 'sold', 'withdrawn', 'written-off'] as const)
      for (const news of ['owed', 'paid', 'disputed'] as const) {
        const answer = afterClosing(how, news);
        if (how === 'paid' && news === 'owed') expect(answer).toBe('reopens');
        else expect(answer).toEqual({ task: expect.stringMatching(/^[a-z]/) });
      }
  });
});
