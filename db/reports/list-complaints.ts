/** Lists the complaints that a month may count, with the law by which each is answered. No personal values. */
import { type Kysely, sql } from 'kysely';
import type { CountedComplaint } from '../../domain/complaint-figures.ts';
import { complaintsOf } from '../../domain/complaints.ts';
import { reviewAfter } from '../../domain/tasks.ts';
import type { CalendarDate } from '../../domain/time.ts';
import { loadComplainants } from '../load-complaints.ts';
import type { Database } from '../schema.ts';

/** Persons that are read at once. */
const BATCH = 500;

/**
 * All complaints of the persons whose task of complaints was open on a day or later, of one creditor or of all: those
 * of a month that begins then are among them.
 */
export async function listComplaints(
  db: Kysely<Database>,
  { creditor, from }: { creditor?: string | undefined; from: CalendarDate },
): Promise<CountedComplaint[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct t.person_id as id
    from task t
    join creditor c on c.id = t.creditor_id
    where t.kind = ${sql.lit(reviewAfter('complaint'))}
      and (t.ended_at is null or t.ended_at >= ${from}::date::timestamp at time zone c.zone)
      and ${creditor === undefined ? sql`true` : sql`c.code = ${creditor}`}
    order by t.person_id`.execute(db);
  const found: CountedComplaint[] = [];
  for (let at = 0; at < rows.length; at += BATCH) {
    const ids = rows.slice(at, at + BATCH).map(({ id }) => id);
    for (const complainant of (await loadComplainants(db, ids)).values())
      for (const complaint of complaintsOf(complainant.facts))
        found.push({ complaint, creditor: complainant.creditor.code, clocked: complainant });
  }
  return found;
}
