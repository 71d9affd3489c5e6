/** Small money is left alone and not forgotten; nobody is silent: who cannot be reached, disputes or paid too much is a task. */
import { test } from '@jest/globals';
import { byPerson } from '../../domain/act.ts';
import type { CreditorTerms } from '../../domain/contracts/creditor.ts';
import { recordOutcome } from '../../engine/tasks/record-outcome.ts';
import { on, type Story, story } from '../support/story.ts';

/** Sets the products of the lender. */
const products = (told: Story, products: CreditorTerms['products']): Story =>
  told.also('products', async ({ db }) => {
    const { terms } = await db.selectFrom('creditor').select('terms').executeTakeFirstOrThrow();
    await db
      .updateTable('creditor')
      .set({ terms: JSON.stringify({ ...terms, products }) })
      .execute();
  });

test('one cent left: no SMS, no calls, no record; the next due is asked for from the first stage', () =>
  story('a cent')
    .day(0)
    .overdue('1434.00', { dues: `${on(0)}=1434.00;${on(30)}=1434.00` })
    .day(6)
    .left('d1 email reminder/email-1', 'd4 email reminder/email-4')
    .pays('1433.99')
    .stands('below-floor')
    .why('below-floor')
    .money({ overdue: '0.01', dpd: 6, cured: false })
    .day(30)
    .left()
    .stands('below-floor')
    .day(50)
    .stands('call')
    .money({ overdue: '1434.01', dpd: 50 })
    .left(
      'd31 email reminder/email-1#2',
      'd34 email reminder/email-4#2',
      'd38 email reminder/email-8',
      'd41 sms sms/sms-10',
      'd44 sms sms/sms-14',
      ...[1, 2, 3, 4, 5, 6].map((no) => `d${46 + Math.floor((no - 1) / 2)} call call/attempt${no > 1 ? `#${no}` : ''}`),
    )
    .end());

test('a cent that stays open for good is left alone, and paid it is thanked for', () =>
  story('a cent for long')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .pays('1433.99')
    .skip()
    .day(400)
    .left()
    .stands('below-floor')
    .pays('0.01')
    .left('d400 email receipt/thanks')
    .stands('clear')
    .end());

test('calls end when a part payment leaves little: the open call is withdrawn', () =>
  story('little left')
    .day(0)
    .overdue('1434.00')
    .also('callers are away', async (world) => {
      world.callersAway = true;
    })
    .day(16)
    .tasks('call', 1)
    .pays('1334.00')
    .tasks('call', 0)
    .skip()
    .day(60)
    .left()
    .end());

test('a record that is open goes on below every floor, and tells the truth', () => {
  const told = story('record')
    .day(0)
    .overdue('900.00')
    .day(60)
    .skip()
    .pays('899.99')
    .day(91)
    .left('d90 bureau bureau/record')
    .stands('below-floor');
  return told
    .also('the record', async ({ db }) => {
      const rows = await db.selectFrom('bureau_entry').select('body').orderBy('at').execute();
      const last = rows.at(-1)?.body as { status: string; overdue: string };
      if (last.status !== '61-90' || last.overdue !== '1') throw new Error(JSON.stringify(last));
    })
    .end();
});

test('within grace and tolerance nothing is late; when grace fails, days count from the due date', () =>
  products(
    story('grace')
      .day(0)
      .overdue('1434.00', { dues: `${on(0)}=1434.00;${on(30)}=1434.00` }),
    [{ code: 'card', kind: 'card', graceDays: 5, tolerance: '500' }],
  )
    .day(5)
    .left()
    .money({ overdue: '0.00', dpd: 0, cured: true })
    .day(6)
    .left('d6 email reminder/email-1')
    .money({ overdue: '1434.00', dpd: 6 })
    .pays('1429.00')
    .money({ cured: true, dpd: 0 })
    .skip()
    .day(35)
    .left()
    .day(36)
    .left('d36 email reminder/email-1')
    .money({ overdue: '1434.00', dpd: 6 })
    .end());

test('no contact data at all: nothing runs on, a person looks for them; found, the first message leaves', () =>
  story('nobody')
    .day(0)
    .overdue('1434.00', { email: '', phone: '' })
    .day(20)
    .left('d1 desk review/find-contact-data')
    .stands('unreachable')
    .why('unreachable')
    .ofPerson('address-added', { channel: 'email', value: 'found@example.com' }, 'ann')
    .tasks('find-contact-data', 0)
    .day(21)
    .left('d20 email reminder/email-1')
    .end());

test('none to be had: asked once, until the ladder ends', () =>
  story('none')
    .day(0)
    .overdue('1434.00', { email: '', phone: '' })
    .day(2)
    .skip()
    .also('none is to be had', async (world) => {
      const [no] = await world.openTasks('find-contact-data');
      if (no === undefined) throw new Error('nobody asks');
      await recordOutcome(world.db, no, { of: 'done', words: 'none to be had' }, byPerson('ann', world.now));
      await world.settle();
    })
    .day(120)
    .left('d91 desk legal/ladder-end')
    .end());

test('every address dies on the way: the ladder stops at once, and goes on where it was', () =>
  story('dead addresses')
    .day(0)
    .overdue('1434.00')
    .day(5)
    .skip()
    .bounces('email')
    .bounces('sms')
    .day(40)
    .left('d8 email reminder/email-8', 'd11 sms sms/sms-10', 'd11 desk review/find-contact-data')
    .stands('unreachable')
    .end());

test('paid too much: a task, and another payment while it is open asks nothing anew', () =>
  story('overpaid')
    .day(0)
    .overdue('1434.00', { balance: '2000.00' })
    .day(2)
    .pays('2500.00')
    .tasks('overpaid', 1)
    .pays('10.00')
    .tasks('overpaid', 1)
    .paymentReturned('510.00')
    .tasks('overpaid', 0)
    .end());

test('the second and third due do not wait in silence because the first was paid', () =>
  story('three dues')
    .day(0)
    .overdue('1434.00', {
      balance: '5000.00',
      bureau_consent: 'no',
      dues: `${on(0)}=1434.00;${on(30)}=1434.00;${on(60)}=1434.00`,
    })
    .day(34)
    .skip()
    .pays('1434.00')
    .money({ overdue: '1434.00', dpd: 4 })
    .day(60)
    .left('d38 agency agency/handover')
    .stands('agency')
    .end());

test('a due that came late while the first was asked for has its own ladder, a few quiet days after the payment', () =>
  story('two dues, nobody to place with')
    .day(0)
    .overdue('400.00', { balance: '5000.00', bureau_consent: 'no', dues: `${on(0)}=400.00;${on(30)}=500.00` })
    .day(35)
    .skip()
    .pays('400.00')
    .money({ overdue: '500.00', dpd: 5 })
    .stands('reminder')
    .day(55)
    .left(
      'd39 email reminder/email-1#2',
      'd42 sms sms/sms-10#2',
      'd45 sms sms/sms-14#2',
      ...['d46', 'd46', 'd47', 'd47', 'd48', 'd49'].map((at, index) => `${at} call call/attempt#${index + 7}`),
    )
    .end());

test('a slip of two zeros is no thank-you: a person confirms it or takes it back', () => {
  const paid = (title: string) =>
    story(title).day(0).overdue('1434.00', { balance: '1434.00' }).day(2).skip().pays('143400.00').tasks('overpaid', 1);
  const right = paid('right')
    .day(5)
    .left('d2 desk review/overpaid')
    .also('the amount is right', async (world) => {
      const [no] = await world.openTasks('overpaid');
      if (no === undefined) throw new Error('nobody asks');
      await recordOutcome(world.db, no, { of: 'done', words: 'right, refunded' }, byPerson('ann', world.now));
      await world.settle();
    })
    .left('d5 email receipt/thanks')
    .end();
  const slip = paid('slip')
    .paymentReturned('143400.00')
    .tasks('overpaid', 0)
    .pays('1434.00')
    .left('d2 desk review/overpaid', 'd2 email receipt/thanks')
    .end();
  return Promise.all([right, slip]).then(() => undefined);
});
