/**
 * What the loop of each account was last told, so that it is woken only when it waits for something else
 * (engine/evaluate/told-loops.ts).
 */
import { type Kysely, sql } from 'kysely';

const TOLD_LOOPS = `
alter table account
  -- of the last evaluation: nothing more happens without a new fact
  add column over boolean not null default false,
  -- the answer that the account's loop was last told, written by the loop's own evaluation alone. told_over is null
  -- until it is told one; told_wakes_at is null when it waits for a fact only
  add column told_wakes_at timestamptz,
  add column told_stage text,
  add column told_health text,
  add column told_over boolean,
  -- wall time at which the loop last evaluated, or was found running
  add column alive_at timestamptz;
create index account_by_told_wake on account (told_wakes_at) where told_wakes_at is not null;
create index account_by_alive on account (alive_at) where told_over = false and told_wakes_at is null;
create index account_loop_behind on account ((told_over is null), nudged_at nulls first)
  where started_at is not null and (
  told_over is distinct from over
  or told_stage is distinct from stage
  or told_health is distinct from health
  or (next_evaluation_at is not null and (told_wakes_at is null or next_evaluation_at < told_wakes_at)));
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(TOLD_LOOPS).execute(db);
}
