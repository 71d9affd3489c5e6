/** A person disputes or complains: a file comes, the receipt is confirmed, the answer says what follows, then a rest. */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { byPerson } from '../../domain/act.ts';
import { evidenceBounds } from '../../domain/evidence.ts';
import { acceptEvidence } from '../../engine/facts/accept-evidence.ts';
import { pdfOf } from '../support/evidence-files.ts';
import { type Story, story, twd } from '../support/story.ts';
import type { StoryWorld } from '../support/story-world.ts';

/** The creditor answers itself what is told from the first day on. */
const answered = (title: string, terms = {}) =>
  story(title)
    .day(0)
    .overdue('1434.00')
    .also('the creditor answers itself', async ({ db }) => {
      const more = JSON.stringify({ answersFrom: '2026-03-02', ...terms });
      await sql`update creditor set terms = terms || ${more}::jsonb`.execute(db);
    });
const mails = async ({ db }: StoryWorld): Promise<string[]> => {
  const { rows } = await sql<{ subject: string; body: string }>`
    select subject, body from message_body order by dispatch_id`.execute(db);
  return rows.map(({ subject, body }) => `${subject}\n${body}`);
};
/** The last mail says these words. */
const says = (told: Story, ...words: (string | RegExp)[]) =>
  told.also('the mail says so', async (world) => {
    const last = (await mails(world)).at(-1) ?? '';
    for (const word of words) expect(last).toMatch(word instanceof RegExp ? word : new RegExp(escaped(word)));
  });
const escaped = (words: string): string => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

test('a dispute with a file, upheld in part: acknowledged, answered, and the smaller sum is asked for after a rest', async () => {
  const told = answered('upheld in part')
    .day(2)
    .skip()
    .fact('dispute', { about: 'amount', amount: twd('434.00') })
    .also('a bill comes with it', async ({ db, now }) => {
      const { rows } = await sql<{ id: string }>`select id from fact where kind = 'dispute'`.execute(db);
      const file = { account: 'harbour/A-1', of: { dispute: rows[0]?.id ?? '' }, name: 'bill.pdf', bytes: pdfOf() };
      const { kind } = await acceptEvidence(db, file, evidenceBounds(10, 30, 10), byPerson('ann', now));
      expect(kind).toBe('pdf');
    })
    .day(3)
    .left('d2 desk review/dispute', 'd2 email answers/dispute-receipt#2');
  says(told, 'we have received what you told us', 'we do not ask you to pay what you object to');
  told
    .fact(
      'dispute-closed',
      { outcome: 'part', reduceBy: twd('234.00'), reason: 'one fee was charged twice' },
      { by: 'bo' },
    )
    .day(4)
    .left('d3 email answers/dispute-outcome#2');
  says(
    told,
    'You are right in part.',
    'Why: one fee was charged twice',
    'Taken off what our books had shown: NT$ 234.',
    'NT$ 1,200 is asked for',
    'Next: nothing before 13 March 2026',
  );
  told
    .day(10)
    .heldBy('rest-after-answer')
    .left()
    .day(11)
    .left('d11 sms sms/sms-10')
    .money({ asked: '1200.00' })
    .also('the permit says the smaller sum', async ({ db }) => {
      const { rows } = await sql<{ demanded: string }>`
        select p.proof->>'demanded' as demanded
        from permit p
        join effect e on e.id = p.effect_id
        where e.step = 'sms-10'
          and p.verdict = 'allow'`.execute(db);
      expect(rows).toEqual([{ demanded: '120000' }]);
    });
  await told.end();
});

test('a dispute without an e-mail address is answered on paper; the task shows the letter', () =>
  answered('on paper')
    .also('no address works', async ({ db }) => {
      await sql`update contact_point set invalid_since = now() where channel = 'email'`.execute(db);
    })
    .day(1)
    .skip()
    .fact('dispute', { about: 'not-mine' })
    .day(2)
    .left('d1 desk review/dispute', 'd1 desk answers/dispute-receipt-by-letter#2')
    .tasks('answer-by-letter', 1)
    .fact('dispute-closed', { outcome: 'rejected' }, { by: 'bo' })
    .day(3)
    .left('d2 desk answers/dispute-outcome-by-letter#2')
    .tasks('answer-by-letter', 1)
    .end());

test('a complaint of harassment: its receipt and its answer are all that reaches the person', async () => {
  const told = answered('the answer to a complaint')
    .day(2)
    .skip()
    .ofPerson('complaint', { cause: 'harassment', channel: 'letter' })
    .day(5)
    .left('d2 email answers/complaint-receipt');
  says(told, 'you complained to us', /You will have our answer by \d+ April 2026/);
  told
    .ofPerson(
      'complaint-closed',
      { outcome: 'upheld', redress: 'apology', rootCause: 'conduct', reason: 'too many calls' },
      'bo',
    )
    .day(6)
    .left('d5 email answers/complaint-outcome', 'd5 email reminder/email-4');
  await told.end();
});

test('a creditor that does not say so answers by hand', () =>
  story('by hand')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .skip()
    .fact('dispute', { about: 'amount' })
    .day(5)
    .left('d2 desk review/dispute')
    .end());
