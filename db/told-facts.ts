/** When the facts of an account were told, beside what they say (load-facts.ts). */
import { type Kysely, sql } from 'kysely';
import type { ToldFacts } from '../domain/known-by.ts';
import { type Instant, localDate, type Zone } from '../domain/time.ts';
import type { Database } from './schema.ts';

/** Every fact of an account with its number and the day on which it was told, in the creditor's zone. */
export async function readTold(db: Kysely<Database>, accountId: string, zone: Zone): Promise<ToldFacts> {
  const { rows } = await sql<{ id: string; no: bigint; at: Instant }>`
    select id, no, (extract(epoch from recorded_at) * 1000)::float8 as at
    from fact
    where account_id = ${accountId}::uuid`.execute(db);
  return new Map(rows.map(({ id, no, at }) => [id, { no: Number(no), on: localDate(at, zone) }]));
}
