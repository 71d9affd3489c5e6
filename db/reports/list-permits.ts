/** Lists the verdicts on the effects of an account, each with the law that judged it and what it saw. */
import { type Kysely, sql } from 'kysely';
import type { PermitRow } from '../../domain/contracts/permit.ts';
import type { Database } from '../schema.ts';

/** The last `limit` verdicts, newest first. */
export async function listPermits(db: Kysely<Database>, accountId: string, limit: number): Promise<PermitRow[]> {
  const { rows } = await sql<PermitRow>`
    select p.given_at, p.local_date, p.local_minute, e.stage, e.step, e.occurrence, e.channel, p.verdict, p.ended,
      p.reasons, p.facts_version, p.law, p.proof
    from permit p
    join effect e on e.id = p.effect_id
    where p.account_id = ${accountId}::uuid
    order by p.no desc
    limit ${limit}`.execute(db);
  return rows;
}
