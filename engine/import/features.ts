/**
 * Takes in the features file. Each value is kept with its date; the newest counts, whatever the order of arrival. The
 * accounts are scored by the next sweep.
 */
import { type Kysely, sql } from 'kysely';
import { copyLine, copyRows } from '../../db/copy-rows.ts';
import { lockAccounts } from '../../db/lock.ts';
import { openScores } from '../../db/mark-scores.ts';
import type { Database } from '../../db/schema.ts';
import type { BookContext } from '../../domain/contracts/book-row.ts';
import { FEATURE_FORMAT, type FeatureRow, parseFeatureRow } from '../../domain/contracts/feature-row.ts';
import { type GoodRow, goodRows, type RowsImport, SortedRows } from './import-rows.ts';
import { SeenKeys } from './seen-keys.ts';
import type { BookCreditor } from './updates.ts';

/** A value that is not stored yet. */
interface NewFeature extends FeatureRow {
  accountId: string;
}

/** Rows a batch. */
const BATCH = 4000;

/** Accounts of a creditor by number. */
async function findAccounts(
  db: Kysely<Database>,
  creditorId: string,
  numbers: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ number: string; id: string }>`
    select number, id
    from account
    where creditor_id = ${creditorId}::uuid
      and number = any(${[...new Set(numbers)]}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.number, row.id]));
}

const nameOf = ({ account, name, asOf }: FeatureRow): string => `${account}/${name}/${asOf}`;

/** Stored values of the accounts, names and dates that the rows name. */
async function findStored(
  db: Kysely<Database>,
  rows: readonly FeatureRow[],
  accounts: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const named = rows.filter(({ account }) => accounts.has(account));
  const { rows: stored } = await sql<FeatureRow>`
    select n.account, f.name, f.as_of as "asOf", f.value
    from unnest(
      ${named.map(({ account }) => accounts.get(account))}::uuid[],
      ${named.map(({ account }) => account)}::text[],
      ${named.map(({ name }) => name)}::text[],
      ${named.map(({ asOf }) => asOf)}::date[])
      as n (id, account, name, as_of)
    join account_feature f on f.account_id = n.id and f.name = n.name and f.as_of = n.as_of`.execute(db);
  return new Map(stored.map((feature) => [nameOf(feature), feature.value]));
}

/** Reads features; a value that is stored with another content of the same day is refused. */
export function featuresImport(creditors: ReadonlyMap<string, BookCreditor>): RowsImport<NewFeature> {
  const seen = new SeenKeys();
  const context: Pick<BookContext, 'creditorOf'> = { creditorOf: (code) => creditors.get(code) ?? null };
  async function sortOf(
    db: Kysely<Database>,
    creditor: BookCreditor,
    rows: readonly GoodRow<FeatureRow>[],
    sorted: SortedRows<NewFeature>,
  ): Promise<void> {
    const values = rows.map(({ value }) => value);
    const accounts = await findAccounts(
      db,
      creditor.id,
      values.map(({ account }) => account),
    );
    const stored = await findStored(db, values, accounts);
    for (const row of rows) {
      const accountId = accounts.get(row.value.account);
      const known = stored.get(nameOf(row.value));
      const refuse = (column: string, code: 'unknown-account' | 'row-twice' | 'same-day-other-content') =>
        sorted.refuse(FEATURE_FORMAT, row, [{ column, code }]);
      const before = seen.see(`${creditor.code}/${nameOf(row.value)}`, row.value.value);
      if (accountId === undefined) refuse('account', 'unknown-account');
      else if (before === 'other') refuse('value', 'row-twice');
      else if (before === 'same' || known === row.value.value) sorted.unchanged += 1;
      else if (known !== undefined) refuse('as_of', 'same-day-other-content');
      else sorted.write(creditor, 'added', { ...row.value, accountId });
    }
  }
  return {
    batch: BATCH,
    async sort(db, lines) {
      const sorted = new SortedRows<NewFeature>();
      const parse = (cells: Parameters<typeof parseFeatureRow>[0]) => parseFeatureRow(cells, context);
      for (const [creditor, rows] of goodRows(creditors, FEATURE_FORMAT, parse, lines, sorted))
        await sortOf(db, creditor, rows, sorted);
      return sorted;
    },
    async write(trx, client, creditor, features) {
      const accountIds = [...new Set(features.map(({ accountId }) => accountId))];
      await lockAccounts(trx, accountIds);
      await copyRows(
        client,
        'account_feature (creditor_id, account_id, name, as_of, value)',
        features.map(({ accountId, name, asOf, value }) => copyLine([creditor.id, accountId, name, asOf, value])),
      );
      await openScores(trx, accountIds);
    },
  };
}
