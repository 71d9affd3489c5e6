/** Finds the accounts of which a move may tell. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';

/** Whose accounts, and how far they were gone through. */
export interface Followers {
  creditorId: string;
  /** null = the ladder of the code. */
  strategy: string | null;
  /** The account after which the search begins. */
  after: string | null;
  /** Most accounts. */
  limit: number;
}

/** The open accounts of a creditor that follow a strategy and wait for no move, in the order of their ids. */
export async function findFollowers(
  db: Kysely<Database>,
  { creditorId, strategy, after, limit }: Followers,
  lock: RawBuilder<unknown> = sql``,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id
    from account
    where creditor_id = ${creditorId}::uuid
      and strategy is not distinct from ${strategy}
      and strategy_move is null
      and closed_at is null
      and (${after}::uuid is null or id > ${after}::uuid)
    order by id
    limit ${limit}
    ${lock}`.execute(db);
  return rows.map(({ id }) => id);
}
