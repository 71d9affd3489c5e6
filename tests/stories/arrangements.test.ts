/** A person's own word: how far it goes, who reviews what exceeds it, and proof of payment. Day 0 is a Monday. */
import { expect, test } from '@jest/globals';
import { loadStandingFacts } from '../../db/load-facts.ts';
import { standingOf } from '../../domain/standing.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { on, type Story, story, twd } from '../support/story.ts';

const late = (title: string) => story(title).day(0).overdue('1434.00').day(2).skip();
const saysPaid = (told: Story) => told.fact('payment-announced', {});
/** The health and what the next step waits for, as the list of accounts shows it. */
const listed = (told: Story, health: string, because: RegExp | null) =>
  told.also(`is listed as ${health}`, async (world) => {
    const row = await world.db
      .selectFrom('account')
      .select(['health', 'held_because', 'held_until', 'held_since'])
      .executeTakeFirstOrThrow();
    expect([row.health, row.held_because, row.held_since === null]).toEqual([
      health,
      because === null ? null : expect.stringMatching(because),
      because === null,
    ]);
  });

test('a promise beyond 60 days waits for a person, quietly, three working days; then the ladder goes on', () => {
  const told = late('too far').promises([90, '1434.00']).left('d2 desk arrangement/review-promise');
  listed(told, 'held', /^a person reviews a promise until 2026-03-09$/);
  return told
    .tasks('review-promise', 1)
    .day(7)
    .left()
    .heldBy('running-promise')
    .day(8)
    .left('d8 email reminder/email-4')
    .tasks('review-promise', 1)
    .end();
});

test('accepted in time or later, it runs to its dates', () =>
  late('accepted')
    .promises([90, '1434.00'])
    .day(9)
    .skip()
    .answers('review-promise', { of: 'accepted' })
    .day(92)
    .left('d88 email arrangement/reminder')
    .heldBy('running-promise')
    .day(95)
    .why('overdue')
    .money({ overdue: '1434.00' })
    .end());

test('declined, it holds nothing back; one that covers too little is reviewed too; a later one takes its place', () =>
  late('declined')
    .promises([10, '100.00'])
    .left('d2 desk arrangement/review-promise')
    .answers('review-promise', { of: 'declined', reason: 'too little' })
    .day(5)
    .left('d4 email reminder/email-4')
    .promises([200, '1434.00'])
    .promises([20, '1434.00'])
    .tasks('review-promise', 0)
    .day(20)
    .heldBy('running-promise')
    .end());

test('"I have paid", the third time that no money follows: a review, then proof is asked for, once', () => {
  // Days 2, 9 and 16 are Wednesdays; three working days end on Monday.
  const told = late('says paid');
  saysPaid(told).day(7).left().day(8).left('d8 email reminder/email-4').day(9);
  saysPaid(told).day(16).skip();
  saysPaid(told).left('d16 desk arrangement/review-announcement');
  listed(told, 'held', /^a person reviews an announced payment until 2026-03-23$/);
  told
    .day(21)
    .left()
    .day(22)
    .left('d22 email arrangement/proof')
    .reads('email', /help us to find something/);
  listed(told, 'held', /^proof of an announced payment is asked for until/);
  told.day(25).left();
  // Said once more it buys nothing, and a person is asked all the same.
  saysPaid(told.day(26).skip()).left('d26 desk arrangement/review-announcement');
  return told.day(27).stands('call').heldBy().end();
});

test('the money comes: the review ends', () => {
  const told = late('found');
  saysPaid(told).day(9);
  saysPaid(told).day(16);
  saysPaid(told).tasks('review-announcement', 1).pays('1434.00').tasks('review-announcement', 0);
  return told.money({ cured: true }).end();
});

test('bounds say nothing of a dispute: nothing is reviewed while it is open', () =>
  late('disputed')
    .fact('dispute', { about: 'not-mine' })
    .promises([400, '1434.00'])
    .tasks('review-promise', 0)
    .left('d2 desk review/dispute')
    .day(60)
    .left()
    .heldBy('dispute')
    .end());

test('a hold of years is listed as stuck, with its reason; one of months is not', () => {
  const listedLong = (told: Story, count: number) =>
    told.also('held-long', async (world) => {
      const found = await findStuck(world.db, world.now, { code: 'held-long' });
      expect(found.map(({ account, cause }) => `${account} ${cause}`)).toEqual(
        Array.from({ length: count }, () =>
          expect.stringMatching(/^harbour\/A-1 the next step waits until 2062-05-02: a hold is in force until 2062/),
        ),
      );
    });
  const told = late('a slip').fact('hold', { until: on(150), reason: 'agreed' }, { by: 'ann' });
  listedLong(told, 0).fact('hold', { until: '2062-05-01', reason: 'a slip' }, { by: 'ann' });
  listedLong(told, 1);
  listed(told, 'held', /a hold is in force until 2062-05-01/);
  listedLong(told.day(3).fact('hold-released', { reason: 'a slip' }, { by: 'ann' }), 0);
  return told.end();
});

test('700 promised for the 16th and paid on the 16th is kept, also when the bank says only the day', () =>
  late('whole day')
    .day(14, 10)
    .promises([14, '700.00'])
    .day(15)
    .fact('payment', { amount: twd('700.00') }, { occurredAt: Date.parse(`${on(14)}T00:00:00+08:00`) })
    .day(30)
    .money({ overdue: '734.00' })
    .also('is kept', async (world) => {
      const { id } = await world.db.selectFrom('account').select('id').executeTakeFirstOrThrow();
      const facts = (await loadStandingFacts(world.db, [id])).get(id);
      expect(facts && standingOf(facts, world.now).promises.map((promise) => promise.state)).toEqual(['kept']);
    })
    .end());
