/** The credit bureau: notice, its delivery, a record every month until the account is closed. */
import { test } from '@jest/globals';
import { ANSWER_COLUMNS } from '../../channels/bureau/parser.ts';
import type { BureauRecord } from '../../domain/contracts/bureau-record.ts';
import { ingestBureauAnswer } from '../../engine/files/bureau-answer.ts';
import { on, type Story, story } from '../support/story.ts';

/** Rows below no agency's floor, so that only the bureau acts. */
const owed = (title: string, cells = {}, receipts = true) =>
  story(title)
    .also(receipts ? 'receipts come' : 'receipts never come', async (world) => {
      world.receipts = receipts;
    })
    .day(0)
    .overdue('900.00', cells)
    .day(44)
    .skip();

/** What was reported, oldest first: month, kind, status, overdue, first delinquency, disputed. */
function reported(told: Story, ...expected: string[]): Story {
  return told.also('reported', async (world) => {
    const rows = await world.db.selectFrom('bureau_entry').select('body').orderBy('at').orderBy('id').execute();
    const found = rows.map((row) => {
      const record = row.body as BureauRecord;
      return [
        record.month,
        record.kind,
        record.status,
        record.overdue,
        record.dateOfFirstDelinquency ?? '-',
        record.disputed ? 'disputed' : '',
      ]
        .join(' ')
        .trim();
    });
    if (JSON.stringify(found) !== JSON.stringify(expected)) throw new Error(`reported:\n${found.join('\n')}`);
  });
}

test('the first record waits two weeks from delivery, then every month, paid months too, until closed', () => {
  const told = owed('months')
    .day(60)
    .left('d45 email bureau/notice', 'd59 bureau bureau/record')
    .stands('call', 'bureau');
  reported(told, '2026-04 record 31-60 90000 2026-03-02');
  told.day(100).pays('900.00').day(121).skip();
  reported(
    told,
    '2026-04 record 31-60 90000 2026-03-02',
    '2026-05 record 61-90 90000 2026-03-02',
    '2026-06 record current 0 -',
  );
  told.fact('closed', { how: 'paid' }).day(200).left('d151 bureau bureau/record');
  return reported(
    told,
    '2026-04 record 31-60 90000 2026-03-02',
    '2026-05 record 61-90 90000 2026-03-02',
    '2026-06 record current 0 -',
    '2026-07 record closed-paid 0 -',
  ).end();
});

test('a bounced notice goes another way, and the two weeks count from that', () =>
  owed('bounced')
    .bounces('email')
    .day(60)
    .left('d45 email bureau/notice', 'd45 sms bureau/notice#2', 'd59 bureau bureau/record')
    .end());

test('no way reaches the person: no record, no court; a person decides', () =>
  owed('unreachable')
    .bounces('email')
    .bounces('sms')
    .day(130)
    .left(
      'd45 email bureau/notice',
      'd45 sms bureau/notice#2',
      'd45 desk review/find-contact-data',
      'd91 desk legal/ladder-end',
    )
    .stands('unreachable', 'bureau')
    .end());

test('without a receipt: to an address that had taken a message before, and not returned, it is served', () =>
  owed('no receipt')
    .also('receipts do not come', async (world) => {
      world.receipts = false;
    })
    .day(60)
    .left('d45 email bureau/notice', 'd59 bureau bureau/record')
    .end());

test('never proved: the other channel a week later, then no record, contact data are asked for', () =>
  owed('never a receipt', {}, false)
    .day(130)
    .left(
      'd45 email bureau/notice',
      'd53 sms bureau/notice#2',
      'd61 desk review/find-contact-data',
      'd91 desk legal/ladder-end',
    )
    .end());

test('paid or disputed between notice and record: no record', async () => {
  await owed('paid in time')
    .day(50)
    .pays('900.00')
    .day(130)
    .left('d45 email bureau/notice', 'd50 email receipt/thanks')
    .end();
  await owed('disputed in time')
    .day(50)
    .fact('dispute', { about: 'amount' })
    .day(130)
    .left('d45 email bureau/notice', 'd50 desk review/dispute')
    .tasks('review-dispute', 1)
    .end();
});

test('without consent nothing is told or reported', () =>
  owed('no consent', { bureau_consent: 'no' }).day(80).left().why('no-consent').end());

test('a dispute after the first record marks the next', () => {
  const told = owed('disputed').day(60).fact('dispute', { about: 'amount' }).day(91).skip();
  return reported(
    told,
    '2026-04 record 31-60 90000 2026-03-02',
    '2026-05 record 61-90 90000 2026-03-02 disputed',
  ).end();
});

test('a relapse has a date of first delinquency of its own; the old one is never moved', () => {
  const told = owed('relapse')
    .day(60)
    .pays('900.00')
    .book({ dues: `${on(62)}=700.00`, balance: '41000.00' })
    .day(91)
    .skip();
  return reported(told, '2026-04 record 31-60 90000 2026-03-02', '2026-05 record 1-30 70000 2026-05-03').end();
});

test('the answer of the bureau is taken in; a wrong record is corrected in the next file, naming what it replaces', () => {
  const told = owed('corrected')
    .day(60)
    .skip()
    .also('the bureau answers', async (world) => {
      const { rows } = await world.database.pool.query<{ manifest: string }>(
        "select manifest::text from dispatch where channel = 'bureau'",
      );
      const file = /[0-9a-f]{64}/.exec(rows[0]?.manifest ?? '')?.[0] ?? '';
      const lines = [ANSWER_COLUMNS.join(','), ['#end', '2026-04', '0', '1', file].join(',')];
      await ingestBureauAnswer(world.db, {
        creditor: 'harbour',
        bureau: 'example-bureau',
        fileName: 'answer.csv',
        bytes: Buffer.from(`${lines.join('\n')}\n`),
        now: world.now,
      });
      await world.settle();
    })
    .fact(
      'bureau-correction',
      { month: '2026-04', remedy: 'correct', reason: 'a payment was booked late' },
      { by: 'ann' },
    )
    .day(91)
    .left('d90 bureau bureau/record', 'd91 desk legal/ladder-end');
  return told
    .also('corrected', async (world) => {
      const rows = await world.db
        .selectFrom('bureau_entry')
        .select(['month', 'kind', 'replaces', 'state', 'id'])
        .orderBy('month')
        .orderBy('at')
        .execute();
      const first = rows.find((row) => row.month === '2026-04' && row.kind === 'record');
      const correction = rows.find((row) => row.kind === 'correction');
      if (first?.state !== 'acknowledged' || correction?.replaces !== first.id || correction.month !== '2026-04')
        throw new Error(JSON.stringify(rows));
    })
    .end();
});
