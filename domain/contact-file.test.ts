import { describe, expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { account, fact } from '../tests/support/facts.ts';
import { asSeenAt, contactOf, judgeDay, type OpenPermit, whyStopped } from './contact-file.ts';
import type { AccountFacts } from './facts.ts';
import { HOUSE } from './law/house.ts';
import type { GapDemand } from './law/rule.ts';
import type { PastContact } from './past-contact.ts';
import type { Rules } from './rules.ts';
import { HOUR_MS, type Instant } from './time.ts';

/** A Tuesday in Taipei, before the hours of contact. */
const SEVEN = Date.parse('2026-03-10T07:00:00+08:00');
const POINTS = [
  { id: 'mail', channel: 'email' },
  { id: 'phone', channel: 'sms' },
];
const placement = {
  ...({ id: 'p1', agency: 'north', state: 'accepted', handedOverAt: SEVEN - 48 * HOUR_MS } as const),
  ...{ termEndsOn: '2026-06-30', recalledAt: null },
};
const points = POINTS.map((point) => ({ ...point, valid: true })) as AccountFacts['person']['points'];
const facts = account({ placements: [placement] }, { points, placedWith: 'north' });
const rules: Rules = { ...RULES, packs: [HOUSE] };
const GAP: GapDemand = { kind: 'gap', after: {}, per: 'person', minutes: 180 };
const withGap: Rules = {
  ...RULES,
  packs: [
    {
      ...HOUSE,
      rules: HOUSE.rules.map((rule) => ({ ...rule, demand: rule.demand.kind === 'cap' ? GAP : rule.demand })),
    },
  ],
};

const at = (hour: number): Instant => SEVEN + (hour - 7) * HOUR_MS;
const rowsOf = (by: Rules, { now = SEVEN, aDay = 2, given = [] as readonly PastContact[] } = {}) =>
  judgeDay(by, facts, { channels: ['call', 'email'], aDay }, { now, points: POINTS, given });
const CALL: OpenPermit = {
  ...{ id: 'r1', placement: 'p1', channel: 'call', point: 'phone', from: at(8), until: at(21) },
};

describe('a day', () => {
  test('permits lie in the lawful hours, the preferred channel first', () => {
    expect(rowsOf(rules)).toEqual([
      { channel: 'call', point: 'phone', from: at(8), until: at(21) },
      { channel: 'email', point: 'mail', from: at(8), until: at(21) },
    ]);
    expect(rowsOf(rules, { now: at(12) })).toMatchObject([{ from: at(12) }, { from: at(12) }]);
  });
  test('an account has no more than its contacts a day', () => {
    const refused = { refused: { verdict: 'wait', until: at(24), reasons: [{ code: 'account-cap' }] } };
    expect(rowsOf(rules, { aDay: 1 })).toMatchObject([
      { channel: 'call', from: at(8) },
      { channel: 'email', ...refused },
    ]);
  });
  test('each permit counts for the next of the person', () => {
    const given = ['a', 'b'].map((id) => contactOf(CALL, 'account-2', id));
    expect(rowsOf(rules, { given })).toMatchObject([
      { refused: { verdict: 'wait', reasons: [{ code: 'daily-cap' }] } },
      { refused: { verdict: 'wait', reasons: [{ code: 'daily-cap' }] } },
    ]);
  });
  test('where a gap lies between contacts, a permit fills its hours', () => {
    const [call, email] = rowsOf(withGap);
    expect([call, email]).toMatchObject([{ from: at(8), until: at(21) }, { refused: { verdict: 'wait' } }]);
    expect(rowsOf(withGap, { given: [contactOf({ ...CALL, until: at(12) }, 'account-2', 'a')] })).toMatchObject([
      { channel: 'call', from: at(15), until: at(21) },
      { refused: { verdict: 'wait' } },
    ]);
  });
  test('a channel without a number or address has none; the next point is tried where the best has none', () => {
    const day = { now: SEVEN, points: [{ id: 'mail', channel: 'email' }], given: [] };
    expect(judgeDay(rules, facts, { channels: ['call'], aDay: 1 }, day)).toMatchObject([
      { refused: { verdict: 'refuse', reasons: [{ code: 'no-point' }] } },
    ]);
  });
});

test('who counts a permit finds it just made, until its end', () => {
  const contact = contactOf(CALL, 'account-1', 'r1');
  expect([at(7), at(12), at(23)].map((now) => asSeenAt(contact, now).at)).toEqual([at(7) - 1, at(12) - 1, at(21)]);
  const { permit: _, ...made } = contact;
  expect(asSeenAt(made, at(12)).at).toBe(at(8));
});

describe('a permit', () => {
  const own = contactOf(CALL, 'account-1', 'r1');
  const why = (over: Partial<AccountFacts>, now = at(12)) =>
    whyStopped(rules, { ...facts, contacts: [own], ...over }, CALL, now)?.code ?? null;
  test('holds while nothing has come, and does not count against itself', () => {
    const other = contactOf({ ...CALL, channel: 'email', point: 'mail' }, 'account-1', 'r2');
    expect([why({}), why({ contacts: [own, other] }), why({}, at(7))]).toEqual([null, null, null]);
  });
  test('ends with a dispute, with its placement, with its number', () => {
    expect(why({ facts: [fact('dispute', { about: 'amount' }, at(11))] })).toBe('disputed');
    expect(why({ placements: [{ ...placement, state: 'recalled', recalledAt: at(11) }] })).toBe('not-placed');
    expect(why({ placements: [] })).toBe('not-placed');
    const invalid = points.map((point) => ({ ...point, valid: false }));
    expect(why({ person: { ...facts.person, points: invalid } })).toBe('point-not-valid');
  });
});
