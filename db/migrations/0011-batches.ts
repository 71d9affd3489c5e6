/** Several effects go in one job of the queue, lane by lane in order of due time. */
import { type Kysely, sql } from 'kysely';

const CHANGES = `
-- the job of the queue that names the effect; null once a worker has taken the job
alter table effect add column job uuid;
-- what a decision reads of an account
create index placement_of_account on placement (account_id);
-- accounts whose loop is late; those without a loop yet are many after an import
create index account_started_by_next_evaluation on account (next_evaluation_at)
  where started_at is not null or closed_at is not null;
create index effect_due_of_lane on effect (channel, due_at) where state in ('planned', 'deferred');
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(CHANGES).execute(db);
}
