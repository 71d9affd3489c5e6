/** What the law sees of an account's contacts, texts, holds and notices, step by step of a small ladder. */
import { describe, expect, test } from '@jest/globals';
import { RULES } from '../../stages/rules.ts';
import { account, CREDITOR, day, effect, fact, noon, personFact, ZONE } from '../../tests/support/facts.ts';
import type { AccountFacts, PersonFact } from '../facts.ts';
import type { PastContact } from '../past-contact.ts';
import type { Intent } from '../policies/policy.ts';
import { situationOf } from '../situation.ts';
import type { Ladder, Situation } from '../stage.ts';
import { instantAt, startOfDay } from '../time.ts';
import { caseOf, contactPurposeOf, hoursCaseOf } from './case-of.ts';

const AT = noon(50);
const step = (name: string, more: object) => ({ name, channels: ['email'], purpose: 'notice', ...more });
/** Two stages; a step each that names a notice, and one that names none. */
const LADDER = [
  { name: 'first', steps: [step('plain', {}), step('notice', { notice: 'placement' })] },
  {
    name: 'second',
    steps: [
      step('notice', { notice: 'letter-of-claim', mentions: { email: ['debt', 'plan-asked'] } }),
      step('calm', { mentions: { email: ['debt', 'amount'], sms: ['identity'] } }),
    ],
  },
] as unknown as Ladder;
const intent = (over: Partial<Intent> = {}): Intent => ({
  ...{ stage: 'first', step: 'plain', channel: 'email', purpose: 'demand', escalated: false, at: AT },
  ...over,
});
const caseFor = (facts: AccountFacts, over: Partial<Intent> = {}, more: Partial<Situation> = {}) => {
  const found = caseOf(LADDER, { ...situationOf(facts, AT, RULES), ...more }, intent(over));
  if (found === null) throw new Error('this is an act of the law');
  return found;
};

test.each([
  ['demand', 'demand'],
  ['notice', 'notice'],
  ['receipt', 'answer'],
  ['information', 'information'],
  ['report', 'notice'],
  ['handover', 'notice'],
  ['undo', 'information'],
  ['review', 'information'],
] as const)('a contact for %s is for the law one for %s', (purpose, named) =>
  expect(contactPurposeOf(purpose)).toBe(named),
);

test('the hours of a contact depend on the debtor and no machine', () => {
  const { intent } = hoursCaseOf(account(), { channel: 'sms', purpose: 'receipt' }, AT);
  expect(intent).toEqual({
    ...{ act: 'contact', channel: 'sms', purpose: 'answer', actor: 'creditor', addressee: 'debtor' },
    ...{ point: 'point-phone', place: null, automated: false, content: null },
  });
});

test.each([
  ['bureau', 'handover'],
  ['bureau', 'undo'],
  ['desk', 'handover'],
  ['court', 'undo'],
] as const)('%s for %s is no act of the law', (channel, purpose) =>
  expect(caseOf(LADDER, situationOf(account(), AT, RULES), intent({ channel, purpose }))).toBeNull(),
);

test('an act that is no contact has no channel and no number, although the person has only one', () => {
  const points = [{ id: 'only', channel: 'email' as const, valid: true }];
  const { intent } = caseFor(account({}, { points }), { channel: 'agency', purpose: 'handover' });
  expect([intent.channel, intent.point]).toEqual([null, null]);
  expect(caseFor(account({}, { points })).intent.point).toBe('only');
});

test('another standing of the same facts is another case', () => {
  const facts = account();
  const situation = situationOf(facts, AT, RULES);
  const [first, second] = ['2026-03-02', '2026-03-09'].map((oldest) =>
    caseOf(LADDER, { ...situation, standing: { ...situation.standing, oldest } }, intent()),
  );
  expect([first?.debt.accruedOn, second?.debt.accruedOn]).toEqual(['2026-03-02', '2026-03-09']);
});

describe('contacts', () => {
  const contact = (over: Partial<PastContact> = {}): PastContact => ({
    ...{ at: noon(3), channel: 'call', accountId: 'account-1', purpose: 'demand', ...over },
  });
  const seen = (over: Partial<PastContact>) => caseFor(account({ contacts: [contact(over)] })).contacts[0];
  test('of which nothing more is known were attempted, to the debtor, by us', () =>
    expect(seen({})).toEqual({
      ...{ at: noon(3), channel: 'call', direction: 'out', outcome: 'attempted', purpose: 'demand' },
      ...{ addressee: 'debtor', debts: ['account-1'], point: null },
    }));
  test('are of the accounts that they covered, by the number that was used, and what became of them', () => {
    const covers = ['account-2', 'account-3'].map((accountId) => ({ accountId, stage: 'sms', step: 'sms-10' }));
    expect(seen({ covers, point: 'p', outcome: 'conversation', direction: 'in', purpose: 'receipt' })).toMatchObject({
      ...{ debts: ['account-2', 'account-3'], point: 'p', outcome: 'conversation', direction: 'in' },
      ...{ purpose: 'answer', addressee: 'debtor' },
    });
  });
  test('in which a third party answered were with that party', () =>
    expect(seen({ outcome: 'third-party' })?.addressee).toBe('third-party'));
  test('by what is no way to a person are messages', () => expect(seen({ channel: 'desk' })?.channel).toBe('message'));
});

describe('what a text mentions', () => {
  const content = (over: Partial<Intent>, facts = account()) => caseFor(facts, over).intent.content;
  const barred = account({ creditor: { ...CREDITOR, limitationYears: 0 } });
  test('is what its step declares for the channel; nothing is known where it declares nothing', () => {
    expect(content({ stage: 'second', step: 'calm' })).toEqual(['debt', 'amount']);
    expect(content({ stage: 'second', step: 'calm', channel: 'sms' })).toEqual(['identity']);
    expect(content({ stage: 'second', step: 'calm', channel: 'call' })).toBeNull();
    expect(content({})).toBeNull();
    expect(content({ stage: 'third', step: 'unknown' })).toBeNull();
  });
  test('less what a barred debt does not ask for', () => {
    expect(content({ stage: 'second', step: 'notice' })).toEqual(['debt', 'plan-asked']);
    expect(content({ stage: 'second', step: 'notice' }, barred)).toEqual(['debt']);
    expect(content({ stage: 'second', step: 'calm' }, barred)).toEqual(['debt', 'amount']);
  });
});

describe('statuses', () => {
  const of = (...facts: PersonFact[]) =>
    caseFor(account({}, { facts })).statuses.map(({ status, endedAt, until }) => [status, endedAt, until]);
  const hold = (type: 'illness' | 'minor', on: number, until?: string) =>
    personFact('care-hold', { type, reported: 'person', ...(until === undefined ? {} : { until }) }, noon(on));
  const lifted = (type: 'illness' | 'minor', on: number) =>
    personFact('care-hold-lifted', { type, reason: 'x' } as never, noon(on));

  test('of hardship and of a hold, with its last day where there is one', () => {
    const hardship = personFact('hardship', {}, noon(1));
    expect(of(hardship, hold('illness', 2), hold('minor', 3, day(90)))).toEqual([
      ['hardship', null, null],
      ['illness', null, null],
      ['minor', null, day(90)],
    ]);
  });
  test('end by what ends that kind alone, and only those that are open', () => {
    const ended = personFact('hardship-ended', { reason: 'x' } as never, noon(4));
    expect(of(personFact('hardship', {}, noon(1)), hold('illness', 2), ended)).toEqual([
      ['hardship', noon(4), null],
      ['illness', null, null],
    ]);
    const twice = [
      hold('illness', 1),
      lifted('illness', 2),
      hold('illness', 3),
      hold('minor', 3),
      lifted('illness', 4),
    ];
    expect(of(...twice)).toEqual([
      ['illness', noon(2), null],
      ['illness', noon(4), null],
      ['minor', null, null],
    ]);
  });
  test('of a dispute end by its end, not by another fact', () => {
    const facts = [
      fact('dispute', { about: 'other' }, noon(1)),
      fact('payment', { minor: 1n, via: 'lender' }, noon(2)),
    ];
    expect(caseFor(account({ facts })).statuses).toMatchObject([{ status: 'dispute', endedAt: null }]);
  });
});

describe('consents', () => {
  test('that of the book to a credit report is as old as the contract; without it there is none', () => {
    expect(caseFor(account()).consents).toMatchObject([
      { scope: 'credit-report', at: startOfDay('2019-05-04', ZONE), withdrawnAt: null },
    ]);
    expect(caseFor(account({ bureauConsent: false })).consents).toEqual([]);
  });
});

describe('notices that are planned before a step that is planned ahead', () => {
  type Planned = Situation['planned'][number];
  const planned = (over: Partial<Planned> = {}): Planned => ({
    ...{ stage: 'second', step: 'notice', occurrence: 1, purpose: 'notice', dueAt: noon(60), ...over },
  });
  const HANDOVER = { channel: 'court', purpose: 'handover', escalated: true } as const;
  const given = (step: Planned, at = noon(70), over: Partial<Intent> = HANDOVER) =>
    caseFor(account(), { ...over, at }, { planned: [step] }).notices;
  test('count as given by then, by letter', () =>
    expect(given(planned())).toEqual([
      {
        ...{ notice: 'letter-of-claim', sentAt: noon(60), channel: 'letter', deliveredAt: noon(60), returnedAt: null },
        ...{ debt: 'account-1', names: null },
      },
    ]));
  test.each<[string, Partial<Planned>]>([
    ['at the moment of the step', { dueAt: noon(70) }],
    ['after it', { dueAt: noon(71) }],
    ['that are no notices', { purpose: 'demand' }],
    ['whose step names none', { stage: 'first', step: 'plain' }],
    ['whose step is not known', { stage: 'third' }],
  ])('do not count %s', (_, over) => expect(given(planned(over))).toEqual([]));
  test('do not count for what is done now or for a contact', () => {
    expect(given(planned({ dueAt: noon(40) }), AT)).toEqual([]);
    expect(given(planned(), noon(70), { channel: 'sms' })).toEqual([]);
  });
});

describe('notices that were given', () => {
  const sent = effect('first/notice', noon(20), { channel: 'email', purpose: 'notice', deliveredAt: noon(21) });
  const names = (over: Partial<AccountFacts>) => caseFor(account(over)).notices.map(({ notice }) => notice);
  test('are those of steps that name one', () => {
    expect(caseFor(account({ effects: [sent] })).notices).toEqual([
      {
        ...{ notice: 'placement', sentAt: noon(20), channel: 'email', deliveredAt: noon(21), returnedAt: null },
        ...{ debt: 'account-1', names: null },
      },
    ]);
    expect(names({ effects: [{ ...sent, purpose: 'demand' }] })).toEqual([]);
    expect(names({ effects: [{ ...sent, channel: 'desk' }] })).toEqual([]);
    expect(names({ effects: [{ ...sent, step: 'plain' }, { ...sent, stage: 'third' }, sent] })).toEqual(['placement']);
  });
  test('before the import count as those of the stage that was reached, on the day that was told', () => {
    expect(caseFor(account({ reachedStage: 'second', notifiedOn: day(10) })).notices).toEqual([
      {
        ...{ notice: 'letter-of-claim', sentAt: instantAt(day(10), 0, ZONE), channel: 'letter' },
        ...{ deliveredAt: instantAt(day(10), 0, ZONE), returnedAt: null, debt: 'account-1', names: null },
      },
    ]);
    expect(names({ reachedStage: 'first', notifiedOn: day(10) })).toEqual(['placement']);
    expect(names({ reachedStage: 'third', notifiedOn: day(10) })).toEqual([]);
    expect(names({ reachedStage: 'second', notifiedOn: null })).toEqual([]);
    expect(names({ reachedStage: null, notifiedOn: day(10) })).toEqual([]);
  });
});
