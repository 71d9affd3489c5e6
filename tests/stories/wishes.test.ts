/** What a person asks for, and who speaks for them: what still leaves, and when. */
import { test } from '@jest/globals';
import { story } from '../support/story.ts';

const hoursOfMails = (expected: string) => async (world: { database: { pool: { query: typeof query } } }) => {
  const { rows } = await world.database.pool.query(
    `select string_agg(to_char(sent_at at time zone person.zone, 'HH24'), ' ' order by sent_at) as hours
     from effect join person on person.id = effect.person_id where state = 'sent' and channel in ('email', 'sms', 'call')`,
  );
  if (rows[0]?.hours !== expected) throw new Error(`sent at ${rows[0]?.hours}`);
};
declare function query(sql: string): Promise<{ rows: { hours: string }[] }>;

test('hours that the person asked for: everything leaves within them, on the same days', () =>
  story('asked hours')
    .day(0)
    .overdue('1434.00')
    .ofPerson('preference', { hours: '14:00-15:00' })
    .day(18)
    .left(
      'd1 email reminder/email-1',
      'd4 email reminder/email-4',
      'd8 email reminder/email-8',
      'd11 sms sms/sms-10',
      'd14 sms sms/sms-14',
      'd16 call call/attempt',
      'd16 call call/attempt#2',
      'd17 call call/attempt#3',
      'd17 call call/attempt#4',
    )
    .also('between two and three', hoursOfMails('14 14 14 14 14 14 14 14 14'))
    .end());

test('a person in another zone: the hours are on their clock', () =>
  story('asked hours elsewhere')
    .day(0)
    .overdue('1434.00', { zone: 'America/New_York', phone: '' })
    .ofPerson('preference', { hours: '08:00-09:00' })
    .day(6)
    .also('between eight and nine', hoursOfMails('08 08'))
    .end());

test('asked to be written to only: no calls', () =>
  story('write only')
    .day(0)
    .overdue('1434.00')
    .day(15)
    .skip()
    .ofPerson('preference', { writeOnly: true })
    .day(30)
    .left()
    .end());

test('no e-mail: the messages take SMS instead', () =>
  story('not by e-mail')
    .day(0)
    .overdue('1434.00')
    .ofPerson('preference', { notBy: 'email' })
    .day(5)
    .left('d1 sms reminder/email-1', 'd4 sms reminder/email-4')
    .ofPerson('preference-ended', {})
    .day(9)
    .left('d8 email reminder/email-8')
    .end());

test('represented by an attorney: nothing to the person, a task, the ladder waits; a payment is still thanked for', () =>
  story('represented')
    .day(0)
    .overdue('1434.00')
    .day(5)
    .skip()
    .ofPerson('represented', { by: 'attorney' })
    .tasks('representation-review', 1)
    .day(60)
    .left()
    .heldBy('representation')
    .pays('1434.00')
    .day(62)
    .left('d60 email receipt/thanks')
    .end());

test('represented no more: the ladder goes on, and the task is gone', () =>
  story('represented for some days')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .skip()
    .ofPerson('represented', { by: 'debt-adviser' })
    .day(20)
    .left()
    .ofPerson('represented-ended', { reason: 'the mandate ended' }, 'ann')
    .tasks('representation-review', 0)
    .day(22)
    .left('d20 sms sms/sms-10', 'd21 call call/attempt', 'd21 call call/attempt#2', 'd22 call call/attempt#3')
    .end());

test('demands that contact ends: no demand by any channel, a task', () =>
  story('cease')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .skip()
    .ofPerson('cease', { written: true })
    .tasks('cease-review', 1)
    .day(40)
    .left()
    .heldBy('representation')
    .end());

test('a reply STOP ends the channel, START allows it again', () =>
  story('reply')
    .day(0)
    .overdue('1434.00')
    .day(9)
    .skip()
    .ofPerson('reply-word', { channel: 'sms', word: '退订' })
    .ofPerson('reply-word', { channel: 'sms', word: 'START' })
    .day(12)
    .left('d11 sms sms/sms-10')
    .ofPerson('reply-word', { channel: 'sms', word: 'Stop.' })
    .day(15)
    .left()
    .day(16)
    .left('d16 call call/attempt')
    .end());

test('consent to credit reports is withdrawn: no notice of a record', () =>
  story('no reports')
    .day(0)
    .overdue('1434.00')
    .ofPerson('consent-withdrawn', { scope: 'credit-report' })
    .day(50)
    .also('no notice of the bureau', async (world) => {
      const { rows } = await world.database.pool.query(`select from effect where stage = 'bureau' and state = 'sent'`);
      if (rows.length > 0) throw new Error('the bureau stage opened');
    })
    .end());
