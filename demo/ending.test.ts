import { describe, expect, test } from '@jest/globals';
import { type DemoResult, failuresOf, resultOf, storyText } from './ending.ts';
import type { Story, Summary } from './watch.ts';

const SUMMARY: Summary = {
  accounts: 150,
  stages: { now: { clear: 150 }, parallel: { bureau: 3 }, reached: { reminder: 150 } },
  cured: 100,
  held: 1,
  effects: { sent: 5, planned: 7 },
  sentByChannel: { email: 5 },
  heldBack: {},
  money: [{ currency: 'TWD', balance: '100', overdue: '0', received: '4200' }],
  promises: { running: 0, kept: 1, broken: 0 },
  contactsAfterPayment: 0,
  paymentRaces: 3,
  sentTwice: 0,
  lost: 0,
};
const RUN = { accounts: 150, days: 120, seed: 7, wallSeconds: 121.26, livedSeconds: 108 };
const GOOD = resultOf(RUN, SUMMARY, { checked: {}, violations: [] });

describe('the one document', () => {
  test('has exactly the fields that other tools read', () => {
    const expected: DemoResult = {
      accounts: 150,
      days: 120,
      seed: 7,
      stages: { reached: { reminder: 150 }, now: { clear: 150 } },
      effects: { sent: 5, failed: 0, unknown: 0, suppressed: 0, deferred: 0, superseded: 0 },
      recovered: { currency: 'TWD', minor: '4200' },
      contactsAfterPayment: 0,
      paymentRaces: 3,
      sentTwice: 0,
      lost: 0,
      violations: [],
      clockSpeed: 96_000,
      wallSeconds: 121.3,
    };
    expect(GOOD).toEqual(expected);
  });
});

describe('a run fails', () => {
  test('a good one does not', () => expect(failuresOf(GOOD, 4200n)).toEqual([]));
  test.each<[string, Partial<DemoResult>, RegExp]>([
    ['without a race', { paymentRaces: 0 }, /nothing is proved/],
    ['with a contact after payment', { contactsAfterPayment: 1 }, /1 contact after payment/],
    ['with a double', { sentTwice: 2 }, /2 effects sent twice/],
    ['with something lost', { lost: 1 }, /1 effect due/],
    [
      'with a broken rule',
      { violations: [{ invariant: 'none-after-cure', account: 'harbour/C-1', evidence: 'permit 3' }] },
      /C-1: permit 3/,
    ],
  ])('%s', (_, part, words) => {
    const failures = failuresOf({ ...GOOD, ...part }, 4200n);
    expect(failures).toHaveLength(1);
    expect(failures[0]).toMatch(words);
  });
  test("when the lender's book knows of other money", () => {
    expect(failuresOf(GOOD, 4300n)).toEqual(["the engine knows of TWD 42, the lender's book of TWD 43"]);
  });
});

test('a story in words: why, what was done, what comes next and what cancels it', () => {
  const story: Story = {
    account: 'harbour/C-1',
    stage: 'call',
    dpd: 1,
    overdue: { currency: 'TWD', minor: '143400' },
    why: ['NT$ 1,434 overdue, 1 day late'],
    done: [{ at: '2026-03-02T02:00:00.000Z', what: 'Reminder: email-1 by email', outcome: 'delivered' }],
    next: [{ at: '2026-03-05T16:30:00.000Z', what: 'Reminder: email-4 by email', cancelledBy: ['payment', 'dispute'] }],
    heldBack: [{ what: 'Call: attempt by call', because: ['a promise runs'], until: null }],
  };
  const text = storyText(story, 'Asia/Taipei');
  expect(text).toBe(`harbour/C-1: 1 day late, TWD 1434.00 overdue, stage call
  NT$ 1,434 overdue, 1 day late

What was done (time of Asia/Taipei)
  2026-03-02 10:00  Reminder: email-1 by email: delivered

What comes next
  2026-03-06 00:30  Reminder: email-4 by email; cancelled by payment, dispute
  held back: Call: attempt by call: a promise runs
`);
});
