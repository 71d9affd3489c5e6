/** Numbers the files for an organisation by day. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { CalendarDate } from '../../domain/time.ts';

/** How many files of its kind went to its organisation on this date, up to and including this dispatch. */
export async function sequenceOf(db: Kysely<Database>, dispatchId: string, on: CalendarDate): Promise<number> {
  const { rows } = await sql<{ no: number }>`
    select count(*)::int as no
    from dispatch d
    join dispatch own on own.id = ${dispatchId}::uuid
    where d.creditor_id = own.creditor_id
      and d.channel = own.channel
      and d.recipient = own.recipient
      and d.kind = own.kind
      and d.business_date = ${on}
      and d.id <= own.id`.execute(db);
  return rows[0]?.no ?? 1;
}
