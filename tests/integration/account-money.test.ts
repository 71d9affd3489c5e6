/** What lists of accounts say of money (db/account-money.ts) is what the rules say (domain/dpd.ts), grace and tolerance included. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { inspectBook } from '../../channels/book/reader.ts';
import { moneyOfAccount } from '../../db/account-money.ts';
import { loadStandingFacts } from '../../db/load-facts.ts';
import { bySystem } from '../../domain/act.ts';
import type { CreditorTerms } from '../../domain/contracts/creditor.ts';
import { standingOf } from '../../domain/standing.ts';
import { recordFacts } from '../../engine/facts/record-facts.ts';
import { upsertCreditors } from '../../engine/import/creditors.ts';
import { importBook, type Refusal } from '../../engine/import/import-book.ts';
import { bookFile } from '../support/book-file.ts';
import { TEST_CREDITOR } from '../support/creditor.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { noon } from '../support/facts.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase(2);
});
afterAll(() => database.close());

test('a list and the standing agree on every day', async () => {
  const { db } = database;
  const products: CreditorTerms['products'] = [
    { code: 'plain', kind: 'card', graceDays: 0, tolerance: '0' },
    { code: 'kind', kind: 'instalment-loan', graceDays: 7, tolerance: '5000' },
  ];
  await upsertCreditors(db, [{ ...TEST_CREDITOR, terms: { ...TEST_CREDITOR.terms, products } }]);
  const dues = '2026-03-02=100;2026-04-02=100;2026-05-02=100';
  const rows = ['plain', 'kind', 'card', 'kind'].map((product, index) => ({
    account: `A-${index + 1}`,
    person: `P-${index + 1}`,
    product,
    dues,
  }));
  const inspection = await inspectBook(() => Readable.from([Buffer.from(bookFile(rows))]));
  if (!('source' in inspection)) throw new Error('the file was refused');
  const refused: Refusal[] = [];
  const onRefused = (found: readonly Refusal[]) => void refused.push(...found);
  const options = { now: noon(0), stages: [], sender: 'test', onRefused };
  expect(await importBook(database.pool, inspection.source, options)).toMatchObject({ added: 3 });
  // The book's own row says another number of days.
  await db.updateTable('account').set({ grace_days: 2 }).where('number', '=', 'A-4').execute();
  expect(refused).toMatchObject([{ account: 'A-3', column: 'product', code: 'unknown-product' }]);
  const seen = new Set<string>();
  for (const [day, minor] of [
    [1, 0n],
    [6, 5_000n],
    [8, 1n],
    [20, 4_999n],
    [40, 5_001n],
    [69, 4_999n],
    [80, 0n],
  ] as const) {
    const now = noon(day);
    const { rows } = await sql<{ id: string; number: string; overdue: bigint; oldest: string | null; dpd: number }>`
      select a.id, a.number, money.overdue, money.oldest, money.dpd
      from account a
      join creditor c on c.id = a.creditor_id
      ${moneyOfAccount(now)}`.execute(db);
    const facts = await loadStandingFacts(
      db,
      rows.map(({ id }) => id),
    );
    for (const { id, number, ...listed } of rows) {
      const account = facts.get(id);
      if (!account) throw new Error('no such account');
      const { overdue, oldest, dpd } = standingOf(account, now);
      expect({ number, day, ...listed }).toEqual({ number, day, overdue, oldest, dpd });
      seen.add(`${number} ${dpd}`);
      if (minor === 0n) continue;
      const payment = { accountId: id, kind: 'payment', body: { minor, via: 'lender' } } as const;
      await recordFacts(db, [{ ...payment, source: 'bank', occurredAt: now }], bySystem('test', now));
    }
  }
  // Grace and tolerance make a difference here.
  expect([...seen]).toEqual(expect.arrayContaining(['A-1 1', 'A-2 0', 'A-1 6', 'A-2 8', 'A-2 9', 'A-4 6']));
});
