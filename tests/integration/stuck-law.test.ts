/** What the law leaves stuck shows: a person whose law nobody knows, and a calendar that ends. */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { START } from '../support/test-engine.ts';

const engine = useTestEngine('each test');
const NOVEMBER = Date.parse('2026-11-20T12:00:00+08:00');

test('a person in a country without a pack is held, shows as stuck, and goes on once the country is known', async () => {
  engine.chosen = RULEBOOK;
  const ids = await engine.book([{}, { account: 'A-2', person: 'P-2', email: 'other@example.com' }]);
  await sql`update person set country = 'JP' where number = 'P-1'`.execute(engine.db);
  await engine.look(ids);
  const stuck = await findStuck(engine.db, START, { code: 'law-unknown' });
  expect(stuck.map(({ code, account }) => [code, account])).toEqual([['law-unknown', 'harbour/A-1']]);
  expect(stuck[0]?.remedy).toContain('give the country');
  await sql`update person set country = 'TW' where number = 'P-1'`.execute(engine.db);
  await engine.look(ids);
  expect(await findStuck(engine.db, START, { code: 'law-unknown' })).toEqual([]);
});

test('a creditor is told 45 days before the working days of its country end', async () => {
  const found = async (now: number) =>
    (await findStuck(engine.db, now, { code: 'calendar-ends' })).map(({ cause }) => cause);
  expect(await found(NOVEMBER)).toEqual([]);
  await sql`update creditor set terms = terms || '{"country": "CN"}' where code = 'harbour'`.execute(engine.db);
  expect(await found(START)).toEqual([]);
  expect(await found(NOVEMBER)).toEqual([
    'the working days of harbour are known until 2026-12-31 only; after it each day from Monday to Friday counts',
  ]);
});
