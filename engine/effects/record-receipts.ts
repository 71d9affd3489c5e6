/**
 * Receipts: a provider reports the fate of a message by its key. A receipt may settle an effect as sent. It never
 * revokes a send.
 */
import { sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { lockAccounts } from '../../db/lock.ts';
import { markScores } from '../../db/mark-scores.ts';
import type { Database } from '../../db/schema.ts';
import type { Act } from '../../domain/act.ts';
import type { ReceiptKind } from '../../domain/contracts/event.ts';
import { type EffectState, nextState, statesBefore } from '../../domain/effects.ts';
import type { Instant } from '../../domain/time.ts';
import { faultAt } from '../facts/field-fault.ts';
import { raiseVersions, recordFacts } from '../facts/record-facts.ts';
import { verifyPoint } from '../persons/contact-points.ts';
import { pointOfMessage } from '../persons/message-bodies.ts';
import { endLastPermit } from './settle.ts';

/** A provider's report on one message. */
interface Receipt {
  kind: ReceiptKind;
  /** dispatch.key */
  message: string;
  source: string;
  externalId: string;
  /** Business time. */
  at: Instant;
}
interface Covered {
  id: string;
  account_id: string;
  person_id: string;
  state: EffectState;
}

/**
 * Applies the receipt to every effect that the message covers. Returns the accounts to nudge. Throws `event-invalid`
 * for an unknown key.
 */
export async function recordReceipt(trx: Transaction<Database>, receipt: Receipt, act: Act): Promise<string[]> {
  const covered = await lockCovered(trx, receipt.message);
  const surprised = new Set<string>();
  for (const effect of covered) if (await applyReceipt(trx, effect, receipt)) surprised.add(effect.account_id);
  await raiseVersions(trx, [...surprised].sort());
  const person = covered[0]?.person_id;
  // What was delivered and what came back counts for willingness.
  await markScores(
    trx,
    covered.map((effect) => effect.account_id),
  );
  if (receipt.kind === 'delivered' && person !== undefined) await recordDelivery(trx, receipt, person);
  if (receipt.kind === 'bounced' && person !== undefined) {
    for (const id of await recordBounce(trx, receipt, person, act)) surprised.add(id);
  }
  return [...surprised];
}

/** Locks in the fixed order: persons, accounts, effects. */
async function lockCovered(trx: Transaction<Database>, key: string): Promise<Covered[]> {
  const named = await sql<{ account_id: string }>`
    select distinct e.account_id
    from dispatch d
    join effect e on e.dispatch_id = d.id
    where d.key = ${key}`.execute(trx);
  if (named.rows.length === 0) throw faultAt('event-invalid', '/data/message', 'no message has this key');
  await lockAccounts(
    trx,
    named.rows.map((row) => row.account_id),
  );
  const { rows } = await sql<Covered>`
    select id, account_id, person_id, state
    from effect
    where dispatch_id in (select id from dispatch where key = ${key})
    order by id
    for no key update`.execute(trx);
  return rows;
}

/**
 * True when the receipt settles the effect as sent. Otherwise a receipt only adds a date to the effect; terms that
 * count from a delivery are decided again when they end.
 */
async function applyReceipt(trx: Transaction<Database>, effect: Covered, receipt: Receipt): Promise<boolean> {
  const at = new Date(receipt.at);
  const found =
    // The receipt may arrive before our own record of the call, which may turn out to be `unknown`.
    nextState(effect.state, 'sent') ??
    // Only a delivery proves that an effect recorded as unsent was sent.
    (effect.state === 'unknown' || receipt.kind === 'delivered' ? nextState(effect.state, 'found-sent') : null);
  const left = effect.state === 'sent' || found !== null;
  if (!left) {
    await saveEvidence(trx, effect, receipt);
    return false;
  }
  if (found !== null) await settleAsSent(trx, effect.id, found, at);
  if (receipt.kind === 'delivered')
    await trx
      .updateTable('effect')
      .set({ delivered_at: at })
      .where('id', '=', effect.id)
      .where('delivered_at', 'is', null)
      .execute();
  if (receipt.kind === 'bounced')
    await trx
      .updateTable('effect')
      .set({ bounced_at: at })
      .where('id', '=', effect.id)
      .where('bounced_at', 'is', null)
      .execute();
  return found !== null;
}

async function settleAsSent(trx: Transaction<Database>, effectId: string, state: EffectState, at: Date): Promise<void> {
  await sql`
    update effect
    set state = ${state},
      reason = null,
      queued_at = null,
      query_at = null,
      blocked_since = null,
      sent_at = coalesce(sent_at, ${at}),
      settled_at = ${at}
    where id = ${effectId}::uuid
      and state = any(${[...statesBefore('found-sent'), ...statesBefore('sent')]})`.execute(trx);
  await sql`
    update dispatch d
    set result = 'sent', sent_at = coalesce(d.sent_at, ${at})
    from effect e
    where e.id = ${effectId}::uuid
      and d.id = e.dispatch_id`.execute(trx);
  await endLastPermit(trx, [effectId], 'sent');
}

async function saveEvidence(
  trx: Transaction<Database>,
  effect: Covered,
  { kind, source, externalId }: Receipt,
): Promise<void> {
  const body = JSON.stringify({ v: 1, source, event: externalId, state: effect.state });
  await sql`
    insert into evidence (id, creditor_id, effect_id, what, body)
    select ${uuidv7()}::uuid, creditor_id, id, ${`receipt-${kind}`}, ${body}::jsonb
    from effect
    where id = ${effect.id}::uuid`.execute(trx);
}

/** Notes that the address or number works: it did when the message was sent, whatever was told since. */
async function recordDelivery(trx: Transaction<Database>, receipt: Receipt, personId: string): Promise<void> {
  const point = await pointOfMessage(trx, receipt.message, personId);
  if (point === null) return;
  const { rows } = await sql<{ at: Instant | null }>`
    select max(e.sent_at) as at
    from dispatch d
    join effect e on e.dispatch_id = d.id
    where d.key = ${receipt.message}
      and e.state = 'sent'`.execute(trx);
  const at = rows[0]?.at ?? null;
  if (at !== null) await verifyPoint(trx, point, Math.min(at, receipt.at));
}

/** Records a bounce, so that the address or number is not used again. */
async function recordBounce(
  trx: Transaction<Database>,
  receipt: Receipt,
  personId: string,
  act: Act,
): Promise<string[]> {
  const point = await pointOfMessage(trx, receipt.message, personId);
  if (point === null) {
    const accounts = await trx
      .selectFrom('account_person')
      .select('account_id')
      .where('person_id', '=', personId)
      .where('role', '=', 'debtor')
      .execute();
    const ids = accounts.map((row) => row.account_id);
    await raiseVersions(trx, ids);
    return ids;
  }
  const [fact] = await recordFacts(
    trx,
    [
      {
        personId,
        kind: 'bounced',
        body: { point },
        source: receipt.source,
        externalId: receipt.externalId,
        occurredAt: receipt.at,
      },
    ],
    act,
  );
  return fact?.nudge ?? [];
}
