/** Complaints: what stops, who answers, what goes on once they are closed. */
import { expect, test } from '@jest/globals';
import { COMPLAINT_CAUSES, STOPPING_CAUSES, stopsContact } from '../../domain/complaint-facts.ts';
import { type Story, story } from '../support/story.ts';

const PERSON = 'harbour/person:P-1';
const REJECTED = { outcome: 'rejected', rootCause: 'no-fault', reason: 'looked into' } as const;
const UPHELD = { outcome: 'upheld', redress: 'apology', rootCause: 'conduct', reason: 'too much' } as const;
const placed = (title: string) => story(title).day(0).overdue('1434.00').day(35).skip();
/** What is told of the person is refused. */
const refusedOf = (told: Story, data: object, by: string, code: string) =>
  told.also(`${by} may not`, async (world) => {
    await expect(world.record({ subject: PERSON, kind: 'complaint-closed', data, by })).rejects.toMatchObject({ code });
  });

test.each(STOPPING_CAUSES)(
  '%s by an agency: recalled, nothing reaches the person; closed, the ladder goes on',
  (cause) =>
    placed(cause)
      .ofPerson('complaint', { cause, channel: 'letter', agency: 'north' })
      .tasks('review-complaint', 1)
      .day(60)
      .left('d35 agency agency/recall')
      .heldBy('complaint')
      .end(),
);

test.each(COMPLAINT_CAUSES.filter((cause) => !stopsContact(cause)))(
  '%s: messages and calls go on; nothing is placed',
  (cause) =>
    story(cause)
      .day(0)
      .overdue('1434.00', { bureau_consent: 'no' })
      .day(12)
      .skip()
      .ofPerson('complaint', { cause, channel: 'call' })
      .day(45)
      .left(
        'd14 sms sms/sms-14',
        'd16 call call/attempt',
        'd16 call call/attempt#2',
        'd17 call call/attempt#3',
        'd17 call call/attempt#4',
        'd18 call call/attempt#5',
        'd18 call call/attempt#6',
      )
      .why('care')
      .end(),
);

test('harassment: reminders and thanks wait; rejected, they leave', () =>
  story('thanks wait')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .skip()
    .ofPerson('complaint', { cause: 'harassment', channel: 'email' })
    .day(5)
    .left()
    .pays('1434.00')
    .day(6)
    .left()
    .heldBy('complaint')
    .ofPerson('complaint-closed', REJECTED, 'bo')
    .tasks('review-complaint', 0)
    .heldBy()
    .day(8)
    .left('d6 email receipt/thanks')
    .end());

test('several at once: contact is back with the last one that stops it, the task ends with the last of all', () =>
  story('several')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .skip()
    .ofPerson('complaint', { cause: 'harassment', channel: 'call' })
    .ofPerson('complaint', { cause: 'service', channel: 'call' })
    .tasks('review-complaint', 1)
    .refused('complaint-closed', REJECTED, 'fact-invalid')
    .also('the first is closed, by its id', async (world) => {
      const { rows } = await world.database.pool.query<{ id: string }>(
        `select id from fact where kind = 'complaint' and body->>'cause' = 'harassment'`,
      );
      const data = { ...UPHELD, of: rows[0]?.id };
      await world.record({ subject: PERSON, kind: 'complaint-closed', data, by: 'bo' });
    })
    .heldBy()
    .tasks('review-complaint', 1)
    .ofPerson('complaint-closed', REJECTED, 'bo')
    .tasks('review-complaint', 0)
    .refused('complaint-closed', REJECTED, 'not-allowed-now')
    .end());

test('told twice for a day, it is refused; of another day it is another', () =>
  story('told twice')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .ofPerson('complaint', { cause: 'service', channel: 'call' })
    .refused('complaint', { cause: 'service', channel: 'letter' }, 'not-allowed-now')
    .ofPerson('complaint', { cause: 'service', channel: 'letter', agency: 'north' })
    .day(3)
    .ofPerson('complaint', { cause: 'service', channel: 'letter' })
    .tasks('review-complaint', 1)
    .end());

test('whoever is complained of closes nothing', () =>
  refusedOf(
    refusedOf(
      story('uninvolved')
        .day(0)
        .overdue('1434.00')
        .day(2)
        .skip()
        .ofPerson('complaint', { cause: 'threats-or-language', channel: 'call', staff: 'Ann' }),
      UPHELD,
      'ann ',
      'complained-of',
    ),
    { ...UPHELD, of: 'nothing' },
    'bo',
    'fact-invalid',
  )
    .tasks('review-complaint', 1)
    .ofPerson('complaint-closed', UPHELD, 'Bo')
    .tasks('review-complaint', 0)
    .end());

test('an account that is closed: its person may complain, and is answered', () =>
  story('after closing')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .skip()
    .fact('closed', { how: 'sold' })
    .ofPerson('complaint', { cause: 'data', channel: 'web' })
    .tasks('review-complaint', 1)
    .day(9)
    .left()
    .ofPerson('complaint-acknowledged', {}, 'bo')
    .refused('complaint-acknowledged', {}, 'not-allowed-now')
    .ofPerson('complaint-closed', UPHELD, 'bo')
    .tasks('review-complaint', 0)
    .end());
