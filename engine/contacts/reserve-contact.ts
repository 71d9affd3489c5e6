/**
 * Reserves a contact: one transaction locks the person, asks the gate on the facts that it has just read, and writes
 * the reservation or the refusal. Claims take the same lock, so all who contact a person count against the same caps.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { epochIsOpen } from '../../db/epoch.ts';
import { loadFacts } from '../../db/load-facts.ts';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { pointChannel } from '../../domain/channels.ts';
import { contactKey, parseContact } from '../../domain/contracts/contact-value.ts';
import type { ReservationWire } from '../../domain/contracts/reservation.ts';
import type { AccountFacts, Placement } from '../../domain/facts.ts';
import { Problem } from '../../domain/problems.ts';
import { agencyOf, type ContactAnswer, judgeContact, placementWith } from '../../domain/reservations.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { type Instant, MINUTE_MS } from '../../domain/time.ts';
import { notAllowedNow } from '../facts/accept-fact.ts';
import { findAccount, type Subject } from '../facts/find-subject.ts';
import { followRules } from '../law/follow-rules.ts';
import { findPoints } from '../persons/contact-points.ts';
import { type ReservationRow, readReservations } from './reservation-row.ts';

/** The answer to who asks for a contact. */
export type ReserveAnswer = { reservation: ReservationRow } | { refused: ContactAnswer };

interface ReserveDeps {
  db: Kysely<Database>;
  rulebook: Rulebook;
  now(): Promise<Instant>;
}

/**
 * Reserves a contact, once for each holder and reference: asked again, it answers with the reservation as it is now. A
 * refusal reserves nothing, and the same reference may be asked for again. Throws `unknown-account`, `not-placed`,
 * `reservation-conflict`, `reservation-reported`, `invalid-request` or, after a restore, `not-allowed-now`.
 */
export async function reserveContact(deps: ReserveDeps, wire: ReservationWire): Promise<ReserveAnswer> {
  const agency = agencyOf(wire.holder);
  const notPlaced = new Problem('not-placed', { agency: agency ?? '', account: wire.account });
  const subject = await findAccount(deps.db, wire.account).catch((error: unknown) => {
    // What is not placed with it is none of an agency's business, not even whether it exists.
    throw agency !== null && error instanceof Problem && error.code === 'unknown-account' ? notPlaced : error;
  });
  const now = await deps.now();
  const answer = await inTransaction(deps.db, (trx) => reserveWithin(trx, deps.rulebook, { wire, subject, now }));
  if (answer === 'not-placed') throw notPlaced;
  return answer;
}

interface Request {
  wire: ReservationWire;
  subject: Subject & { accountId: string };
  now: Instant;
}

async function reserveWithin(
  trx: Transaction<Database>,
  rulebook: Rulebook,
  { wire, subject, now }: Request,
): Promise<ReserveAnswer | 'not-placed'> {
  await followRules(trx, rulebook);
  await lockAccounts(trx, [subject.accountId]);
  await needsOpenEpoch(trx);
  const known = await findByReference(trx, wire);
  const point = await findPoint(trx, subject, wire);
  if (known !== null) return { reservation: sameContent(known, wire, subject, point?.id ?? null) };
  const facts = (await loadFacts(trx, [subject.accountId], now, rulebook)).get(subject.accountId);
  if (!facts) throw new Problem('unknown-account', { account: subject.name });
  const asked = { wire, facts, now, point: point?.id ?? null };
  const agency = agencyOf(wire.holder);
  const placement = agency === null ? null : placementWith(facts, agency);
  if (placement === undefined) {
    await storeRefusal(trx, asked, NOT_PLACED);
    return 'not-placed';
  }
  const answer = point?.valid === false ? INVALID_POINT : judge(rulebook, asked, agency !== null);
  if (answer.verdict === 'allow') return { reservation: await storeReservation(trx, asked, placement, answer) };
  await storeRefusal(trx, asked, answer);
  return { refused: answer };
}

const NOT_PLACED: ContactAnswer = {
  verdict: 'refuse',
  until: null,
  reasons: [{ policy: 'placement', code: 'not-placed', words: 'the account is not placed with the agency' }],
};
const INVALID_POINT: ContactAnswer = {
  verdict: 'refuse',
  until: null,
  reasons: [{ policy: 'point', code: 'point-not-valid', words: 'the number or address does not reach the person' }],
};

interface Asked {
  wire: ReservationWire;
  facts: AccountFacts;
  now: Instant;
  /** Id of the contact point, where it was named and is known. */
  point: string | null;
}

function judge(rulebook: Rulebook, { wire, facts, now, point }: Asked, isAgency: boolean): ContactAnswer {
  const { channel, purpose } = wire;
  const actor = isAgency ? 'agency' : 'creditor';
  return judgeContact(rulebook.rulesFor(facts), facts, { channel, purpose, actor, point }, now);
}

/** An older copy of the database does not know the contacts since the backup. Throws `not-allowed-now`. */
export async function needsOpenEpoch(trx: Transaction<Database>): Promise<void> {
  const { rows } = await sql<{ open: boolean }>`select ${epochIsOpen} as open`.execute(trx);
  if (rows[0]?.open !== true)
    throw notAllowedNow(
      'the database is an older copy, or another',
      'Contact nobody until the operator has released it (docs/operating.md, After a restore).',
    );
}

async function findByReference(
  db: Kysely<Database>,
  { holder, reference }: Pick<ReservationWire, 'holder' | 'reference'>,
): Promise<ReservationRow | null> {
  const [known] = await readReservations(db, sql`r.holder = ${holder} and r.reference = ${reference}`);
  return known ?? null;
}

/**
 * The reservation that is asked for again. Throws `reservation-conflict` when something else was asked for, and
 * `reservation-reported` when it can be used no more.
 */
function sameContent(
  known: ReservationRow,
  { reference, channel, purpose, minutes }: ReservationWire,
  { accountId }: Pick<Subject, 'accountId'>,
  point: string | null,
): ReservationRow {
  const same =
    known.accountId === accountId &&
    known.channel === channel &&
    known.purpose === purpose &&
    known.minutes === minutes &&
    known.point === point;
  if (!same) throw new Problem('reservation-conflict', { reference });
  if (known.state !== 'reserved') throw new Problem('reservation-reported', { state: known.state });
  return known;
}

/** The person's contact point with the value that was named; null when it is not known. */
async function findPoint(
  trx: Transaction<Database>,
  { personId }: Subject,
  { channel, to }: ReservationWire,
): Promise<{ id: string; valid: boolean } | null> {
  if (to === undefined) return null;
  const written = pointChannel(channel);
  const key = contactKey(written, parseContact(written, to) ?? to);
  return (await findPoints(trx, personId, written)).find((point) => point.key === key) ?? null;
}

/** It ends with the lawful hours, if they end before. */
async function storeReservation(
  trx: Transaction<Database>,
  { wire, facts, now, point }: Asked,
  placement: Placement | null,
  { until }: ContactAnswer,
): Promise<ReservationRow> {
  const { holder, reference, channel, purpose, minutes } = wire;
  const endsAt = Math.min(now + minutes * MINUTE_MS, until ?? Number.POSITIVE_INFINITY);
  const { rows } = await sql`
    insert into contact_reservation (id, creditor_id, account_id, person_id, placement_id, holder, reference, channel,
      purpose, point_id, minutes, facts_version, reserved_at, ends_at)
    values (${uuidv7()}::uuid, ${facts.creditor.id}::uuid, ${facts.accountId}::uuid, ${facts.person.id}::uuid,
      ${placement?.id ?? null}::uuid, ${holder}, ${reference}, ${channel}, ${purpose}, ${point}::uuid, ${minutes},
      ${facts.version.toString()}::bigint, ${new Date(now)}, ${new Date(endsAt)})
    on conflict (holder, reference) do nothing
    returning id`.execute(trx);
  const stored = await findByReference(trx, wire);
  // Another request took the reference meanwhile, for another person.
  if (rows.length === 0 || stored === null) throw new Problem('reservation-conflict', { reference });
  return stored;
}

/** Keeps what was asked and what was answered: it proves a breach when the contact was made all the same. */
async function storeRefusal(
  trx: Transaction<Database>,
  { wire, facts, now, point }: Asked,
  { verdict, reasons, until }: ContactAnswer,
): Promise<void> {
  await sql`
    insert into contact_refusal (id, creditor_id, account_id, person_id, holder, reference, channel, purpose, point_id,
      verdict, reasons, until, facts_version, asked_at)
    values (${uuidv7()}::uuid, ${facts.creditor.id}::uuid, ${facts.accountId}::uuid, ${facts.person.id}::uuid,
      ${wire.holder}, ${wire.reference}, ${wire.channel}, ${wire.purpose}, ${point}::uuid, ${verdict},
      ${JSON.stringify(reasons)}::jsonb, ${until === null ? null : new Date(until)}, ${facts.version.toString()}::bigint,
      ${new Date(now)})`.execute(trx);
}
