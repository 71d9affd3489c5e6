/** Every sweep looks for alarms that nobody answered: few tasks are alarms, and none of the others is read. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql`
    create index task_alarms on task (kind, person_id, opened_at)
    where kind in ('self-harm-alarm', 'self-harm-alarm-raised')`.execute(db);
}
