/** Rows of a day before the last one taken of their account: what of them is known already. */
import type { Pool } from 'pg';
import { BOOK_FILE } from '../../domain/money/statements.ts';
import type { Change } from './updates.ts';

/** A row of that day: `same` was taken before, `other` contradicts what was taken, `new` was not. */
export type KnownRow = 'same' | 'other' | 'new';

interface Stated {
  account_id: string;
  as_of: string;
  balance: string;
  dues: { on: string; minor: string }[];
}

const shown = (balance: bigint | string, dues: readonly { on: string; minor: bigint | string }[]): string =>
  [balance, ...dues.map(({ on, minor }) => `${on}=${minor}`).sort()].join(' ');

/** What is known of each row, in their order. Reads the statements that files made of the same accounts and days. */
export async function findKnownRows(pool: Pool, changes: readonly Change[]): Promise<KnownRow[]> {
  if (changes.length === 0) return [];
  const { rows } = await pool.query<Stated>({
    name: 'book-older',
    text: `
      select n.account_id, n.as_of, s.body->>'balance' as balance, s.body->'dues' as dues
      from unnest($1::uuid[], $2::date[]) as n (account_id, as_of)
      join lateral (
        select f.body
        from fact f
        where f.account_id = n.account_id
          and f.kind = 'balance-update'
          and f.source = $3
          and f.external_id = n.as_of::text
        union all
        select a.opening
        from account a
        where a.id = n.account_id
          and a.opening->>'asOf' = n.as_of::text
        limit 1) s on true`,
    values: [changes.map(({ accountId }) => accountId), changes.map(({ book }) => book.asOf), BOOK_FILE],
  });
  const stated = new Map(rows.map((row) => [`${row.account_id} ${row.as_of}`, shown(row.balance, row.dues)]));
  return changes.map(({ accountId, book }) => {
    const known = stated.get(`${accountId} ${book.asOf}`);
    if (known === undefined) return 'new';
    return known === shown(book.balance, book.dues) ? 'same' : 'other';
  });
}
