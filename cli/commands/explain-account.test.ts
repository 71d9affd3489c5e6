import { describe, expect, test } from '@jest/globals';
import { storyText } from './explain-account.ts';

const twd = (minor: string) => ({ currency: 'TWD', minor });
const TOLD = { mayHear: 'debt', permission: 'may be told' } as const;
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
  waits: {
    step: 'legal/final-demand',
    because: ['a promise runs until 2026-03-12'],
    until: '2026-03-13T01:00:00.000Z',
  },
  heldBack: [
    {
      what: 'Legal: final-demand by email',
      because: ['a promise runs until 2026-03-12', 'weekly cap'],
      liftedBy: ['payment'],
      until: '2026-03-13T01:00:00.000Z',
    },
  ],
  disputes: [],
  complaints: [],
  plans: [],
  debits: [],
  promises: [{ state: 'running', until: '2026-03-12', parts: [{ on: '2026-03-10', amount: twd('143400') }] }],
  law: ['TW@2026-11-29', 'house@2'],
  placedWith: 'north',
  limitation: { lastDay: '2029-03-02', law: 'CN', barred: false, basis: 'three years', unknown: [] },
  parties: [{ person: 'P-77', role: 'debtor', liability: 'full', share: null, cap: null, ...TOLD }],
  restart: null,
  classes: null,
  strategy: null,
  features: [],
};

describe('the story of an account', () => {
  test('names the strategy, the segment and the holdout', () => {
    const strategy = {
      version: 'slow@1',
      segment: 'everybody',
      since: '2026-03-01',
      moving: null,
      experiment: null,
      changes: [],
    };
    const shown = (withheld: boolean) => storyText({ ...STORY, strategy: { ...strategy, withheld } });
    expect(shown(true)).toContain('  slow@1, segment everybody since 2026-03-01, in the holdout\n');
    expect(shown(false)).toContain('  slow@1, segment everybody since 2026-03-01\n');
  });
  test('names the arm of an experiment, also where it keeps the ladder of the code', () => {
    const experiment = { name: 'spring', arm: 'as-now', since: '2026-03-02' };
    const none = { version: null, segment: null, since: null, withheld: false, moving: null, changes: [] };
    expect(storyText({ ...STORY, strategy: { ...none, experiment } })).toContain(
      '  in the arm as-now of the experiment spring since 2026-03-02\n',
    );
  });
  test('says why, what was done, what comes and what cancels it, what is held back, what was promised', () => {
    expect(storyText(STORY)).toBe(`harbour/A-1042: agency, beside it bureau, 47 days late
Overdue NT$ 1,434 of a balance of NT$ 41,000. Health: ok. It is with the agency north.
Judged by TW@2026-11-29, house@2.

The next step waits
  legal/final-demand, until 2026-03-13 09:00: a promise runs until 2026-03-12

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
  running: NT$ 1,434 for 2026-03-10 (quiet until 2026-03-12)

Limitation
  last day to sue: 2029-03-02, law of CN (three years)`);
  });

  test('says who is liable beside the debtor, and the newest features', () => {
    const [debtor] = STORY.parties;
    const text = storyText({
      ...STORY,
      parties: [
        ...(debtor ? [debtor] : []),
        { person: 'P-79', role: 'joint-debtor', liability: 'share', share: 33.5, cap: null, ...TOLD },
        { person: 'P-78', role: 'guarantor', liability: 'cap', share: null, cap: twd('2000000'), ...TOLD },
        { person: 'P-80', role: 'executor', liability: 'none', share: null, cap: null, ...TOLD },
      ],
      features: [
        { name: 'employment', value: 'salaried', asOf: '2026-03-02' },
        { name: 'utilisation', value: 0.62, asOf: '2026-03-01' },
      ],
    });
    expect(text).toContain(`Parties
  debtor P-77: liable in full; may be told
  joint-debtor P-79: liable for 33.5 %; may be told
  guarantor P-78: liable for at most NT$ 20,000; may be told
  executor P-80: not liable; may be told

Features
  employment salaried (as of 2026-03-02)
  utilisation 0.62 (as of 2026-03-01)`);
  });

  test('says that the debt is barred, and which law cannot say', () => {
    const unknown = [{ law: 'US', words: 'the state is not known' }];
    const barred = { lastDay: '2026-03-02', law: 'creditor', barred: true, basis: 'its own bound', unknown };
    expect(storyText({ ...STORY, limitation: barred })).toContain(`Limitation
  barred: the last day to sue was 2026-03-02 (its own bound)
  the law of US cannot say: the state is not known`);
  });

  test('says that nothing is planned, and leaves out what there is not', () => {
    const text = storyText({
      ...STORY,
      parallel: [],
      dpd: 0,
      done: [],
      next: [],
      waits: null,
      heldBack: [],
      promises: [],
      placedWith: null,
      limitation: null,
    });
    expect(text).toContain('harbour/A-1042: agency, not late');
    expect(text).toContain('Next\n  nothing is planned');
    for (const title of [
      'Done',
      'The next step waits',
      'Held back',
      'Promises',
      'Limitation',
      'Parties',
      'Features',
      'with the agency',
    ])
      expect(text).not.toContain(title);
  });
  test('names the classes of an account that was scored, and the command that says why', () => {
    expect(storyText({ ...STORY, classes: { ability: 'middle', willingness: 'low' } })).toContain(
      'Classes\n  ability middle, willingness low: npx arrears score explain harbour/A-1042 says why',
    );
    expect(storyText(STORY)).not.toContain('Classes');
  });
});

test.each([
  ['no law gives a day', null, ''],
  [
    'a law does',
    { on: '2026-03-22', rule: 'CN-CRED-04-REPLY', unverified: false },
    ', by 2026-03-22 (CN-CRED-04-REPLY)',
  ],
  ['by a default', { on: '2026-03-22', rule: 'X-1', unverified: true }, ', by 2026-03-22 (X-1, default, unverified)'],
])('by when a dispute is answered: %s', (_, answerBy, words) => {
  const dispute = { dispute: 'id-1', what: 'NT$ 434', about: 'amount', since: '2026-03-02T01:00:00.000Z', answerBy };
  expect(storyText({ ...STORY, disputes: [dispute] })).toContain(
    `2026-03-02 09:00  NT$ 434 (amount): not asked for until it is answered${words} (dispute id-1)`,
  );
});
