/**
 * Reconciles the database with the logs of providers after a restore. A log names each accepted effect by its hash,
 * which a restore does not change. Effects that the database knows are settled as found sent at the release; effects
 * planned later are settled in their claim. Neither is sent again.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { SentLogRow } from '../../channels/channel.ts';
import { effectHash } from '../../db/effect-hash.ts';
import { lockAccounts } from '../../db/lock.ts';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { type EffectKey, keyOf } from '../../domain/effect-key.ts';
import { type EffectState, statesBefore } from '../../domain/effects.ts';
import type { Rulebook } from '../../domain/rules.ts';
import type { Instant } from '../../domain/time.ts';
import { applySent } from '../effects/apply-sent.ts';
import { endLastPermit, type Settled } from '../effects/settle.ts';
import { raiseVersions } from '../facts/record-facts.ts';

/** What reconciling works with. */
export interface ReconcileOptions {
  /** Business time. */
  now: Instant;
  /** Declares the consequences of a sent step. */
  rulebook: Rulebook;
}
interface Named extends EffectKey {
  id: string;
  creditorId: string;
  accountId: string;
}
interface Accepted {
  hash: string;
  lane: string;
  key: string;
  at: Instant;
}

const MAX_ROWS = 5000;
/** Effects that one transaction settles. */
const TOGETHER = 200;

/**
 * Stores a lane's log, skipping effects already stored. The key of a message for one effect is that effect's hash.
 * Returns the number of new effects.
 */
export async function saveProviderLog(db: Kysely<Database>, lane: string, log: readonly SentLogRow[]): Promise<number> {
  const rows = log.flatMap(({ key, at, covers }) =>
    (covers.length > 0 ? covers : [key]).map((hash) => ({ hash, lane, key, at: new Date(at) })),
  );
  let kept = 0n;
  for (let from = 0; from < rows.length; from += MAX_ROWS) {
    const some = rows.slice(from, from + MAX_ROWS);
    const { numAffectedRows } = await sql`
      insert into accepted_elsewhere (hash, lane, key, at)
      select hash, lane, key, at
      from ${rowsOf(some, { hash: 'text', lane: 'text', key: 'text', at: 'timestamptz' })}
      on conflict do nothing`.execute(db);
    kept += numAffectedRows ?? 0n;
  }
  return Number(kept);
}

const hashOf = (effect: Named): string => effectHash(effect.creditorId, effect.accountId, keyOf(effect));

/** Finds the effects that the logs name as accepted, with their log entries. */
async function findAccepted<T extends Named>(
  db: Kysely<Database> | Transaction<Database>,
  effects: readonly T[],
): Promise<(T & { accepted: Accepted })[]> {
  const byHash = new Map(effects.map((effect) => [hashOf(effect), effect]));
  const { rows } = await sql<Accepted>`
    select hash, lane, key, at
    from accepted_elsewhere
    where hash = any(${[...byHash.keys()]}::text[])`.execute(db);
  return rows.map((accepted) => ({ ...(byHash.get(accepted.hash) as T), accepted }));
}

/** Settles effects that were sent before a restore, and returns the others. Runs inside a claim, on locked rows. */
export async function excludeAccepted<T extends Named>(
  trx: Transaction<Database>,
  due: readonly T[],
  clock: ReconcileOptions,
): Promise<T[]> {
  if (due.length === 0) return [];
  const found = await findAccepted(trx, due);
  if (found.length === 0) return [...due];
  await settleFound(
    trx,
    found.map((effect) => ({ ...effect, state: 'planned' as const })),
    clock,
  );
  const gone = new Set(found.map((effect) => effect.id));
  return due.filter((item) => !gone.has(item.id));
}

/** Settles all open effects that the logs name. Returns their number and the accounts to nudge. Safe to repeat. */
export async function settleAccepted(
  db: Kysely<Database>,
  clock: ReconcileOptions,
): Promise<{ settled: number; nudge: string[] }> {
  const all = { settled: 0, nudge: new Set<string>() };
  for (let last = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await sql<Named>`
      select id, creditor_id as "creditorId", account_id as "accountId", episode, stage, step, occurrence
      from effect
      where id > ${last}::uuid
        and state = any(${statesBefore('found-sent')}::text[])
      order by id
      limit ${MAX_ROWS}`.execute(db);
    if (rows.length === 0) return { settled: all.settled, nudge: [...all.nudge] };
    last = rows.at(-1)?.id ?? last;
    const found = await findAccepted(db, rows);
    for (let from = 0; from < found.length; from += TOGETHER) {
      const settled = await settleTogether(db, found.slice(from, from + TOGETHER), clock);
      all.settled += settled.length;
      for (const effect of settled) all.nudge.add(effect.account_id);
    }
  }
}

async function settleTogether(
  db: Kysely<Database>,
  found: readonly (Named & { accepted: Accepted })[],
  clock: ReconcileOptions,
): Promise<Settled[]> {
  return inTransaction(db, async (trx) => {
    await lockAccounts(trx, [...new Set(found.map((effect) => effect.accountId))].sort());
    const { rows } = await sql<{ id: string; state: EffectState }>`
      select id, state
      from effect
      where id = any(${found.map((effect) => effect.id)}::uuid[])
        and state = any(${statesBefore('found-sent')}::text[])
      order by id
      for no key update`.execute(trx);
    const states = new Map(rows.map((row) => [row.id, row.state]));
    const open = found.flatMap((effect) => {
      const state = states.get(effect.id);
      return state === undefined ? [] : [{ ...effect, state }];
    });
    return settleFound(trx, open, clock);
  });
}

type FoundEffect = Named & { accepted: Accepted; state: EffectState };

async function settleFound(
  trx: Transaction<Database>,
  found: readonly FoundEffect[],
  clock: ReconcileOptions,
): Promise<Settled[]> {
  if (found.length === 0) return [];
  // An unknown effect still has the dispatch and permit of its claim. The others get new ones.
  const lost = found.filter((effect) => effect.state !== 'unknown');
  const dispatches = await dispatchesOf(trx, lost);
  const rows = found.map((effect) => ({
    id: effect.id,
    lost: effect.state !== 'unknown',
    lane: effect.accepted.lane,
    key: effect.accepted.key,
    // Providers use wall time, which may be ahead of a simulated clock: nothing was sent later than now.
    at: new Date(Math.min(effect.accepted.at, clock.now)),
    dispatch_id: dispatches.get(effect.accepted.key) ?? null,
  }));
  const settled = await writeFound(trx, rows, clock.now);
  await endLastPermit(
    trx,
    found.filter((effect) => effect.state === 'unknown').map((effect) => effect.id),
    'sent',
  );
  await applySent(trx, settled, clock);
  await raiseVersions(trx, [...new Set(settled.map((settled) => settled.account_id))].sort());
  return settled;
}

/** The dispatch id of each key: that of a known dispatch, else a new one for writeFound to insert. */
async function dispatchesOf(trx: Transaction<Database>, lost: readonly FoundEffect[]): Promise<Map<string, string>> {
  const keys = [...new Set(lost.map((effect) => effect.accepted.key))];
  const { rows } = await sql<{ key: string; id: string }>`
    select distinct on (key) key, id
    from dispatch
    where key = any(${keys}::text[])
      and result = 'sent'
    order by key, id`.execute(trx);
  return new Map([...keys.map((key) => [key, uuidv7()] as const), ...rows.map((row) => [row.key, row.id] as const)]);
}

interface FoundRow {
  id: string;
  /** The claim was lost in the restore: dispatch and permit are created again. */
  lost: boolean;
  lane: string;
  key: string;
  at: Date;
  dispatch_id: string | null;
}
const FOUND = {
  id: 'uuid',
  lost: 'boolean',
  lane: 'text',
  key: 'text',
  at: 'timestamptz',
  dispatch_id: 'uuid',
} as const;

/** The reasons of a permit with verdict `elsewhere`, for `settled s`. */
const REASONS = sql`jsonb_build_array(jsonb_build_object(
  'policy', 'epoch', 'code', 'accepted-elsewhere', 'words', 'the log of ' || s.lane || ' says that it had left'))`;

/**
 * Writes state, dispatch, permit and evidence. A permit with verdict `elsewhere` stands for a lost one: it dates from
 * the provider's acceptance and has facts version 0, because the facts of that moment are lost too.
 */
async function writeFound(trx: Transaction<Database>, rows: readonly FoundRow[], now: Instant): Promise<Settled[]> {
  const found = await sql<Settled>`
    with r as (
      select *
      from ${rowsOf(rows, FOUND)}),

    settled as (
      update effect e
      set state = 'sent',
        channel = r.lane,
        sent_at = r.at,
        settled_at = ${new Date(now)},
        attempt = e.attempt + r.lost::int,
        blocked_since = null,
        queued_at = null,
        lease_until = null,
        reason = 'found sent in the log of ' || r.lane,
        dispatch_id = case when r.lost then r.dispatch_id else e.dispatch_id end
      from r
      where e.id = r.id
      returning e.*, r.lost, r.key, r.at, r.lane),

    told as (
      update dispatch d
      set result = 'sent', sent_at = s.at
      from settled s
      where d.id = s.dispatch_id
        and not s.lost
        and d.result is distinct from 'sent'),

    made as (
      insert into dispatch (
        id, creditor_id, channel, recipient, key, kind, business_date, sequence, result, created_at, sent_at)
      select distinct on (s.dispatch_id)
        s.dispatch_id, s.creditor_id, s.channel, coalesce(s.recipient, s.person_id::text), s.key,
        s.stage || '/' || s.step, (s.at at time zone c.zone)::date, s.attempt, 'sent', s.at, s.at
      from settled s
      join creditor c on c.id = s.creditor_id
      where s.lost
      order by s.dispatch_id, s.id
      on conflict do nothing),

    permitted as (
      insert into permit (
        id, creditor_id, effect_id, account_id, attempt, verdict, reasons, facts_version, given_at, not_after,
        local_date, local_minute, ended, ended_at)
      select
        gen_random_uuid(), s.creditor_id, s.id, s.account_id, s.attempt, 'elsewhere', ${REASONS}, 0, s.at, s.at,
        l.at::date, extract(hour from l.at)::int * 60 + extract(minute from l.at)::int, 'sent', s.at
      from settled s
      join person p on p.id = s.person_id
      cross join lateral (select s.at at time zone p.zone as at) l
      where s.lost
      on conflict do nothing),

    kept as (
      insert into evidence (id, creditor_id, effect_id, what, body)
      select gen_random_uuid(), creditor_id, id, 'accepted-elsewhere',
        jsonb_build_object('v', 1, 'lane', lane, 'key', key, 'at', at)
      from settled)

    select s.id, s.account_id, s.person_id, s.creditor_id, s.stage, s.step, s.recipient, s.when_sent, c.zone,
      'sent' as result, true as surprising
    from settled s
    join creditor c on c.id = s.creditor_id
    order by s.id`.execute(trx);
  return found.rows;
}
