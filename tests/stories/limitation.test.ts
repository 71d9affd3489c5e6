/** The last day to sue: a person is told in time, and a barred debt is asked for gently. */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { on, story } from '../support/story.ts';
import type { StoryWorld } from '../support/story-world.ts';

/** The creditor gives itself years to sue, fewer than the law. */
const years = (count: number) => async (world: StoryWorld) => {
  await sql`update creditor set terms = jsonb_set(terms, '{limitationYears}', ${String(count)}::jsonb)`.execute(
    world.db,
  );
};

test('a dispute keeps everything still: a person is asked at 180 and at 60 days before the last day', () =>
  story('limitation near')
    .day(0)
    .overdue('1434.00')
    .also('one year to sue', years(1))
    .day(1)
    .skip()
    .fact('dispute', { about: 'amount' })
    .day(183)
    .tasks('limitation-near', 0)
    .day(185)
    .tasks('limitation-near', 1)
    .answers('limitation-near', { of: 'done', words: 'counsel decides' })
    .day(303)
    .tasks('limitation-near', 0)
    .day(305)
    .tasks('limitation-near', 1)
    .also('three years to sue', years(3))
    .fact('dispute-closed', { outcome: 'rejected' })
    .day(306)
    .tasks('limitation-near', 0)
    .end());

test('a debt whose time to sue is over is asked for without an arrangement', () =>
  story('barred')
    .day(0)
    .overdue('1434.00')
    .also('one year to sue', years(1))
    .fact('hold', { until: '2027-06-30', reason: 'moved house' })
    .day(470)
    .also('the book says that the lender called', (world) =>
      world.importRows([{ as_of: on(470), dues: `${on(0)}=1434.00`, last_contact_on: on(470) }]),
    )
    .day(500)
    .skip()
    .also('no text asks for a plan', async (world) => {
      const rows = await world.db.selectFrom('message_body').select('body').execute();
      expect(rows.length).toBeGreaterThan(1);
      for (const { body } of rows) expect(body).not.toMatch(/instalments:|what you can manage|a court/i);
    })
    .end());
