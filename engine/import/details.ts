/**
 * Writes what format v2 of the book says of accounts that are known. A column that the file leaves out says nothing.
 */
import { type Kysely, sql } from 'kysely';
import { type CopyValue, copyLine } from '../../db/copy-rows.ts';
import { readComponents } from '../../db/read-components.ts';
import type { Database } from '../../db/schema.ts';
import type { BookDetails } from '../../domain/contracts/book-details.ts';
import type { BookRow } from '../../domain/contracts/book-row.ts';
import { namesOtherOwner } from '../../domain/owner.ts';
import type { Instant } from '../../domain/time.ts';
import { noteDifferences } from './split-differences.ts';

/** A row of the book and the account that it is about. */
interface AccountRow {
  accountId: string;
  book: BookRow;
}

/** Columns of `account` that hold details, with their types. */
const COLUMNS: readonly [keyof BookDetails, string, string][] = [
  ['graceDays', 'grace_days', 'int'],
  ['disbursed', 'disbursed', 'bigint'],
  ['originationChannel', 'origination_channel', 'text'],
  ['originationBand', 'origination_band', 'text'],
  ['originalCreditor', 'original_creditor', 'text'],
  ['presentCreditor', 'present_creditor', 'text'],
  ['lastContactOn', 'last_contact_on', 'date'],
];
/** Names of those columns. */
export const DETAIL_COLUMN_NAMES = COLUMNS.map(([, name]) => name).join(', ');
/** Their values for a new account. */
export function detailValues({ details }: BookRow): CopyValue[] {
  return COLUMNS.map(([field]) => (details[field] as CopyValue | undefined) ?? null);
}

/** Columns of `due_component`. */
export const COMPONENT_COLUMNS =
  'due_component (creditor_id, account_id, due_on, as_of, principal, interest, fees, costs)';
/** Lines of `due_component` for COPY. */
export function componentLines(creditorId: string, { accountId, book }: AccountRow): string[] {
  return (book.details.components ?? []).map(({ on, principal, interest, fees, costs }) =>
    copyLine([creditorId, accountId, on, book.asOf, principal, interest, fees, costs]),
  );
}

async function writeColumns(db: Kysely<Database>, rows: readonly AccountRow[]): Promise<void> {
  // All rows of a file have the same columns.
  const told = COLUMNS.filter(([field]) => rows.some(({ book }) => book.details[field] !== undefined));
  if (told.length === 0) return;
  const names = told.map(([, name]) => sql.raw(name));
  const values = told.map(
    ([field, , type]) => sql`${rows.map(({ book }) => book.details[field] ?? null)}::${sql.raw(type)}[]`,
  );
  await sql`
    update account a
    set ${sql.join(names.map((name) => sql`${name} = n.${name}`))}
    from unnest(${rows.map(({ accountId }) => accountId)}::uuid[], ${sql.join(values)})
      as n (id, ${sql.join(names)})
    where a.id = n.id`.execute(db);
}

async function writeComponents(
  db: Kysely<Database>,
  creditorId: string,
  rows: readonly AccountRow[],
  now: Instant,
): Promise<void> {
  const told = rows.filter(({ book }) => book.details.components !== undefined);
  if (told.length === 0) return;
  const before = await readComponents(
    db,
    told.map(({ accountId }) => accountId),
  );
  await noteDifferences(db, creditorId, before, new Map(told.map(({ accountId, book }) => [accountId, book])), now);
  await sql`
    delete from due_component
    where account_id = any(${told.map(({ accountId }) => accountId)}::uuid[])`.execute(db);
  const all = told.flatMap(({ accountId, book }) =>
    (book.details.components ?? []).map(({ on, ...parts }) => {
      return { creditor_id: creditorId, account_id: accountId, due_on: on, as_of: book.asOf, ...parts };
    }),
  );
  for (let at = 0; at < all.length; at += 1000)
    await db
      .insertInto('due_component')
      .values(all.slice(at, at + 1000))
      .execute();
}

/** Notes which of these debts have another owner than the book named so far. */
async function noteNewOwners(db: Kysely<Database>, rows: readonly AccountRow[], now: Instant): Promise<void> {
  const naming = rows.filter(({ book }) => book.details.presentCreditor != null);
  if (naming.length === 0) return;
  const known = await db
    .selectFrom('account')
    .select(['id', 'original_creditor as original', 'present_creditor as present'])
    .where(
      'id',
      'in',
      naming.map(({ accountId }) => accountId),
    )
    .execute();
  const owners = new Map(known.map((account) => [account.id, account]));
  const changed = naming.flatMap(({ accountId, book }) => {
    const before = owners.get(accountId);
    return before && namesOtherOwner(before, book.details) ? [accountId] : [];
  });
  if (changed.length === 0) return;
  await db
    .updateTable('account')
    .set({ owner_changed_at: new Date(now) })
    .where('id', 'in', changed)
    .execute();
}

/** Writes the details of changed accounts of one creditor; their accounts are locked already. */
export async function writeDetails(
  db: Kysely<Database>,
  creditorId: string,
  rows: readonly AccountRow[],
  now: Instant,
): Promise<void> {
  await noteNewOwners(db, rows, now);
  await writeColumns(db, rows);
  await writeComponents(db, creditorId, rows, now);
}
