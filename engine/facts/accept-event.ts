/** Accepts events, once per source and id. The answer is stored, so the same event gets the same answer. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Act } from '../../domain/act.ts';
import {
  Envelope,
  faultsOf,
  kindOf,
  RECEIPT_CONTRACTS,
  type ReceiptKind,
  showFaults,
} from '../../domain/contracts/event.ts';
import type { Doubt } from '../../domain/doubt.ts';
import { Problem } from '../../domain/problems.ts';
import { agencyOf } from '../../domain/reservations.ts';
import type { Instant } from '../../domain/time.ts';
import { sha256 } from '../../platform/sha256.ts';
import { recordReceipt } from '../effects/record-receipts.ts';
import { acceptFact, momentOf, parseBody } from './accept-fact.ts';

import { checkAgencySource } from './agency-source.ts';
import { faultAt } from './field-fault.ts';

/** The answer to an accepted event. */
export interface EventAnswer {
  source: string;
  id: string;
  status: 'recorded';
  /** Id of the fact; null for a receipt, which settles an effect and is not a fact. */
  fact: string | null;
  /** What is doubtful about the fact: it waits for a person. */
  doubt?: Doubt;
}
/** An accepted event, new or repeated. */
interface AcceptedEvent {
  answer: EventAnswer;
  /** The same event was accepted before. */
  repeated: boolean;
  /** Accounts to nudge after the commit. */
  nudge: string[];
}

/** Parses an envelope. Throws `event-invalid` with every fault. */
export function parseEnvelope(value: unknown): Envelope {
  const parsed = Envelope.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error);
  throw new Problem('event-invalid', { faults: showFaults(faults) }, { cause: faults });
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** A moment as one text, however it was written: `Z`, `.000Z` and `+00:00` are the same. Other text stays as it is. */
function plainMoment(text: string): string {
  const at = MOMENT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? text : new Date(at).toISOString();
}

/** JSON with sorted keys: events that differ only in key order have the same hash. `read` is applied to each text. */
function canonical(value: unknown, read: (text: string) => string): string {
  if (Array.isArray(value)) return `[${value.map((member) => canonical(member, read)).join(',')}]`;
  if (typeof value === 'string') return JSON.stringify(read(value));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member, read)}`).join(',')}}`;
}

/** Hash of what an event says. */
const hashOf = (event: Envelope): string => sha256(canonical(event, plainMoment));
/** The hash under which events were stored before moments were compared as moments. */
const oldHashOf = (event: Envelope): string => sha256(canonical(event, (text) => text));

/**
 * Accepts an event whose signature was checked. A refused event leaves no trace, so a corrected event may use the same
 * id. Throws `event-conflict` when the id was used with another body, `unknown-event-type`, `event-invalid`,
 * `not-for-agency`, and what `acceptFact` throws.
 */
export async function acceptEvent(db: Kysely<Database>, event: Envelope, act: Act): Promise<AcceptedEvent> {
  return inTransaction(db, async (trx) => {
    const before = await reserveEvent(trx, event);
    if (before !== null) return { answer: before, repeated: true, nudge: [] };
    const { nudge, ...recorded } = await ingest(trx, event, act);
    const answer: EventAnswer = { source: event.source, id: event.id, status: 'recorded', ...recorded };
    await trx
      .updateTable('event_inbox')
      .set({ answer: JSON.stringify(answer) })
      .where('source', '=', event.source)
      .where('external_id', '=', event.id)
      .execute();
    return { answer, repeated: false, nudge };
  });
}

/** Null when the event is new, otherwise the stored answer. A concurrent second copy waits here for the first. */
async function reserveEvent(trx: Transaction<Database>, event: Envelope): Promise<EventAnswer | null> {
  const { source, id } = event;
  const hash = hashOf(event);
  const { rows } = await sql`
    insert into event_inbox (source, external_id, body_hash, answer)
    values (${source}, ${id}, ${hash}, '{}')
    on conflict do nothing
    returning 1`.execute(trx);
  if (rows.length > 0) return null;
  const known = await trx
    .selectFrom('event_inbox')
    .select(['body_hash', 'answer'])
    .where('source', '=', source)
    .where('external_id', '=', id)
    .executeTakeFirstOrThrow();
  if (known.body_hash !== hash && known.body_hash !== oldHashOf(event))
    throw new Problem('event-conflict', { source, id });
  return known.answer as EventAnswer;
}

async function ingest(
  trx: Transaction<Database>,
  event: Envelope,
  act: Act,
): Promise<Pick<EventAnswer, 'fact' | 'doubt'> & { nudge: string[] }> {
  const kind = kindOf(event.type);
  if (kind === null) throw new Problem('unknown-event-type', { type: event.type.replace(/[^\w.-]/g, '?') });
  const agency = agencyOf(event.source);
  if (agency !== null) await checkAgencySource(trx, agency, { kind, subject: event.subject ?? '', data: event.data });
  const occurredAt = event.time === undefined ? undefined : Date.parse(event.time);
  if (kind === 'delivered' || kind === 'sent-late' || (kind === 'bounced' && event.data['message'] !== undefined)) {
    return ingestReceipt(trx, event, kind, momentOf(occurredAt, act.now), act);
  }
  const { source, id: externalId, subject, data } = event;
  if (subject === undefined) throw faultAt('event-invalid', '/subject', 'must name the account or the person');
  const wire = { subject, kind, data, source, externalId, ...(occurredAt === undefined ? {} : { occurredAt }) };
  const { id, nudge, doubt } = await acceptFact(trx, wire, act);
  return { fact: id, nudge, ...(doubt === undefined ? {} : { doubt }) };
}

async function ingestReceipt(
  trx: Transaction<Database>,
  event: Envelope,
  kind: ReceiptKind,
  at: Instant,
  act: Act,
): Promise<{ fact: null; nudge: string[] }> {
  const { message } = parseBody(kind, RECEIPT_CONTRACTS[kind], event.data) as { message: string };
  return {
    fact: null,
    nudge: await recordReceipt(trx, { kind, message, source: event.source, externalId: event.id, at }, act),
  };
}
