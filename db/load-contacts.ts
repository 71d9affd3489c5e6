/**
 * Reads the contacts with persons: what this engine sent, what agencies told of, and what the ledger of reservations
 * holds. Every contact once, of all accounts of the person.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Contact } from '../domain/call-results.ts';
import type { Channel, Purpose } from '../domain/channels.ts';
import { asSeenAt } from '../domain/contact-file.ts';
import { groupBy } from '../domain/group.ts';
import type { Outcome } from '../domain/law/case.ts';
import type { PastContact } from '../domain/past-contact.ts';
import { CLOCK_SKEW_MS, type Instant } from '../domain/time.ts';
import { BEGUN, TO_PERSON } from './effect-sets.ts';
import type { Database } from './schema.ts';

/** A contact as it is stored, with what it was told by. */
export interface ContactRow {
  person: string;
  at: Instant;
  channel: Channel;
  accountId: string;
  purpose: Purpose;
  /** Whom a call of our own reached, as often as it was recorded, oldest first; null for other contacts. */
  told: readonly { fact: string; contact: Contact }[] | null;
  outcome: Outcome | null;
  point: string | null;
  covers: NonNullable<PastContact['covers']> | null;
  /** Of a permit for a day that nobody has reported. */
  permit: string | null;
  until: Instant | null;
  /** Ids of our own effects that it was; null for what others did. */
  effects: readonly string[] | null;
  /** Id of the fact by which an agency told of it; null for other contacts. */
  fact: string | null;
  /**
   * When it was reserved, and when it was told that it took place; null for what was not reserved, and while untold.
   */
  reservedAt: Instant | null;
  reportedAt: Instant | null;
}

/** What became of a call, by whom it reached. */
const OUTCOME_OF: Readonly<Record<Contact, Outcome>> = {
  'no-answer': 'no-answer',
  busy: 'no-answer',
  voicemail: 'voicemail',
  'invalid-number': 'not-connected',
  'third-party': 'third-party',
  'right-party': 'conversation',
};

/** When a reserved contact took place: as reported, else when it was reserved. The index has this expression. */
export const reservedAt: RawBuilder<unknown> = sql`coalesce(r.contacted_at, r.reserved_at)`;

/** Condition: the reservation is a permit for a day that nobody has reported. It counts as of its end. */
const isOpenPermit = sql`(r.file_id is not null and r.state = 'reserved')`;

/** Which contacts are read, and the moment for which they are. */
export interface ContactWindow {
  since: Instant;
  now: Instant;
}

/**
 * The contacts in the window, by person, oldest first. A reservation counts unless it was released. A contact of an
 * agency that tells of a reservation counts as that reservation.
 */
export async function readContacts(
  db: Kysely<Database>,
  personIds: readonly string[],
  window: ContactWindow,
): Promise<Map<string, PastContact[]>> {
  const rows = await readContactRows(db, personIds, window.since);
  return new Map(
    [...groupBy(rows, (row) => row.person)].map(([person, contacts]) => [
      person,
      contacts.map((row) => contactOf(row, window.now)),
    ]),
  );
}

/** The contacts since a moment, as they are stored, oldest first. */
export async function readContactRows(
  db: Kysely<Database>,
  personIds: readonly string[],
  after: Instant,
): Promise<ContactRow[]> {
  const since = new Date(after);
  const persons = sql`${[...personIds]}::uuid[]`;
  const { rows } = await sql<ContactRow>`
    select
      e.person_id as person, min(coalesce(e.claimed_at, e.sent_at, e.due_at)) as at, min(e.channel) as channel,
      min(e.account_id::text) as "accountId", min(e.purpose) as purpose, (array_agg(told.outcomes))[1] as told,
      case when min(e.channel) <> 'call' then case when bool_or(e.bounced_at is not null) then 'bounced' else 'sent' end
        end as outcome,
      null as point,
      jsonb_agg(
        jsonb_build_object('accountId', e.account_id, 'stage', e.stage, 'step', e.step) order by e.id) as covers,
      null as permit, null::timestamptz as until,
      array_agg(e.id::text) as effects, null as fact, null::timestamptz as "reservedAt",
      null::timestamptz as "reportedAt"
    from effect e
    left join lateral (
      select jsonb_agg(
        jsonb_build_object('fact', f.id, 'contact', f.body->>'contact') order by f.occurred_at, f.no) as outcomes
      from fact f
      where e.channel = 'call'
        and f.account_id = e.account_id
        and f.kind = 'call-outcome'
        and f.body->>'effect' = e.id::text) told on true
    where e.person_id = any(${persons})
      and e.channel in ${TO_PERSON}
      and (e.state in ${BEGUN} or (e.state = 'given-up' and 'unknown' = any(e.path)))
      and coalesce(e.claimed_at, e.sent_at, e.due_at) >= ${since}
    group by e.person_id, coalesce(e.dispatch_id, e.id)
    union all
    select
      ap.person_id, to_timestamp((f.body->>'at')::float8 / 1000), f.body->>'channel', f.account_id::text, 'demand', null,
      f.body->>'outcome', null, null, null, null, null, f.id::text, null, null
    from account_person ap
    cross join lateral (
      select *
      from fact told
      where told.account_id = ap.account_id
        and told.kind = 'agency-contact'
        and told.occurred_at >= ${since}
      -- By the index of the account, however few such facts there are.
      offset 0) f
    where ap.person_id = any(${persons})
      and ap.role = 'debtor'
      and not exists (select from contact_reservation r where r.fact_id = f.id)
    union all
    select
      r.person_id, ${reservedAt}, r.channel, r.account_id::text, r.purpose, null, r.outcome, r.point_id::text, null,
      case when ${isOpenPermit} then r.id::text end, case when ${isOpenPermit} then r.ends_at end,
      null, null, r.reserved_at, r.reported_at
    from contact_reservation r
    where r.person_id = any(${persons})
      and r.state <> 'released'
      and ${reservedAt} >= ${since}::timestamptz - interval '1 day'
      and case when ${isOpenPermit} then r.ends_at else ${reservedAt} end >= ${since}
    order by at, channel, "accountId"`.execute(db);
  return rows;
}

/**
 * What is not known is left out. Who waited for a lock may find a contact that is newer than its own moment: it counts
 * as of that moment, because nobody counts what lies ahead.
 */
export function contactOf(row: ContactRow, now: Instant): PastContact {
  const { channel, accountId, purpose, told, outcome, point, covers, permit, until } = row;
  const reached = told?.at(-1)?.contact;
  const at = row.at > now && row.at <= now + CLOCK_SKEW_MS ? now : row.at;
  const became = reached === undefined ? outcome : OUTCOME_OF[reached];
  const contact: PastContact = {
    at,
    channel,
    accountId,
    purpose,
    direction: 'out',
    ...(became === null ? {} : { outcome: became }),
    ...(point === null ? {} : { point }),
    ...(covers === null ? {} : { covers }),
  };
  return permit === null || until === null ? contact : asSeenAt({ ...contact, permit: { id: permit, until } }, now);
}
