/** What files for organisations need beside the facts of the accounts: the persons to be named, and the number of a file on its day. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { WrittenChannel } from '../../domain/channels.ts';
import type { Language } from '../../domain/letter.ts';
import type { CalendarDate } from '../../domain/time.ts';

/** Personal values: read for one file, stored nowhere else. */
export interface FilePerson {
  id: string;
  number: string;
  name: string;
  language: Language;
  zone: string;
  /** Name and code of the creditor. */
  creditor: string;
  code: string;
  points: { channel: WrittenChannel; value: string; wrong: boolean }[];
}

export async function readPeople(db: Kysely<Database>, ids: readonly string[]): Promise<Map<string, FilePerson>> {
  const { rows } = await sql<FilePerson>`
    select p.id, p.number, p.name, p.language, p.zone, c.name as creditor, c.code,
      coalesce((select jsonb_agg(jsonb_build_object('channel', cp.channel, 'value', cp.value, 'wrong', cp.invalid_since is not null) order by cp.channel)
        from contact_point cp where cp.person_id = p.id), '[]'::jsonb) as points
    from person p join creditor c on c.id = p.creditor_id where p.id = any(${[...ids]}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** How many files of this kind went to this organisation on this date, up to and with this dispatch. */
export async function sequenceOf(db: Kysely<Database>, dispatchId: string, on: CalendarDate): Promise<number> {
  const { rows } = await sql<{ no: number }>`
    select count(*)::int as no from dispatch d join dispatch own on own.id = ${dispatchId}::uuid
    where d.creditor_id = own.creditor_id and d.channel = own.channel and d.recipient = own.recipient and d.kind = own.kind and d.business_date = ${on}
      and d.id <= own.id`.execute(db);
  return rows[0]?.no ?? 1;
}
