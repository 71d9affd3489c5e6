/**
 * The portfolio of the demo: real cards in the documented format, taken by a real database without one refused row; so
 * is the lender's later book.
 */

import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { inspectBook } from '../../channels/book/reader.ts';
import { loadStandingFacts } from '../../db/load-facts.ts';
import { dateOf, dueDay, START } from '../../demo/calendar.ts';
import { LAWS } from '../../demo/laws.ts';
import { bookCells, bookPayment, cutDemoStatement, type DemoLedger, openLedger } from '../../demo/lender.ts';
import { CREDITOR, chooseRows, PORTFOLIO, readPortfolio } from '../../demo/portfolio.ts';
import { bySystem } from '../../domain/act.ts';
import { standingOf } from '../../domain/standing.ts';
import { instantAt } from '../../domain/time.ts';
import { recordFacts } from '../../engine/facts/record-facts.ts';
import { type ImportSummary, importBook, type Refusal } from '../../engine/import/import-book.ts';
import { standOn } from '../../simulation/behaviour/ledger.ts';
import { bookFile } from '../support/book-file.ts';
import { addCreditor } from '../support/creditor.ts';
import { useDatabase } from '../support/fixtures.ts';

const database = useDatabase('all tests');
beforeAll(async () => {
  await addCreditor(database.db, CREDITOR);
});

const morningOf = (day: number) => instantAt(dateOf(day), 9 * 60, LAWS.TW.zone);

async function ingest(open: () => Readable, day: number): Promise<ImportSummary & { refusals: Refusal[] }> {
  const inspection = await inspectBook(open);
  if (!('source' in inspection)) throw new Error('the file was refused');
  const refusals: Refusal[] = [];
  const onRefused = (found: readonly Refusal[]) => void refusals.push(...found);
  const summary = await importBook(database.pool, inspection.source, {
    now: morningOf(day),
    stages: ['reminder'],
    sender: 'test',
    onRefused,
  });
  return { ...summary, refusals };
}

/** What the database says of the accounts of some ledgers, and what the ledgers say. */
async function compare(ledgers: readonly DemoLedger[], day: number): Promise<void> {
  const byNumber = new Map(ledgers.map((ledger) => [ledger.row.account, ledger]));
  const { rows } = await sql<{ id: string; number: string }>`select id, number from account`.execute(database.db);
  const ids = rows.filter((row) => byNumber.has(row.number)).map((row) => row.id);
  const facts = await loadStandingFacts(database.db, ids);
  expect(facts.size).toBe(ledgers.length);
  for (const account of facts.values()) {
    const ledger = byNumber.get(account.number);
    if (!ledger) throw new Error('no such account');
    const { overdueMinor, dpd } = standOn(ledger, day);
    const { overdue, dpd: days, balance } = standingOf(account, morningOf(day));
    const { number } = account;
    expect({ number, dpd: days, overdue, balance }).toEqual({
      number,
      dpd,
      overdue: overdueMinor,
      balance: ledger.balance,
    });
  }
}

describe('the portfolio of the demo', () => {
  const ledgers = chooseRows(readPortfolio(), 7, 150).map(openLedger);

  test('is imported whole, and every account is as late as the source says', async () => {
    expect(await ingest(() => createReadStream(PORTFOLIO), 0)).toMatchObject({
      rows: 3680,
      added: 3680,
      refused: 0,
      stale: 0,
      refusals: [],
    });
    expect(dateOf(0)).toBe(START);
    for (const { row } of ledgers) expect(standOn(openLedger(row), 0).dpd).toBe(1 + 30 * (row.months - 1));
    await compare(ledgers, 0);
  });

  test('the book of a later statement is taken, and agrees with what was paid meanwhile', async () => {
    const { rows } = await sql<{ id: string; number: string }>`select id, number from account`.execute(database.db);
    const idOf = new Map(rows.map((row) => [row.number, row.id]));
    for (const [index, ledger] of ledgers.entries()) {
      const { overdueMinor, oldestMinor } = standOn(ledger, 6);
      const minor = index % 3 === 0 ? overdueMinor : index % 3 === 1 ? oldestMinor : 0n;
      if (minor === 0n) continue;
      bookPayment(ledger, minor, 6);
      const fact = {
        accountId: idOf.get(ledger.row.account) ?? '',
        kind: 'payment',
        body: { minor, via: 'lender' },
      } as const;
      await recordFacts(
        database.db,
        [{ ...fact, source: 'bank', externalId: `p${index}`, occurredAt: morningOf(6) }],
        bySystem('test', morningOf(6)),
      );
    }
    for (const ledger of ledgers) cutDemoStatement(ledger, 1);
    const file = bookFile(ledgers.map((ledger) => bookCells(ledger, dateOf(15))));
    expect(await ingest(() => Readable.from([Buffer.from(file)]), 15)).toMatchObject({
      rows: 150,
      updated: 150,
      refused: 0,
      stale: 0,
      cured: 0,
    });
    await compare(ledgers, 15);
    await compare(ledgers, dueDay(1) + 1);
  });
});
