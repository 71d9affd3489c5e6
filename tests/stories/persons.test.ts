/** One person with several accounts, and who never meets whom. */
import { test } from '@jest/globals';
import { story } from '../support/story.ts';

const THREE = [{ account: 'A-1' }, { account: 'A-2' }, { account: 'A-3' }].map((item) => ({
  ...item,
  dues: '2026-03-02=1434.00',
}));

test('three accounts of one person: one message, at most two calls a day, one agency', () =>
  story('three accounts')
    .day(0)
    .book(...THREE)
    .day(15)
    .left(
      'd1 email reminder/email-1 A-1+A-2+A-3',
      'd4 email reminder/email-4 A-1+A-2+A-3',
      'd8 email reminder/email-8 A-1+A-2+A-3',
      'd11 sms sms/sms-10 A-1+A-2+A-3',
      'd14 sms sms/sms-14 A-1+A-2+A-3',
    )
    .reads('email', /A-1[\s\S]*A-2[\s\S]*A-3/)
    .day(120)
    .also('caps and one agency', async (world) => {
      const { rows } = await world.database.pool.query<{ most: number; agencies: number; placed: number }>(
        `select (select max(n) from (select count(*)::int as n from effect where channel = 'call' and state = 'sent' group by (sent_at at time zone 'Asia/Taipei')::date) x) as most,
          (select count(distinct agency)::int from placement) as agencies, (select count(*)::int from placement) as placed`,
      );
      if (rows[0]?.most !== 2 || rows[0].agencies !== 1 || rows[0].placed !== 3)
        throw new Error(JSON.stringify(rows[0]));
    })
    .end());

test('two calls a day for three accounts: the same accounts go first every time', () =>
  story('who is called first')
    .day(15)
    .book(...[...THREE].reverse())
    .day(40)
    .also('by account and attempt', async (world) => {
      const { rows } = await world.database.pool.query<{ day: string; calls: string }>(
        `select (e.sent_at at time zone 'Asia/Taipei')::date::text as day, string_agg(a.number || '#' || e.occurrence, ' ' order by e.sent_at, a.number, e.occurrence) as calls
        from effect e join account a on a.id = e.account_id where e.channel = 'call' and e.state = 'sent' group by 1 order by 1`,
      );
      const first = rows.slice(0, 2).map((row) => `${row.day} ${row.calls}`);
      if (first.join(', ') !== '2026-03-21 A-1#1 A-2#1, 2026-03-22 A-1#3 A-2#3') throw new Error(JSON.stringify(rows));
    })
    .end());

test('an account that is paid leaves the common message', () =>
  story('one of three pays')
    .day(0)
    .book(...THREE)
    .day(2)
    .skip()
    .pays('1434.00', 'A-2')
    .day(5)
    .left('d2 email receipt/thanks A-2', 'd4 email reminder/email-4 A-1+A-3')
    .end());

test('two lenders of one person are never joined', () =>
  story('two lenders')
    .day(0)
    .book(
      { account: 'A-1', dues: '2026-03-02=1434.00' },
      { creditor: 'market', account: 'M-1', dues: '2026-03-02=900.00' },
    )
    .day(2)
    .left('d1 email reminder/email-1 A-1', 'd1 email reminder/email-1 M-1')
    .end());

test.each([
  ['en', 'Lin Mei', /NT\$ 1,434/],
  ['zh-Hans', '林美', /您|逾期/],
] as const)('written to in %s', (language, name, words) =>
  story(language)
    .day(0)
    .overdue('1434.00', { language, name })
    .day(12)
    .left('d1 email reminder/email-1', 'd4 email reminder/email-4', 'd8 email reminder/email-8', 'd11 sms sms/sms-10')
    .reads('email', words)
    .end(),
);
