/** Lists what agencies did that they should not have done. No personal values. */
import { type Kysely, sql } from 'kysely';
import type { BreachRow } from '../../domain/contracts/reservation.ts';
import type { Database } from '../schema.ts';

/** The newest breaches first: of one agency, or of all. */
export async function listBreaches(
  db: Kysely<Database>,
  { agency, limit }: { agency?: string | undefined; limit: number },
): Promise<BreachRow[]> {
  const { rows } = await sql<BreachRow>`
    select b.id as breach, b.agency, c.code || '/' || a.number as account, b.at, b.channel, b.reasons,
      b.fact_id as fact, b.reservation_id as reservation, b.found_at as "foundAt"
    from agency_breach b
    join account a on a.id = b.account_id
    join creditor c on c.id = b.creditor_id
    where ${agency === undefined ? sql`true` : sql`b.agency = ${agency}`}
    order by b.at desc, b.id
    limit ${limit}`.execute(db);
  return rows;
}
