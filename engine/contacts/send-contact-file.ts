/**
 * Sends the files of permits and of stops that are built. A file leaves at least once under one key, always with the
 * same content, because its rows are in the ledger. It is no contact itself: the gate has judged each permit in it.
 */
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { ContactRow, StopRow } from '../../channels/agency/contact-files.ts';
import { writeContacts, writeStops } from '../../channels/agency/contact-files.ts';
import type { ChannelAdapter, OutFile } from '../../channels/channel.ts';
import { epochIsOpen } from '../../db/epoch.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Channel, PersonChannel } from '../../domain/channels.ts';
import { permitFor } from '../../domain/permit.ts';
import { type CalendarDate, endOfDay, type Instant, localDate, showInstant } from '../../domain/time.ts';
import { valuesOf } from '../persons/contact-points.ts';

/** What sending works with. */
export interface SendFilesDeps {
  db: Kysely<Database>;
  /** Channels of this process. */
  channels: Readonly<Partial<Record<Channel, ChannelAdapter>>>;
  now(): Promise<Instant>;
  simulated: boolean;
}

/** Wall seconds that one call may take, and after which a call that failed is repeated. */
const CALL_SECONDS = 60;

interface BuiltFile {
  id: string;
  kind: 'permits' | 'stops';
  agency: string;
  creditor: string;
  zone: string;
  on: CalendarDate;
  sequence: number;
}

/** Condition: the file `f` is begun and has not left, and its lane is open. */
export const isLeaving: RawBuilder<unknown> = sql`(
  f.left_at is null
  and f.given_up_at is null
  and ${epochIsOpen}
  and not exists (
    select
    from lane l
    where l.name = 'agency'
      and (l.closed_since is not null or l.paused_until > clock_timestamp())))`;

/** Sends what is built and due to be sent, where this process works on the lane. */
export async function sendContactFiles(deps: SendFilesDeps): Promise<void> {
  const adapter = deps.channels.agency;
  if (adapter === undefined) return;
  for (let file = await takeBuilt(deps.db); file !== null; file = await takeBuilt(deps.db)) {
    const now = await deps.now();
    if (localDate(now, file.zone) === file.on) await send(deps, adapter, file, now);
    else await endLate(deps, adapter, file, now);
  }
}

/** Takes a file for the time of one call. */
async function takeBuilt(db: Kysely<Database>): Promise<BuiltFile | null> {
  const { rows } = await sql<BuiltFile>`
    update contact_file taken
    set call_from = clock_timestamp() + make_interval(secs => ${CALL_SECONDS})
    from creditor c
    where c.id = taken.creditor_id
      and taken.id = (
        select f.id
        from contact_file f
        where f.built_at is not null
          and ${isLeaving}
          and f.call_from <= clock_timestamp()
        order by f.opened_at, f.id
        limit 1
        for no key update skip locked)
    returning taken.id, taken.kind, taken.agency, c.code as creditor, c.zone, taken.business_date as on,
      taken.sequence`.execute(db);
  return rows[0] ?? null;
}

async function send(deps: SendFilesDeps, adapter: ChannelAdapter, file: BuiltFile, now: Instant): Promise<void> {
  const { id, on, zone } = file;
  const judged = {
    effect: { id, attempt: 0 },
    verdict: 'allow',
    factsVersion: 0n,
    notAfter: endOfDay(on, zone),
  } as const;
  const call = { started: performance.now(), now, leaseSeconds: CALL_SECONDS, simulated: deps.simulated };
  const files = file.kind === 'permits' ? await permitsOf(deps.db, file) : await stopsOf(deps.db, file);
  const result = await adapter.send(permitFor([judged], call), { key: id, covers: [], files });
  if (result.kind === 'sent') return markLeft(deps.db, file, now);
  await sql`update contact_file set failure = ${result.reason} where id = ${id}::uuid`.execute(deps.db);
}

/** A file of a day that is over is not sent any more. What it gave is released, if it is proved that it never left. */
async function endLate({ db }: SendFilesDeps, adapter: ChannelAdapter, file: BuiltFile, now: Instant): Promise<void> {
  const answer = await adapter.ask(file.id);
  if (answer === 'sent') return markLeft(db, file, now);
  await inTransaction(db, async (trx) => {
    await sql`update contact_file set given_up_at = ${new Date(now)} where id = ${file.id}::uuid`.execute(trx);
    if (answer === 'not-sent') await release(trx, sql`file_id = ${file.id}::uuid`, 'the file never left', now);
  });
}

/** From now on the agency can know: the permits that the file stops end, those that had not begun were not used. */
async function markLeft(db: Kysely<Database>, { id, kind }: BuiltFile, now: Instant): Promise<void> {
  await inTransaction(db, async (trx) => {
    await sql`
      update contact_file
      set left_at = ${new Date(now)}, failure = null
      where id = ${id}::uuid`.execute(trx);
    if (kind === 'permits') return;
    await sql`
      update contact_reservation
      set ends_at = least(ends_at, ${new Date(now)})
      where stop_file_id = ${id}::uuid`.execute(trx);
    await release(trx, sql`stop_file_id = ${id}::uuid and reserved_at >= ends_at`, 'stopped before it began', now);
  });
}

async function release(
  trx: Transaction<Database>,
  which: RawBuilder<unknown>,
  reason: string,
  now: Instant,
): Promise<void> {
  await sql`
    update contact_reservation
    set state = 'released', release_reason = ${reason}, reported_at = ${new Date(now)}
    where ${which}
      and state = 'reserved'`.execute(trx);
}

interface PermitCells {
  reservation: string;
  placement: string;
  account: string;
  channel: PersonChannel;
  point: string;
  from: Instant;
  until: Instant;
  zone: string;
}

interface RefusalCells {
  placement: string;
  account: string;
  channel: PersonChannel;
  reason: string;
  next: Instant | null;
  zone: string;
}

async function permitsOf(db: Kysely<Database>, file: BuiltFile): Promise<OutFile[]> {
  const { rows: permits } = await sql<PermitCells>`
    select r.id as reservation, r.placement_id as placement, a.number as account, r.channel, r.point_id as point,
      r.reserved_at as from, r.ends_at as until, p.zone
    from contact_reservation r
    join account a on a.id = r.account_id
    join person p on p.id = r.person_id
    where r.file_id = ${file.id}::uuid`.execute(db);
  const { rows: refusals } = await sql<RefusalCells>`
    select pl.id as placement, a.number as account, x.channel, x.reasons->0->>'code' as reason, x.until as next, p.zone
    from contact_refusal x
    join account a on a.id = x.account_id
    join person p on p.id = x.person_id
    join lateral (
      select id
      from placement
      where account_id = x.account_id
        and agency = ${file.agency}
        and handed_over_at <= x.asked_at
      order by handed_over_at desc
      limit 1) pl on true
    where x.file_id = ${file.id}::uuid`.execute(db);
  const values = await valuesOf(
    db,
    permits.map(({ point }) => point),
  );
  const given = permits.map(({ reservation, placement, account, channel, point, from, until, zone }): ContactRow => {
    const hours = { from: showInstant(from, zone), until: showInstant(until, zone) };
    return { reservation, placement, account, channel, to: values.get(point) ?? '', ...hours, reason: '', next: '' };
  });
  const refused = refusals.map(({ placement, account, channel, reason, next, zone }): ContactRow => {
    const none = { reservation: '', to: '', from: '', until: '' };
    return { ...none, placement, account, channel, reason, next: next === null ? '' : showInstant(next, zone) };
  });
  return writeContacts(file, [...given, ...refused]);
}

async function stopsOf(db: Kysely<Database>, file: BuiltFile): Promise<OutFile[]> {
  const { rows } = await sql<StopRow>`
    select r.id as reservation, r.placement_id as placement, a.number as account, r.channel,
      r.stopped_because as reason
    from contact_reservation r
    join account a on a.id = r.account_id
    where r.stop_file_id = ${file.id}::uuid`.execute(db);
  return writeStops(file, rows);
}
