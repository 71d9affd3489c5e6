import { describe, expect, test } from '@jest/globals';
import { storyText } from './explain-account.ts';

const twd = (minor: string) => ({ currency: 'TWD', minor });
const STORY: Parameters<typeof storyText>[0] = {
  account: 'harbour/A-1042',
  zone: 'Asia/Taipei',
  stage: 'agency',
  parallel: ['bureau'],
  health: 'ok',
  overdue: twd('143400'),
  balance: twd('4100000'),
  dpd: 47,
  why: ['NT$ 1,434 overdue, 47 days late'],
  done: [
    { at: '2026-03-05T01:30:00.000Z', what: 'Call: attempt by call', outcome: 'done' },
    { at: '2026-03-06T02:00:00.000Z', what: 'promises NT$ 1,434 for 2026-03-10', outcome: 'recorded' },
  ],
  next: [
    { at: '2026-03-31T02:00:00.000Z', what: 'Credit bureau: record by bureau', cancelledBy: ['payment', 'dispute'] },
  ],
  heldBack: [
    {
      what: 'Legal: final-demand by email',
      because: ['a promise runs until 2026-03-12', 'weekly cap'],
      liftedBy: ['payment'],
      until: '2026-03-13T01:00:00.000Z',
    },
  ],
  promises: [{ state: 'running', until: '2026-03-12', parts: [{ on: '2026-03-10', amount: twd('143400') }] }],
  placedWith: 'north',
  parties: [{ person: 'P-77', role: 'debtor', liability: 'full', share: null, cap: null }],
  features: [],
};

describe('the story of an account', () => {
  test('says why, what was done, what comes and what cancels it, what is held back, what was promised', () => {
    expect(storyText(STORY)).toBe(`harbour/A-1042: agency, beside it bureau, 47 days late
Overdue NT$ 1,434 of a balance of NT$ 41,000. Health: ok. It is with the agency north.

Why
  NT$ 1,434 overdue, 47 days late

Done
  2026-03-05 09:30  Call: attempt by call: done
  2026-03-06 10:00  promises NT$ 1,434 for 2026-03-10

Next
  2026-03-31 10:00  Credit bureau: record by bureau; cancelled by payment, dispute

Held back
  Legal: final-demand by email until 2026-03-13 09:00: a promise runs until 2026-03-12; weekly cap; lifted by payment

Promises
  running: NT$ 1,434 for 2026-03-10 (quiet until 2026-03-12)`);
  });

  test('says who is liable beside the debtor, and the newest features', () => {
    const [debtor] = STORY.parties;
    const text = storyText({
      ...STORY,
      parties: [
        ...(debtor ? [debtor] : []),
        { person: 'P-79', role: 'joint-debtor', liability: 'share', share: 33.5, cap: null },
        { person: 'P-78', role: 'guarantor', liability: 'cap', share: null, cap: twd('2000000') },
        { person: 'P-80', role: 'executor', liability: 'none', share: null, cap: null },
      ],
      features: [
        { name: 'employment', value: 'salaried', asOf: '2026-03-02' },
        { name: 'utilisation', value: 0.62, asOf: '2026-03-01' },
      ],
    });
    expect(text).toContain(`Parties
  debtor P-77: liable in full
  joint-debtor P-79: liable for 33.5 %
  guarantor P-78: liable for at most NT$ 20,000
  executor P-80: not liable

Features
  employment salaried (as of 2026-03-02)
  utilisation 0.62 (as of 2026-03-01)`);
  });

  test('says that nothing is planned, and leaves out what there is not', () => {
    const text = storyText({
      ...STORY,
      parallel: [],
      dpd: 0,
      done: [],
      next: [],
      heldBack: [],
      promises: [],
      placedWith: null,
    });
    expect(text).toContain('harbour/A-1042: agency, not late');
    expect(text).toContain('Next\n  nothing is planned');
    for (const title of ['Done', 'Held back', 'Promises', 'Parties', 'Features', 'with the agency'])
      expect(text).not.toContain(title);
  });
});
