/** Rows as the engine would have written them, for tests of what arrives afterwards. */
import { type Kysely, sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../../db/schema.ts';
import type { Channel, WrittenChannel } from '../../domain/channels.ts';
import type { EffectState } from '../../domain/effects.ts';
import type { Instant } from '../../domain/time.ts';

export interface Owner {
  accountId: string;
  personId: string;
  creditorId: string;
}

/** The account `creditor/number` and its person. */
export async function ownerOf(db: Kysely<Database>, name: string): Promise<Owner> {
  const { rows } = await sql<Owner>`
    select a.id as "accountId", ap.person_id as "personId", a.creditor_id as "creditorId"
    from account a
      join creditor c on c.id = a.creditor_id
      join account_person ap on ap.account_id = a.id
    where c.code || '/' || a.number = ${name}`.execute(db);
  if (!rows[0]) throw new Error(`no account ${name}`);
  return rows[0];
}

interface EffectRow {
  stage: string;
  step: string;
  channel: Channel;
  state?: EffectState;
  at: Instant;
  dispatch?: string;
}
export async function addEffect(db: Kysely<Database>, owner: Owner, effect: EffectRow): Promise<string> {
  const id = uuidv7();
  const { creditorId, accountId, personId } = owner;
  const { stage, step, channel, state = 'sent', at, dispatch = null } = effect;
  const sentAt = state === 'sent' ? new Date(at) : null;
  await sql`
    insert into effect (
      id, creditor_id, account_id, person_id, episode, stage, step, occurrence,
      channel, purpose, state, due_at, attempt, sent_at, dispatch_id)
    values (
      ${id}, ${creditorId}, ${accountId}, ${personId}, 1, ${stage}, ${step}, 1,
      ${channel}, 'demand', ${state}, ${new Date(at)}, 1, ${sentAt}, ${dispatch})`.execute(db);
  return id;
}

/** A message to the contact point of the person with the value `to`, or to the only one. Returns its key and its effect. */
export async function addMessage(
  db: Kysely<Database>,
  owner: Owner,
  item: { channel: WrittenChannel; at: Instant; state?: EffectState; step?: string; to?: string },
): Promise<{ key: string; effect: string }> {
  const dispatch = uuidv7();
  const key = `key-${dispatch}`;
  await sql`
    insert into dispatch (id, creditor_id, channel, recipient, key, kind, business_date, created_at)
    values (
      ${dispatch}, ${owner.creditorId}, ${item.channel}, ${owner.personId}, ${key}, 'message', '2026-04-01',
      ${new Date(item.at)})`.execute(db);
  await sql`
    insert into message_body (dispatch_id, creditor_id, person_id, to_value, to_key, subject, body)
    select ${dispatch}::uuid, creditor_id, person_id, value, value_key, 'A reminder', 'text'
    from contact_point
    where person_id = ${owner.personId}::uuid
      and channel = ${item.channel}
      and value = coalesce(${item.to ?? null}, value)`.execute(db);
  const effect = await addEffect(db, owner, { stage: 'reminder', step: item.channel, dispatch, ...item });
  return { key, effect };
}

export async function addPlacement(
  db: Kysely<Database>,
  owner: Owner,
  at: Instant,
  state = 'handed-over',
): Promise<string> {
  const id = uuidv7();
  const effect = await addEffect(db, owner, { stage: 'agency', step: 'handover', channel: 'agency', at });
  await sql`
    insert into placement (
      id, creditor_id, account_id, person_id, effect_id, agency, state, handed_over_at, term_ends_on)
    values (
      ${id}, ${owner.creditorId}, ${owner.accountId}, ${owner.personId}, ${effect}, 'north', ${state},
      ${new Date(at)}, '2026-06-30')`.execute(db);
  return id;
}

export async function addBureauEntry(
  db: Kysely<Database>,
  owner: Owner,
  month: string,
  at: Instant,
  dispatch?: string,
): Promise<void> {
  const effect = await addEffect(db, owner, {
    stage: 'bureau',
    step: 'record',
    channel: 'bureau',
    at,
    ...(dispatch ? { dispatch } : {}),
  });
  await sql`
    insert into bureau_entry (id, creditor_id, account_id, effect_id, bureau, month, kind, body, at)
    values (
      ${uuidv7()}, ${owner.creditorId}, ${owner.accountId}, ${effect}, 'example-bureau', ${month}, 'record', '{}',
      ${new Date(at)})`.execute(db);
}

export async function addCourtCase(db: Kysely<Database>, owner: Owner, at: Instant): Promise<void> {
  const effect = await addEffect(db, owner, { stage: 'legal', step: 'folder', channel: 'court', at });
  await sql`
    insert into court_case (id, creditor_id, account_id, effect_id, state, opened_at)
    values (${uuidv7()}, ${owner.creditorId}, ${owner.accountId}, ${effect}, 'open', ${new Date(at)})`.execute(db);
}

/** An open task. Returns its number. */
export async function addTask(
  db: Kysely<Database>,
  owner: Owner,
  item: { kind: string; at: Instant; effect?: string; askedBy?: string; ofPerson?: boolean },
): Promise<number> {
  const [account, person] = item.ofPerson ? [null, owner.personId] : [owner.accountId, null];
  const at = new Date(item.at);
  const { rows } = await sql<{ no: bigint }>`
    insert into task (id, creditor_id, account_id, person_id, effect_id, kind, opened_at, due_at, asked_by)
    values (
      ${uuidv7()}, ${owner.creditorId}, ${account}, ${person}, ${item.effect ?? null}, ${item.kind}, ${at}, ${at},
      ${item.askedBy ?? null})
    returning no`.execute(db);
  return Number(rows[0]?.no);
}
