/**
 * Lists of repayment plans read the accounts that have one: few facts propose a plan, and none of the others is read. A
 * certificate of settlement closes its account once it was sent.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql`
    create index fact_plans on fact (account_id)
    where kind = 'plan-proposed'`.execute(db);
  await sql`alter table effect drop constraint effect_when_sent_check`.execute(db);
  await sql`
    alter table effect add constraint effect_when_sent_check
    check (when_sent in ('open-placement', 'recall-placement', 'mark-folder-made', 'close-settled'))`.execute(db);
}
