/** Care for people under pressure: each type of hold, distress, one number that is stopped, plain information. */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { byPerson } from '../../domain/act.ts';
import { CARE_HOLD_TYPES } from '../../domain/care/holds.ts';
import { recordOutcome } from '../../engine/tasks/record-outcome.ts';
import { on, type Story, story } from '../support/story.ts';

const PERSON = 'harbour/person:P-1';
const placed = (title: string) => story(title).day(0).overdue('1434.00').day(35).skip();
const called = (title: string) => story(title).day(0).overdue('1434.00').day(15).skip();
/** The review of distress is answered by a person who may not. */
const refusedTo = (told: Story, name: string) =>
  told.also(`${name} may not lift it`, async (world) => {
    const [no = 0n] = await world.openTasks('distress-review');
    const lift = recordOutcome(world.db, no, { of: 'distress-ended', reason: 'fine' }, byPerson(name, world.now));
    await expect(lift).rejects.toMatchObject({ code: 'not-a-reviewer' });
  });
const liftedBy = (told: Story, name: string) =>
  told.also(`${name} lifts it`, async (world) => {
    const [no = 0n] = await world.openTasks('distress-review');
    await recordOutcome(world.db, no, { of: 'distress-ended', reason: 'spoke with them' }, byPerson(name, world.now));
    await world.settle();
  });

test.each(CARE_HOLD_TYPES.filter((type) => type !== 'military-service'))(
  '%s: recalled, nothing presses, a trained person is asked',
  (type) =>
    placed(type)
      .ofPerson('care-hold', { type, reason: 'told by the branch' })
      .tasks('care-review', 1)
      .ofPerson('care-hold', { type, reason: 'told again' })
      .tasks('care-review', 1)
      .day(200)
      .left(
        ...(type === 'breathing-space' ? ['d35 email care/referral'] : []),
        'd35 agency agency/recall',
        ...(type === 'breathing-space' ? ['d65 desk care/breathing-space-review'] : []),
      )
      .heldBy('care')
      .end(),
);

test('military service: messages and calls go on; nothing is placed', () =>
  story('serves')
    .day(0)
    .overdue('1434.00', { bureau_consent: 'no' })
    .day(12)
    .skip()
    .ofPerson('care-hold', { type: 'military-service' })
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
    .end());

test('an illness with a last day: quiet until it is over, then the ladder goes on by itself', () =>
  story('ill until')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .skip()
    .ofPerson('care-hold', { type: 'illness', until: on(6) })
    .heldBy('care')
    .day(6, 20)
    .left()
    .day(8)
    .left('d7 email reminder/email-4')
    .end());

test('the protected list: lifted by a person, with a name', () =>
  story('protected')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .skip()
    .refused('care-hold', { type: 'vulnerable' }, 'fact-invalid')
    .refused('care-hold', { type: 'illness', until: on(1) }, 'fact-invalid')
    .refused('care-hold', { type: 'illness', since: on(3) }, 'fact-invalid')
    .ofPerson('care-hold', { type: 'vulnerable', reason: 'asked by the branch', reported: 'lender' })
    .day(6)
    .left()
    .ofPerson('care-hold-lifted', { type: 'vulnerable', reason: 'agreed' }, 'ann')
    .tasks('care-review', 0)
    .heldBy()
    .day(7)
    .left('d6 email reminder/email-4')
    .end());

test('a breathing space told late: what left inside is listed', () =>
  called('breathing space')
    .fact('care-hold', { type: 'breathing-space', since: on(9), until: on(60) }, { subject: PERSON })
    .tasks('possible-breach', 1)
    .day(20)
    .left('d15 email care/referral')
    .heldBy('after-breathing-space', 'care')
    .end());

test('distress: every lane stops; neither money, nor a release, nor the wrong person lifts it', () => {
  const told = placed('distress')
    .ofPerson('distress', { level: 'pressure' })
    .ofPerson('distress', { level: 'pressure' })
    .tasks('distress-review', 1)
    .tasks('self-harm-alarm', 0)
    .day(37)
    .left('d35 agency agency/recall')
    .refused('hold-released', { reason: 'all are released' }, 'not-allowed-now')
    .pays('500.00')
    .tasks('distress-review', 1);
  refusedTo(told, 'ann').day(120).left().heldBy('care');
  refusedTo(told, 'Dana');
  return liftedBy(told, 'dana reed').tasks('distress-review', 0).heldBy().end();
});

test('self-harm in a call: the caller records it, an alarm is raised, calls end', () => {
  const told = called('self-harm')
    .callers({ contact: 'right-party', result: 'self-harm' })
    .day(16, 20)
    .left('d16 call call/attempt')
    .tasks('self-harm-alarm', 1)
    .tasks('distress-review', 1)
    .answers('self-harm-alarm', { of: 'done', words: 'the on-call person is with them' })
    .day(60)
    .left()
    .heldBy('care');
  return liftedBy(told, 'Dana Reed').heldBy().end();
});

test('a sign that is told after the review, with an earlier date, holds anew; lifting ends the alarm too', () => {
  const told = called('late').ofPerson('distress', { level: 'pressure' }).day(20);
  liftedBy(told, 'Dana Reed')
    .heldBy()
    .fact('distress', { level: 'self-harm', reported: 'agency' }, { subject: PERSON, on: 16 })
    .tasks('distress-review', 1)
    .tasks('self-harm-alarm', 1)
    .heldBy('care');
  return liftedBy(told, 'Dana Reed').tasks('self-harm-alarm', 0).heldBy().end();
});

test('distress of a person whose account is closed: nothing leaves, the tasks open', () =>
  called('closed')
    .fact('closed', { how: 'settled' })
    .ofPerson('distress', { level: 'self-harm' })
    .tasks('self-harm-alarm', 1)
    .tasks('distress-review', 1)
    .day(60)
    .left()
    .end());

test('one address is stopped, the other is used; told again, it is used again', () =>
  story('one point')
    .day(0)
    .overdue('1434.00', { email: 'mei.lin@example.com' })
    .day(2)
    .skip()
    .ofPerson('point-stopped', { channel: 'email', value: 'mei.lin@example.com', reason: 'read at work' })
    .day(5)
    .left('d4 sms reminder/email-4')
    .ofPerson('address-added', { channel: 'email', value: 'mei.lin@example.com' })
    .day(9)
    .left('d8 email reminder/email-8')
    .end());

test('plain information leaves once, beside the reminders, where the creditor switches it on', () =>
  story('education')
    .day(0)
    .also('the terms say so', async (world) => {
      await world.lender('harbour');
      await sql`update creditor set terms = terms || '{"education": true}'::jsonb`.execute(world.db);
    })
    .also('the book', (world) =>
      world.importRows([{ as_of: on(0), dues: `${on(0)}=1434.00`, account: 'A-1', person: 'P-1' }]),
    )
    .day(9)
    .left(
      'd1 email reminder/email-1',
      'd2 email education/information',
      'd4 email reminder/email-4',
      'd8 email reminder/email-8',
    )
    .end());
