/** Money as it really arrives: late, twice, in another order, not in the book, after the account was closed. */
import { test } from '@jest/globals';
import { on, story, twd } from '../support/story.ts';

const due = (day: number, amount: string) => `${on(day)}=${amount}`;
const paidOn = (day: number, amount: string) => [{ amount: twd(amount) }, { on: day }] as const;

test('a payment that arrives after the book that has it changes nothing', () =>
  story('late payment')
    .day(1)
    .book({ dues: [due(-30, '1434.00'), due(0, '1380.00')].join(';') })
    .day(5)
    .book({ dues: due(0, '1380.00') })
    .day(6)
    .fact('payment', ...paidOn(4, '1434.00'))
    .unpaid(due(0, '1380.00'))
    .money({ overdue: '1380.00', cured: false })
    .end());

test('paid, still in the book, taken back, paid again: nobody is asked after paying in full', () =>
  story('paid twice, returned once')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .pays('1434.00')
    .day(4)
    .book({ dues: due(0, '1434.00') })
    .why('book-behind')
    .money({ cured: true })
    .day(5)
    .fact('reversal', { amount: twd('1434.00') }, { on: 4 })
    .money({ overdue: '1434.00' })
    .day(7)
    .pays('1434.00')
    .money({ cured: true })
    .skip()
    .day(60)
    .left()
    .end());

test('a paid and thanked account in the book of tomorrow: no second ladder, and the book says when it counts', () =>
  story('the book lags')
    .day(0)
    .overdue('1434.00')
    .day(20)
    .pays('1434.00')
    .day(22)
    .skip()
    .book({ dues: due(0, '1434.00') })
    .why('book-behind')
    .stands('clear')
    .day(24)
    .book({ dues: '', balance: '0.00' })
    .day(60)
    .left()
    .stands('clear')
    .end());

test('a payment that no book has: a task, two weekdays of belief, then it counts as returned', () =>
  story('not in the book')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .pays('1434.00')
    .day(7)
    .skip()
    .book({ dues: due(0, '1434.00') })
    .tasks('payment-not-in-book', 1)
    .why('payment-not-in-book')
    .money({ cured: true })
    .day(9)
    .left()
    .money({ cured: true })
    .day(10, 14)
    .left('d10 email reminder/email-4 + reminder/payment-returned')
    .money({ overdue: '1434.00', dpd: 10 })
    .stands('reminder')
    .end());

test('a person saw the money: it is believed until the book has it', async () => {
  let payment = '';
  await story('looked up')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .pays('1434.00')
    .day(7)
    .book({ dues: due(0, '1434.00') })
    .also('the payment is found', async (world) => {
      const { id } = await world.db
        .selectFrom('fact')
        .select('id')
        .where('kind', '=', 'payment')
        .executeTakeFirstOrThrow();
      payment = id;
      await world.record({ subject: 'harbour/A-1', kind: 'payment-confirmed', data: { payment }, by: 'ann' });
    })
    .tasks('payment-not-in-book', 0)
    .skip()
    .day(40)
    .left()
    .money({ cured: true })
    .end();
});

test('a payment of before the import comes back: two dated dues, the oldest is paid first', () =>
  story('returned after the import')
    .day(1)
    .overdue('1380.00')
    .day(4)
    .fact('reversal', { amount: twd('1434.00'), of: 'paid-long-ago' })
    .day(5)
    .unpaid([due(0, '1380.00'), due(4, '1434.00')].join(';'))
    .money({ asked: '2814.00' })
    .day(6)
    .pays('1380.00')
    .unpaid(due(4, '1434.00'))
    .day(14)
    .reads('email', /NT\$ 1,434/)
    .end());

test('the book says which due is unpaid', () =>
  story('only the oldest')
    .day(0)
    .book({ dues: [due(0, '1000.00'), due(30, '1000.00'), due(60, '1000.00')].join(';') })
    .day(62)
    .book({ dues: due(0, '1000.00') })
    .unpaid(due(0, '1000.00'))
    .money({ overdue: '1000.00', dpd: 62 })
    .end());

test('the same transaction told by two sources counts once; the same amount without one asks a person', () =>
  story('told twice')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .fact('payment', { amount: twd('500.00'), reference: 'TX-1' }, { source: 'bank' })
    .fact('payment', { amount: twd('500.00'), reference: 'TX-1', via: 'agency' }, { source: 'agency' })
    .money({ overdue: '934.00' })
    .tasks('told-twice', 0)
    .pays('434.00')
    .pays('434.00')
    .money({ overdue: '66.00' })
    .tasks('told-twice', 1)
    .end());

test('a payment is taken back once, however often that is told', () =>
  story('returned twice')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .fact('payment', { amount: twd('1434.00') }, { externalId: 'P-1' })
    .day(3)
    .fact('reversal', { amount: twd('1434.00'), of: 'P-1' }, { externalId: 'R-1' })
    .fact('reversal', { amount: twd('1434.00'), of: 'P-1' }, { source: 'bank', externalId: 'R-9' })
    .money({ overdue: '1434.00' })
    .unpaid(due(0, '1434.00'))
    .end());

test('one book by event and by file, in either order on one day, ends the same', async () => {
  const event = { asOf: on(5), balance: twd('1500.00'), dues: [{ on: on(0), amount: twd('1000.00') }] };
  const begun = (title: string) => story(title).day(0).overdue('1434.00').day(5);
  const file = { dues: due(0, '900.00'), balance: '900.00' };
  await begun('event first')
    .fact('balance-update', event, { source: 'core' })
    .book(file)
    .unpaid(due(0, '900.00'))
    .end();
  await begun('file first').book(file).fact('balance-update', event, { source: 'core' }).unpaid(due(0, '900.00')).end();
});

test('closed as paid is not deaf: a payment that comes back opens it again', () =>
  story('closed, returned')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .fact('payment', { amount: twd('1434.00') }, { externalId: 'P-1' })
    .fact('closed', { how: 'paid' })
    .stands('closed')
    .day(9)
    .fact('reversal', { amount: twd('1434.00'), of: 'P-1' })
    .stands('reminder')
    .money({ overdue: '1434.00', dpd: 9 })
    .end());

test('a book that lists a due after the account was closed as paid: believed in its lag, then the account is open again', () =>
  story('closed, listed')
    .day(0)
    .overdue('1434.00')
    .day(1)
    .fact('closed', { how: 'paid' })
    .day(2)
    .book({ dues: due(0, '1434.00') })
    .stands('closed')
    .day(8)
    .book({ dues: due(0, '1434.00') })
    .tasks('payment-not-in-book', 1)
    .stands('closed')
    .day(15)
    .stands('reminder')
    .end());

test('after a settlement, money that comes back is a question for a person before any demand', () =>
  story('settled, returned')
    .day(0)
    .overdue('1434.00')
    .day(2)
    .fact('payment', { amount: twd('700.00') }, { externalId: 'P-1' })
    .fact('closed', { how: 'settled' })
    .day(9)
    .skip()
    .fact('reversal', { amount: twd('700.00'), of: 'P-1' })
    .tasks('after-closing', 1)
    .stands('closed')
    .day(40)
    .left()
    .end());

test('a dispute after closing is a task, never the ladder', () =>
  story('closed, disputed')
    .day(0)
    .overdue('1434.00')
    .day(1)
    .fact('closed', { how: 'sold' })
    .day(5)
    .skip()
    .fact('dispute', { about: 'not-mine' })
    .tasks('after-closing', 1)
    .day(40)
    .left()
    .stands('closed')
    .end());

test('a book of before the last one fills in the past and changes nothing that is owed now', () =>
  story('older book')
    .day(0)
    .overdue('1434.00')
    .day(5)
    .book({ dues: due(0, '1000.00') })
    .day(6)
    .book({ dues: due(0, '1200.00'), as_of: on(3) })
    .unpaid(due(0, '1000.00'))
    .end());

test('nothing is known from the future', () =>
  story('2062')
    .day(0)
    .overdue('1434.00')
    .day(1)
    .refused('balance-update', { asOf: '2062-01-01', balance: twd('1434.00'), dues: [] }, 'fact-invalid')
    .end());
