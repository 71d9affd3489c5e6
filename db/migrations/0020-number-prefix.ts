/**
 * The first digits of a number, country and area, say in which country and zones its person may be. Numbers of the
 * United States that are reserved for fiction (555-0100 to 555-0199) belong nowhere.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql`
    alter table contact_point
    add column prefix text generated always as (
      case when channel = 'sms' and value_key !~ '^\\+1[0-9]{3}55501[0-9]{2}$' then left(value_key, 5) end) stored`.execute(
    db,
  );
}
