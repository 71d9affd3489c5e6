/** What persons wrote back. No other file reads or writes the text. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../../db/schema.ts';
import type { WrittenChannel } from '../../domain/channels.ts';
import { contactKey, parseContact } from '../../domain/contracts/contact-value.ts';
import type { Instant } from '../../domain/time.ts';

/** A reply as it arrives. */
interface NewReply {
  creditorId: string;
  personId: string;
  channel: WrittenChannel;
  text: string;
  at: Instant;
}

/** Stores the text of a reply. Returns its id. */
export async function storeReply(trx: Transaction<Database>, reply: NewReply): Promise<string> {
  const { creditorId, personId, channel, text, at } = reply;
  const id = uuidv7();
  await sql`
    insert into reply_body (id, creditor_id, person_id, channel, at, body)
    values (${id}::uuid, ${creditorId}::uuid, ${personId}::uuid, ${channel}, ${new Date(at)}, ${text})`.execute(trx);
  return id;
}

/** Puts a reply to the open task of its person in which it is read. */
export async function putToTask(trx: Transaction<Database>, id: string, kind: string): Promise<void> {
  await sql`
    update reply_body b
    set task_id = t.id
    from task t
    where b.id = ${id}::uuid
      and t.person_id = b.person_id
      and t.kind = ${kind}
      and t.state = 'open'`.execute(trx);
}

/** A reply as its reader sees it. */
interface Reply {
  at: Instant;
  channel: WrittenChannel;
  text: string;
}

/** The replies that are read in a task, the oldest first. */
export async function repliesOfTask(db: Kysely<Database>, taskNo: bigint): Promise<Reply[]> {
  const { rows } = await sql<Reply>`
    select b.at, b.channel, b.body as text
    from reply_body b
    join task t on t.id = b.task_id
    where t.no = ${taskNo}
    order by b.at, b.id`.execute(db);
  return rows;
}

/** The other persons of the creditor for whom this number or address is known. */
export async function othersAt(
  trx: Transaction<Database>,
  { creditorId, personId }: Pick<NewReply, 'creditorId' | 'personId'>,
  channel: WrittenChannel,
  value: string,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct coalesce(p.merged_into, p.id) as id
    from contact_point cp
    join person p on p.id = cp.person_id
    where cp.creditor_id = ${creditorId}::uuid
      and cp.channel = ${channel}
      and cp.value_key = ${contactKey(channel, parseContact(channel, value) ?? value)}
      and coalesce(p.merged_into, p.id) <> ${personId}::uuid
    order by 1`.execute(trx);
  return rows.map(({ id }) => id);
}
