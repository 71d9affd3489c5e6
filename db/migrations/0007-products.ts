/** Products are named by each creditor. */
import { type Kysely, sql } from 'kysely';

const CHANGES = `
alter table account drop constraint account_product_check;
alter table account add constraint account_product_check check (product ~ '^[a-z][a-z0-9-]{1,30}$');
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql.raw(CHANGES).execute(db);
}
