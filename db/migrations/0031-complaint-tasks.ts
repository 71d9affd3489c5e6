/** The monthly report reads the tasks of complaints: few tasks are of them, and none of the others is read. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql`
    create index task_complaints on task (ended_at)
    where kind = 'review-complaint'`.execute(db);
}
