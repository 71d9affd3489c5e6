/**
 * Collecting begins again after a long silence: a person confirms it, the book is fresh, and a reminder explains it.
 */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { on, story } from '../support/story.ts';
import type { StoryWorld } from '../support/story-world.ts';

const lender = (world: StoryWorld) => world.lender('harbour');
const row = (day: number) => ({ as_of: on(day), dues: `${on(0)}=1434.00`, account: 'A-1', person: 'P-1' });
const book = (day: number) => (world: StoryWorld) => world.importRows([row(day)]);

test('after a long hold a person is asked, a book confirms the balance, and the reminders begin anew', () =>
  story('restart')
    .day(0)
    .also('a lender', lender)
    .also('the book', book(0))
    .day(5)
    .left('d1 email reminder/email-1', 'd4 email reminder/email-4')
    .fact('hold', { until: on(250), reason: 'works abroad' })
    .day(249)
    .left()
    .tasks('restart-review', 0)
    .day(252)
    .left('d251 desk review/restart')
    .tasks('restart-review', 1)
    .why('overdue')
    .answers('restart-review', { of: 'restart-reviewed', answer: 'wait', until: on(260) })
    .tasks('restart-review', 0)
    .day(260)
    .left()
    .day(262)
    .left('d261 desk review/restart')
    .answers('restart-review', { of: 'restart-reviewed', answer: 'begin' })
    .day(265)
    .left()
    .also('a fresh book', book(264))
    .day(270)
    .left('d265 email reminder/email-1#2', 'd268 email reminder/email-4#2')
    .also('only the first message explains itself', async (world) => {
      const { rows } = await sql<{ body: string }>`select body from message_body order by dispatch_id`.execute(
        world.db,
      );
      const explained = rows.map(({ body }) => body.includes('You have not heard from us about this for a long time'));
      expect(explained).toEqual([false, false, true, false]);
    })
    .end());

test('an account that arrives old is asked about once; one that the lender was in contact with is not', () =>
  story('restart on arrival')
    .day(300)
    .also('a lender', lender)
    .also('the book', (world) =>
      world.importRows([
        { as_of: on(300), dues: `${on(0)}=1434.00`, account: 'A-1', person: 'P-1' },
        {
          ...{ as_of: on(300), dues: `${on(0)}=1434.00`, account: 'A-2', person: 'P-2', email: 'two@example.com' },
          ...{ phone: '+886912345602', last_contact_on: on(290) },
        },
      ]),
    )
    .tasks('restart-review', 1)
    .end());

test('another owner of the debt is a first contact again, however lately the person was contacted', () =>
  story('another owner')
    .day(0)
    .also('a lender', lender)
    .also('the book', (world) => world.importRows([{ ...row(0), present_creditor: 'Harbour Bank' }]))
    .day(5)
    .left('d1 email reminder/email-1', 'd4 email reminder/email-4')
    .tasks('restart-review', 0)
    .also('the book names a buyer', (world) => world.importRows([{ ...row(5), present_creditor: 'North Capital' }]))
    .tasks('restart-review', 1)
    .why('overdue')
    .day(9)
    .left('d5 desk review/restart')
    .answers('restart-review', { of: 'restart-reviewed', answer: 'begin' })
    .day(10)
    .left('d9 email reminder/email-1#2')
    .also('the message says for whom', async (world) => {
      const { rows } = await sql<{ body: string }>`select body from message_body order by dispatch_id`.execute(
        world.db,
      );
      expect(rows.map(({ body }) => body.includes('North Capital'))).toEqual([false, false, true]);
    })
    .also('the next book says the same', (world) =>
      world.importRows([{ ...row(10), present_creditor: 'north capital' }]),
    )
    .day(20)
    .tasks('restart-review', 0)
    .end());
