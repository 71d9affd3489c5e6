/** Lists of repayment plans read the accounts that have any: few facts propose a plan. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql`
    create index fact_plans on fact (account_id)
    where kind = 'plan-proposed'`.execute(db);
}
