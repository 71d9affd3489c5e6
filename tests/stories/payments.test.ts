/** Money that comes in, and money that goes back. */
import { test } from '@jest/globals';
import { story } from '../support/story.ts';

const MAILS = ['d1 email reminder/email-1', 'd4 email reminder/email-4', 'd8 email reminder/email-8'];
const SMS = ['d11 sms sms/sms-10', 'd14 sms sms/sms-14'];
const CALLS = [
  'd16 call call/attempt',
  'd16 call call/attempt#2',
  'd17 call call/attempt#3',
  'd17 call call/attempt#4',
  'd18 call call/attempt#5',
  'd18 call call/attempt#6',
];

test('a silent debtor is taken up the whole contact ladder', () =>
  story('silence')
    .day(0)
    .overdue('1434.00')
    .left()
    .day(2)
    .left('d1 email reminder/email-1')
    .reads('email', /NT\$ 1,434/)
    .stands('reminder')
    .day(30)
    .left(...MAILS.slice(1), ...SMS, ...CALLS)
    .stands('call')
    .end());

test('a part payment: three quiet days, then the text says what is left, nothing is repeated', () =>
  story('part')
    .day(0)
    .overdue('1434.00')
    .day(3)
    .left('d1 email reminder/email-1')
    .pays('500.00')
    .heldBy('quiet-after-payment')
    .day(6)
    .left()
    .day(7)
    .left('d7 email reminder/email-4')
    .reads('email', /NT\$ 934/)
    .money({ overdue: '934.00', dpd: 7 })
    .day(30)
    .left('d10 sms sms/sms-10', 'd14 sms sms/sms-14', ...CALLS)
    .end());

test('a part payment that covers the oldest due counts the days anew', () =>
  story('days anew')
    .day(0)
    .book({ dues: '2026-03-02=1434.00;2026-04-01=1380.00' })
    .day(20)
    .skip()
    .pays('1434.00')
    .left('d20 email receipt/thanks')
    .money({ cured: true })
    .day(31)
    .money({ overdue: '1380.00', dpd: 1 })
    .left('d31 email reminder/email-1')
    .stands('reminder')
    .end());

test('a cure stops everything, thanks once and ends the episode', () =>
  story('cure')
    .day(0)
    .overdue('1434.00')
    .day(9)
    .left(...MAILS)
    .pays('1434.00')
    .money({ cured: true })
    .left('d9 email receipt/thanks')
    .day(100)
    .left()
    .stands('clear')
    .end());

test('nobody is thanked who was never written to', () =>
  story('early').day(0).overdue('1434.00').pays('1434.00').day(30).left().end());

test('a payment that comes back: told by e-mail, nothing harsher for five days, the episode goes on', () =>
  story('reversal')
    .day(0)
    .overdue('1434.00')
    .day(9)
    .pays('1434.00')
    .day(12)
    .skip()
    .paymentReturned('1434.00')
    .money({ overdue: '1434.00', dpd: 12 })
    .left('d12 email reminder/payment-returned')
    .reads('email', /has come back to us unpaid/)
    .day(17)
    .left()
    .day(19)
    .left('d18 sms sms/sms-10', 'd19 call call/attempt')
    .day(30)
    .left(...CALLS.slice(1).map((name) => name.replace(/^d(\d+)/, (_, day) => `d${Number(day) + 3}`)))
    .pays('1434.00')
    .left()
    .end());

test('an announced payment: quiet for three working days, then on', () =>
  story('announced')
    .day(0)
    .overdue('1434.00')
    .day(3)
    .skip()
    .fact('payment-announced', {})
    .heldBy('announced-payment')
    .day(8)
    .left()
    .day(9)
    .left('d9 email reminder/email-4')
    .end());

test("the lender's book: a lower balance is a payment, nothing overdue any more is a cure", () =>
  story('book')
    .day(0)
    .overdue('1434.00')
    .day(3)
    .skip()
    .book({ dues: '2026-03-02=1000.00', balance: '40566.00' })
    .money({ overdue: '1000.00' })
    .heldBy('quiet-after-payment')
    .day(6)
    .left()
    .day(8)
    .left('d7 email reminder/email-4')
    .book({ dues: '', balance: '39566.00' })
    .left('d8 email receipt/thanks')
    .money({ cured: true })
    .end());

test('charged off: the ladder goes on and asks for the balance; paying the dues alone does not end it', () =>
  story('charge-off')
    .day(0)
    .overdue('1434.00', { balance: '5000.00' })
    .day(2)
    .skip()
    .fact('charge-off', { on: '2026-03-04', amount: { currency: 'TWD', minor: '500000' } })
    .money({ asked: '5000.00' })
    .day(5)
    .left('d4 email reminder/email-4')
    .reads('email', /NT\$ 5,000/)
    .pays('1434.00')
    .money({ cured: false, asked: '3566.00' })
    .day(12)
    .left('d10 email reminder/email-8')
    .pays('3566.00')
    .left('d12 email receipt/thanks')
    .money({ cured: true })
    .end());
