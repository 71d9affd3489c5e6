/** What is read or made of several rows comes in one order, wherever the rows stand in their tables. */
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { inspectBook } from '../../channels/book/reader.ts';
import { loadFacts } from '../../db/load-facts.ts';
import { stageNames } from '../../domain/rules.ts';
import { importBook } from '../../engine/import/import-book.ts';
import { listTasks } from '../../engine/tasks/list-tasks.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { bookFile } from '../support/book-file.ts';
import { useTestEngine } from '../support/fixtures.ts';

const engine = useTestEngine('each test');

const NUMBERS = ['A-1', 'A-2', 'A-3', 'A-4'];
const book = () => engine.book(NUMBERS.map((account) => ({ account, person: `P-${account}` })));
/** A row that is written anew stands behind the others. */
const writeAnew = (number: string) =>
  sql`update account set balance = balance where number = ${number}`.execute(engine.db);

test('facts of several accounts, in the order of the book', async () => {
  const ids = await book();
  for (const number of ['A-3', 'A-1']) await writeAnew(number);
  const { rows } = await sql<{ number: string }>`select number from account`.execute(engine.db);
  expect(rows.map(({ number }) => number)).not.toEqual(NUMBERS);
  const facts = await loadFacts(engine.db, ids.toReversed(), engine.now, RULEBOOK);
  expect([...facts.values()].map(({ number }) => number)).toEqual(NUMBERS);
});

test('tasks about accounts that a complete book does not name, in the order of their numbers', async () => {
  await book();
  for (const number of ['A-3', 'A-2']) await writeAnew(number);
  const inspection = await inspectBook(() => Readable.from([Buffer.from(bookFile([{ as_of: '2026-03-02' }]))]));
  if (!('source' in inspection)) throw new Error('the file was refused');
  const options = { now: engine.now, stages: stageNames(RULEBOOK), sender: 'test', complete: true };
  expect((await importBook(engine.database.pool, inspection.source, options)).missing).toBe(3);
  const tasks = await listTasks(engine.db, { kind: 'missing-from-file', limit: 9 }, engine.now);
  expect(tasks.map(({ account }) => account)).toEqual(['harbour/A-2', 'harbour/A-3', 'harbour/A-4']);
});
