/** The portfolio of the demo: real cards in the documented format, taken by a real database without one refused row. */
import { createReadStream } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { inspectBook } from '../../channels/book/reader.ts';
import { importBook, type Refusal } from '../../db/queries/import-book.ts';
import { loadFacts } from '../../db/queries/load-facts.ts';
import { START, ZONE } from '../../demo/calendar.ts';
import { CREDITOR, chooseRows, PORTFOLIO, readPortfolio } from '../../demo/portfolio.ts';
import { standingOf } from '../../domain/standing.ts';
import { instantAt } from '../../domain/time.ts';
import { addCreditor } from '../support/creditor.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await addCreditor(database.db, CREDITOR);
});
afterAll(() => database.close());

const now = instantAt(START, 9 * 60, ZONE);

describe('the portfolio of the demo', () => {
  test('is imported whole, and every account is as late as its row says', async () => {
    const inspection = await inspectBook(() => createReadStream(PORTFOLIO));
    if (!('source' in inspection)) throw new Error('the file was refused');
    const refusals: Refusal[] = [];
    const options = { now, stages: ['reminder'], sender: 'test', onRefused: (found: readonly Refusal[]) => void refusals.push(...found) };
    const summary = await importBook(database.pool, inspection.source, options);
    expect(refusals).toEqual([]);
    expect(summary).toMatchObject({ rows: 3680, added: 3680, refused: 0, stale: 0 });

    const chosen = new Map(chooseRows(readPortfolio(), 7, 150).map((row) => [row.account, row]));
    const { rows } = await sql<{ id: string; number: string }>`select id, number from account`.execute(database.db);
    const ids = rows.filter((row) => chosen.has(row.number)).map((row) => row.id);
    const facts = await loadFacts(database.db, ids, now);
    expect(facts.size).toBe(150);
    for (const account of facts.values()) {
      const row = chosen.get(account.number);
      const { dpd, overdue, balance } = standingOf(account, now);
      expect({ dpd, overdue, balance }).toEqual({
        dpd: 1 + 30 * ((row?.months ?? 0) - 1),
        overdue: row?.dues.reduce((sum, due) => sum + due.minor, 0n),
        balance: row?.balanceMinor,
      });
    }
  }, 60_000);
});
