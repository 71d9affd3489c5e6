/** Messages as written, and where they went. No other file reads or writes them. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { WrittenChannel } from '../../domain/channels.ts';
import { contactKey } from '../../domain/contracts/contact-value.ts';
import type { Instant } from '../../domain/time.ts';

/** A message that may leave now. */
export interface NewMessageBody {
  dispatchId: string;
  creditorId: string;
  personId: string;
  channel: WrittenChannel;
  to: string;
  subject: string | null;
  body: string;
}

/** Stores messages; their dispatches are stored already. */
export async function storeMessageBodies(
  trx: Transaction<Database>,
  messages: readonly NewMessageBody[],
): Promise<void> {
  if (messages.length === 0) return;
  await trx
    .insertInto('message_body')
    .values(
      messages.map(({ dispatchId, creditorId, personId, channel, to, subject, body }) => ({
        dispatch_id: dispatchId,
        creditor_id: creditorId,
        person_id: personId,
        to_value: to,
        to_key: contactKey(channel, to),
        subject,
        body,
      })),
    )
    .execute();
}

/** A message that has left. */
interface SentMessage {
  at: Instant;
  channel: WrittenChannel;
  /** `stage/step` */
  what: string;
  to: string;
  subject: string | null;
  body: string;
}

/** The messages about an account that have left, the oldest first. */
export async function readSentMessages(db: Kysely<Database>, accountId: string): Promise<SentMessage[]> {
  const { rows } = await sql<SentMessage>`
    select e.sent_at as at, e.channel, e.stage || '/' || e.step as what, m.to_value as "to", m.subject, m.body
    from effect e
    join message_body m on m.dispatch_id = e.dispatch_id
    where e.account_id = ${accountId}::uuid
      and e.state = 'sent'
    order by e.sent_at, e.id`.execute(db);
  return rows;
}

/** The contact point of the person to which the message with this key last went; null when none is known. */
export async function pointOfMessage(
  trx: Transaction<Database>,
  messageKey: string,
  personId: string,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select cp.id
    from dispatch d
    join message_body m on m.dispatch_id = d.id
    join contact_point cp on cp.person_id = m.person_id and cp.value_key = m.to_key
    where d.key = ${messageKey}
      and m.person_id = ${personId}::uuid
    order by d.created_at desc, cp.id
    limit 1`.execute(trx);
  return rows[0]?.id ?? null;
}
