/**
 * A person disputes or complains: a file comes, the receipt is confirmed, the answer says what follows, then a rest.
 */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { byPerson } from '../../domain/act.ts';
import { evidenceBounds } from '../../domain/evidence.ts';
import { acceptEvidence } from '../../engine/persons/accept-evidence.ts';
import { letterOfTask } from '../../engine/tasks/letter-task.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { pdfOf } from '../support/evidence-files.ts';
import { type Story, story, twd } from '../support/story.ts';
import type { StoryWorld } from '../support/story-world.ts';

/** The creditor answers itself what is told from the first day on. */
const itself = (told: Story): Story =>
  told.also('the creditor answers itself', async ({ db }) => {
    await sql`update creditor set terms = terms || '{"answersFrom": "2026-03-02"}'::jsonb`.execute(db);
  });
const answered = (title: string): Story => itself(story(title).day(0).overdue('1434.00'));
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
    .also('the task shows the letter, with nothing of e-mails', async (world) => {
      const [no = 0n] = await world.openTasks('answer-by-letter');
      const letter = await letterOfTask(world.db, RULEBOOK, no, world.now);
      expect(letter).toMatch(/^Dear [\s\S]*We do not find a mistake\.[\s\S]*NT\$ 1,434 is asked for/);
      expect(letter).not.toMatch(/STOP|this e-mail/);
    })
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
    .also('its receipt counts as confirmed', async ({ db }) => {
      const { rows } = await sql<{ by: string }>`
        select body->>'by' as by from fact where kind = 'complaint-acknowledged'`.execute(db);
      expect(rows).toEqual([{ by: 'arrears' }]);
    })
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

test('identity theft, upheld: agency and bureau let go, the account is withdrawn, nothing more is said', async () => {
  const told = answered('a stolen name')
    .day(75)
    .skip()
    .fact('dispute', { about: 'identity-theft' })
    .day(100)
    .left('d75 desk review/dispute', 'd75 desk answers/dispute-receipt-by-letter#3', 'd75 agency agency/recall')
    .fact('dispute-closed', { outcome: 'upheld' }, { by: 'bo' })
    .also('the account is withdrawn, and what the bureau has is to be deleted', async ({ db }) => {
      const { rows } = await sql<{ how: string; deleted: string[] }>`
        select a.closed_reason as how, array(
          select f.body->>'month' from fact f
          where f.account_id = a.id and f.kind = 'bureau-correction' and f.body->>'remedy' = 'delete'
          order by 1) as deleted
        from account a`.execute(db);
      expect(rows).toEqual([{ how: 'withdrawn', deleted: ['2026-04'] }]);
    })
    .day(170)
    .left('d100 desk answers/dispute-outcome-by-letter#3', 'd100 bureau bureau/correction')
    .tasks('answer-by-letter', 1);
  await told.end();
});

test('identity theft, rejected: the person hears why, then nothing for a week', () =>
  answered('no theft')
    .day(2)
    .skip()
    .fact('dispute', { about: 'identity-theft' })
    .refused('dispute-closed', { outcome: 'rejected' }, 'fact-invalid')
    .refused('dispute-closed', { outcome: 'part', reduceBy: twd('1.00') }, 'fact-invalid')
    .fact('dispute-closed', { outcome: 'rejected', reason: 'the signature is that of the person' }, { by: 'bo' })
    .tasks('answer-by-letter', 1)
    .day(3)
    .skip()
    .answers('answer-by-letter', { of: 'done', words: 'posted' })
    .day(9)
    .heldBy('rest-after-answer')
    .left()
    .day(12)
    .left('d11 sms sms/sms-10')
    .end());

test('what is answered once is not answered again: not in the next delinquency, nor about other accounts', () =>
  itself(story('once').day(0).overdue('1434.00').book({ account: 'A-2', dues: '2026-03-02=500.00' }))
    .day(2)
    .skip()
    .ofPerson('complaint', { cause: 'service', channel: 'call' })
    .fact('dispute', { about: 'amount', amount: twd('10.00') })
    .day(3)
    .skip()
    .fact('dispute-closed', { outcome: 'upheld' }, { by: 'bo' })
    .ofPerson('complaint-closed', { outcome: 'rejected', rootCause: 'no-fault', reason: 'looked into' }, 'bo')
    .pays('1424.00')
    .day(4)
    .also('each left once', async ({ db }) => {
      const { rows } = await sql<{ step: string; many: number }>`
        select step, count(*)::int as many from effect
        where stage = 'answers' and state = 'sent'
        group by step order by step`.execute(db);
      expect(rows).toEqual([
        { step: 'complaint-outcome', many: 1 },
        { step: 'complaint-receipt', many: 1 },
        { step: 'dispute-outcome', many: 1 },
        { step: 'dispute-receipt', many: 1 },
      ]);
    })
    .day(50)
    .skip()
    .fact('balance-update', {
      asOf: '2026-04-20',
      balance: twd('900.00'),
      dues: [{ on: '2026-04-10', amount: twd('900.00') }],
    })
    .day(51)
    .also('and never again', async ({ db }) => {
      const { rows } = await sql<{ many: number }>`
        select count(*)::int as many from effect where stage = 'answers'`.execute(db);
      expect(rows).toEqual([{ many: 4 }]);
    })
    .end());

test('an answer that comes back is written on paper', () =>
  answered('bounced')
    .day(2)
    .skip()
    .bounces('email')
    .fact('dispute', { about: 'amount' })
    .day(4)
    .tasks('answer-by-letter', 1)
    .left('d2 desk review/dispute', 'd2 desk answers/dispute-receipt-by-letter#2', 'd2 email answers/dispute-receipt#2')
    .end());

test('a dispute that is closed after the account is still answered, and asks for nothing', async () => {
  const told = answered('closed before')
    .day(2)
    .skip()
    .fact('dispute', { about: 'service' })
    .day(3)
    .fact('closed', { how: 'withdrawn' })
    .day(4)
    .skip()
    .fact('dispute-closed', { outcome: 'rejected', reason: 'the service was given' }, { by: 'bo' })
    .day(6)
    .left('d4 email answers/dispute-outcome#2');
  says(told, 'nothing is asked for', 'Why: the service was given');
  await told.end();
});
