/** A law's last day for the answer to a dispute is that of the task, also when the dispute was told late. */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { byPerson } from '../../domain/act.ts';
import { DAY_MS, endOfDay, localDate } from '../../domain/time.ts';
import { acceptFact } from '../../engine/facts/accept-fact.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { START, ZONE } from '../support/test-engine.ts';

const engine = useTestEngine('each test');

test.each([
  ['mainland China: 20 days, of which 19 are over', 'CN', 19, 1],
  ['mainland China: 20 days, which are over', 'CN', 22, -2],
  ['Taiwan: no day in the pack, the seven days of the task', 'TW', 19, null],
])('%s', async (_, country, lateDays, left) => {
  engine.chosen = RULEBOOK;
  const [id = ''] = await engine.book([{}]);
  await sql`update person set country = ${country}`.execute(engine.db);
  await sql`update creditor set terms = jsonb_set(terms, '{country}', to_jsonb(${country}::text))`.execute(engine.db);
  engine.now = START + lateDays * DAY_MS;
  const told = { subject: 'harbour/A-1', kind: 'dispute', data: { about: 'amount' }, occurredAt: START } as const;
  await acceptFact(engine.db, { ...told, source: 'test' }, byPerson('ann', engine.now));
  await engine.look([id]);
  await engine.sendDue();
  const { rows } = await sql<{ due: number }>`
    select due_at as due
    from task
    where kind = 'review-dispute'`.execute(engine.db);
  const due = left === null ? engine.now + 7 * DAY_MS : endOfDay(localDate(engine.now + left * DAY_MS, ZONE), ZONE);
  expect(rows).toEqual([{ due }]);
});

test('a dispute that is told later and happened earlier moves the open task to its day', async () => {
  engine.chosen = RULEBOOK;
  const [id = ''] = await engine.book([{}]);
  await sql`update person set country = 'CN'`.execute(engine.db);
  const tell = async (occurredAt: number, minor: string) => {
    const data = { about: 'amount', amount: { currency: 'TWD', minor } };
    const told = { subject: 'harbour/A-1', kind: 'dispute', data, occurredAt, source: 'test' } as const;
    await acceptFact(engine.db, told, byPerson('ann', engine.now));
    await engine.look([id]);
    await engine.sendDue();
    const { rows } = await sql<{ due: number }>`select due_at as due from task where state = 'open'`.execute(engine.db);
    return rows.map(({ due }) => due);
  };
  engine.now = START + 19 * DAY_MS;
  expect(await tell(engine.now, '1000')).toEqual([engine.now + 7 * DAY_MS]);
  const last = endOfDay(localDate(START + 20 * DAY_MS, ZONE), ZONE);
  expect(await tell(START, '2000')).toEqual([last]);
  // What happened later moves nothing back.
  expect(await tell(engine.now, '3000')).toEqual([last]);
});

test('a dispute about an account that is closed is due by the day of the law too', async () => {
  engine.chosen = RULEBOOK;
  const [id = ''] = await engine.book([{}]);
  await sql`update person set country = 'CN'`.execute(engine.db);
  const tell = async (kind: 'closed' | 'dispute', data: object, occurredAt: number) => {
    const told = { subject: 'harbour/A-1', kind, data, occurredAt, source: 'test' } as const;
    await acceptFact(engine.db, told, byPerson('ann', engine.now));
    await engine.look([id]);
  };
  await tell('closed', { how: 'sold' }, START);
  engine.now = START + 19 * DAY_MS;
  await tell('dispute', { about: 'amount' }, START);
  const { rows } = await sql<{ kind: string; due: number }>`
    select kind, due_at as due from task where state = 'open'`.execute(engine.db);
  expect(rows).toEqual([{ kind: 'after-closing', due: endOfDay(localDate(START + 20 * DAY_MS, ZONE), ZONE) }]);
});
