/** What is read of several rows comes in one order, whoever wrote them and wherever they stand in their table. */
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { useTestEngine } from '../support/fixtures.ts';

const engine = useTestEngine('each test');

const NUMBERS = Array.from({ length: 9 }, (_, at) => `A-${at + 1}`);

test('facts of several accounts: in the order of the book', async () => {
  const ids = await engine.book(NUMBERS.map((account) => ({ account, person: `P-${account}` })));
  // A row that is written anew stands behind the others.
  for (const number of ['A-3', 'A-1'])
    await sql`update account set balance = balance where number = ${number}`.execute(engine.db);
  const { rows } = await sql<{ number: string }>`select number from account`.execute(engine.db);
  expect(rows.map(({ number }) => number)).not.toEqual(NUMBERS);
  const facts = await loadFacts(engine.db, ids.toReversed(), engine.now, RULEBOOK);
  expect([...facts.values()].map(({ number }) => number)).toEqual(NUMBERS);
});
