/** A creditor has one open task about how its book splits payments. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(db);
  await sql`
    create unique index task_payment_split on task (creditor_id)
    where kind = 'payment-split-differs'
      and state = 'open'`.execute(db);
}
