/** Lists the contacts with the person of an account, of all their accounts. No personal values. */
import { type Kysely, sql } from 'kysely';
import type { ContactRow } from '../../domain/contracts/reservation.ts';
import type { Instant } from '../../domain/time.ts';
import { BEGUN, TO_PERSON } from '../effect-sets.ts';
import { reservedAt } from '../load-contacts.ts';
import type { Database } from '../schema.ts';

const NO_REASONS = sql`'[]'::jsonb`;

/**
 * What counts for the caps, what was reserved and not used, and what was refused, since that moment, oldest first.
 * Reads the same rows as `readContacts`.
 */
export async function listContacts(db: Kysely<Database>, personId: string, since: Instant): Promise<ContactRow[]> {
  const from = new Date(since);
  const { rows } = await sql<ContactRow>`
    select listed.at, c.code || '/' || a.number as account, listed.channel, listed.purpose, listed.by, listed.outcome,
      listed.state, listed.reasons
    from (
      select
        min(e.account_id::text)::uuid as account_id, min(coalesce(e.claimed_at, e.sent_at, e.due_at)) as at,
        min(e.channel) as channel, min(e.purpose) as purpose, 'own' as by,
        coalesce(min(told.contact), case when bool_or(e.bounced_at is not null) then 'bounced' else min(e.state) end)
          as outcome,
        'made' as state, ${NO_REASONS} as reasons
      from effect e
      left join lateral (
        select f.body->>'contact' as contact
        from fact f
        where e.channel = 'call'
          and f.account_id = e.account_id
          and f.kind = 'call-outcome'
          and f.body->>'effect' = e.id::text
        order by f.occurred_at desc, f.no desc
        limit 1) told on true
      where e.person_id = ${personId}::uuid
        and e.channel in ${TO_PERSON}
        and (e.state in ${BEGUN} or (e.state = 'given-up' and 'unknown' = any(e.path)))
      group by coalesce(e.dispatch_id, e.id)
      union all
      select f.account_id, to_timestamp((f.body->>'at')::float8 / 1000), f.body->>'channel', 'demand',
        'agency:' || pl.agency, coalesce(f.body->>'outcome', 'attempted'), 'made', ${NO_REASONS}
      from account_person ap
      join fact f on f.account_id = ap.account_id
      join placement pl on pl.id = (f.body->>'placement')::uuid
      where ap.person_id = ${personId}::uuid
        and ap.role = 'debtor'
        and f.kind = 'agency-contact'
        and not exists (select from contact_reservation r where r.fact_id = f.id)
      union all
      select r.account_id, ${reservedAt}, r.channel, r.purpose, r.holder, coalesce(r.outcome, 'attempted'), r.state,
        ${NO_REASONS}
      from contact_reservation r
      where r.person_id = ${personId}::uuid
      union all
      select x.account_id, x.asked_at, x.channel, x.purpose, x.holder, x.verdict, 'refused',
        jsonb_path_query_array(x.reasons, '$[*].words')
      from contact_refusal x
      where x.person_id = ${personId}::uuid) listed
    join account a on a.id = listed.account_id
    join creditor c on c.id = a.creditor_id
    where listed.at >= ${from}
    order by listed.at, c.code, a.number, listed.channel, listed.by`.execute(db);
  return rows;
}
