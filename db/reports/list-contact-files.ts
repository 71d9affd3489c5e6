/** Lists the files of contacts for agencies: what each allowed and what became of it. No personal values. */
import { type Kysely, sql } from 'kysely';
import type { ContactFileView } from '../../domain/contracts/reservation.ts';
import type { Database } from '../schema.ts';

/** The newest files first: of one agency, or of all. A file of stops counts the permits that it stops. */
export async function listContactFiles(
  db: Kysely<Database>,
  { agency, limit }: { agency?: string | undefined; limit: number },
): Promise<ContactFileView[]> {
  const { rows } = await sql<ContactFileView>`
    with newest as (
      select *
      from contact_file
      where ${agency === undefined ? sql`true` : sql`agency = ${agency}`}
      order by business_date desc, opened_at desc
      limit ${limit})
    select f.id as file, f.business_date as date, c.code as creditor, f.agency, f.kind, f.sequence,
      case
        when f.left_at is not null then 'left'
        when f.given_up_at is not null then 'given-up'
        when f.built_at is not null then 'built'
        else 'begun' end as state,
      f.failure, counted.*, (
        select count(*)::int
        from contact_refusal x
        where x.file_id = f.id) as refused
    from newest f
    join creditor c on c.id = f.creditor_id
    cross join lateral (
      select count(*)::int as permits, count(*) filter (where r.state = 'confirmed')::int as used,
        count(*) filter (where r.state = 'released')::int as unused,
        count(*) filter (where r.state = 'reserved')::int as unreported
      from contact_reservation r
      where (f.kind = 'permits' and r.file_id = f.id)
        or (f.kind = 'stops' and r.stop_file_id = f.id)) counted
    order by f.business_date desc, f.opened_at desc`.execute(db);
  return rows;
}
