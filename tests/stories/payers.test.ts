/** Payment providers and debits: what a webhook does to an account, and when nothing is asked. */
import { expect, test } from '@jest/globals';
import type { PaymentNotice } from '../../domain/money/payment-notice.ts';
import { DAY_MS } from '../../domain/time.ts';
import { takeNotices } from '../../engine/payments/take-notices.ts';
import { type Story, story } from '../support/story.ts';

const NOTICE: PaymentNotice = {
  ...{ event: 'evt-1', kind: 'paid', payment: 'pay-1', minor: 143_400n, currency: 'TWD', at: 0, reference: 'A-1' },
  ...{ payer: null, debit: null, failure: null, back: null, reason: null },
};
/** A provider tells something; `daysAgo` it happened. */
const tells = (told: Story, notice: Partial<PaymentNotice>, daysAgo = 0) =>
  told.also(`webhook ${notice.kind ?? 'paid'}`, async (world) => {
    const at = world.now - daysAgo * DAY_MS;
    const webhook = { provider: 'test-payer', creditor: 'harbour', notices: [{ ...NOTICE, at, ...notice }] };
    await takeNotices(world.db, webhook, { now: async () => world.now, nudge: async () => undefined });
    await world.settle();
  });
const BACK = { kind: 'charged-back', event: 'evt-2', reference: null } as const;

test('paid by webhook: cured, thanked once; charged back: the dues return with their true dates', () => {
  const told = story('webhook').day(0).overdue('1434.00').day(3).skip();
  tells(told, { at: Date.parse('2026-03-05T10:00:00+08:00') })
    .money({ cured: true })
    .left('d3 email receipt/thanks');
  tells(told, { at: Date.parse('2026-03-05T10:00:00+08:00') })
    .day(10)
    .left();
  return tells(told, BACK)
    .money({ overdue: '1434.00', dpd: 10 })
    .left('d10 email reminder/email-4 + reminder/payment-returned')
    .day(15)
    .left('d13 email reminder/email-8')
    .end();
});

test('charged back before it was paid: owed as before, and nobody is thanked for it', () => {
  const told = story('out of order').day(0).overdue('1434.00').day(3).skip();
  tells(told, BACK).money({ overdue: '1434.00', dpd: 3 }).tasks('review-bank-line', 1);
  return tells(told, {}, 1)
    .money({ overdue: '1434.00', dpd: 3 })
    .tasks('review-bank-line', 0)
    .left('d3 email reminder/payment-returned')
    .end();
});

const twd = (minor: string) => ({ currency: 'TWD', minor });
const DEBIT = { debit: 'D-1', amount: twd('143400'), on: '2026-03-11' };
/** Two days late, with a debit on day 9. */
const scheduled = (title: string) =>
  story(title)
    .day(0)
    .overdue('1434.00')
    .fact('mandate-given', { mandate: 'M-1' })
    .day(2)
    .skip()
    .fact('debit-scheduled', DEBIT, { by: 'ann' });

test('a debit: nothing is asked until it is collected, by the provider and by the lender, once', () => {
  const told = scheduled('collected').heldBy('debit').day(9).left();
  return tells(told, { reference: null, debit: 'D-1' })
    .money({ cured: true })
    .left('d9 email receipt/thanks')
    .fact('debit-collected', { debit: 'D-1', amount: twd('143400') }, { source: 'core' })
    .day(30)
    .left()
    .end();
});

test('a debit that fails for lack of funds: the ladder goes on where it was', () => {
  const told = scheduled('no funds').day(9).left();
  return tells(told, { kind: 'failed', payment: 'pay-2', debit: 'D-1', failure: 'no-funds' })
    .money({ overdue: '1434.00', dpd: 9 })
    .left('d9 email reminder/email-4')
    .refused('debit-scheduled', { ...DEBIT, debit: 'D-2', on: '2026-03-12' }, 'not-allowed-now')
    .fact('debit-scheduled', { ...DEBIT, debit: 'D-2', on: '2026-03-18' }, { by: 'ann' })
    .heldBy('debit')
    .end();
});

test('a manual payment: the debit must be cancelled, and the task ends when it is', () =>
  scheduled('paid otherwise')
    .day(4)
    .pays('1434.00')
    .money({ cured: true })
    .tasks('cancel-debit', 1)
    .fact('debit-cancelled', { debit: 'D-1', reason: 'paid at the counter' }, { by: 'ann' })
    .tasks('cancel-debit', 0)
    .end());

test('nobody answers: five working days later a person is asked, and the ladder goes on', () =>
  scheduled('unanswered')
    .day(16)
    .left()
    .tasks('debit-unanswered', 0)
    .day(17)
    .tasks('debit-unanswered', 1)
    .left('d17 sms sms/sms-10', 'd17 desk review/debit-unanswered')
    .fact('debit-failed', { debit: 'D-1', reason: 'technical' })
    .tasks('debit-unanswered', 0)
    .end());

test('what protects the person stops debits, and asks to cancel the one that is scheduled', () =>
  scheduled('hardship')
    .ofPerson('hardship', {})
    .tasks('cancel-debit', 1)
    .fact('debit-cancelled', { debit: 'D-1', reason: 'hardship' }, { by: 'ann' })
    .refused('debit-scheduled', { ...DEBIT, debit: 'D-2' }, 'not-allowed-now')
    .ofPerson('hardship-ended', { reason: 'works again' }, 'ann')
    .fact('debit-scheduled', { ...DEBIT, debit: 'D-3' }, { by: 'ann' })
    .fact('mandate-withdrawn', {})
    .tasks('cancel-debit', 1)
    .also('said so', async (world) => expect(await world.openTasks('debit-unanswered')).toEqual([]))
    .end());
