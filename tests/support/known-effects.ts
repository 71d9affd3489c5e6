/**
 * What Postgres knows of effects, for comparison with provider logs: effects by hash, with permits, facts and the cure
 * of their episode.
 */
import { type Kysely, sql } from 'kysely';
import { effectHash } from '../../db/effect-hash.ts';
import type { Database } from '../../db/schema.ts';
import type { Channel } from '../../domain/channels.ts';
import type { EffectState } from '../../domain/effects.ts';
import type { CalendarDate, Instant } from '../../domain/time.ts';

export interface PermitRow {
  no: bigint;
  verdict: 'allow' | 'elsewhere' | 'wait' | 'refuse' | 'blocked';
  ended: string | null;
  factsVersion: bigint;
  /** Business time. */
  givenAt: Instant;
  /** In the person's zone, as stored. */
  localDate: CalendarDate;
  localMinute: number;
}
export interface SeenFact {
  no: bigint;
  kind: string;
  channel: string | null;
  from: CalendarDate | null;
  until: CalendarDate | null;
}
export interface KnownEffectRow {
  id: string;
  account: string;
  personId: string;
  /** The person's zone. */
  zone: string;
  channel: Channel;
  purpose: string;
  state: EffectState;
  isTask: boolean;
  dispatchId: string | null;
  /** Keys under which the effect was or may have been sent. */
  keys: string[];
  permits: PermitRow[];
  /** Facts of the account and the person, in order. */
  facts: SeenFact[];
  curedVersion: bigint | null;
}
interface Row extends Omit<KnownEffectRow, 'permits' | 'facts' | 'keys'> {
  accountId: string;
  creditorId: string;
  key: string;
  dispatchKey: string | null;
}

/**
 * `calls`: tasks that reached a person; they share caps with messages. `elsewhere`: hashes that a log named after a
 * restore.
 */
export async function readKnown(
  db: Kysely<Database>,
): Promise<{ byHash: Map<string, KnownEffectRow>; calls: KnownEffectRow[]; elsewhere: ReadonlySet<string> }> {
  const { rows } = await sql<Row>`
    select
      e.id, c.code || '/' || a.number as account, e.account_id as "accountId", e.creditor_id as "creditorId",
      e.person_id as "personId", p.zone, e.channel, e.purpose, e.state, e.task is not null as "isTask",
      e.dispatch_id as "dispatchId", d.key as "dispatchKey",
      e.episode || '/' || e.stage || '/' || e.step || '/' || e.occurrence as key,
      ep.cured_version as "curedVersion"
    from effect e
      join account a on a.id = e.account_id
      join creditor c on c.id = e.creditor_id
      join person p on p.id = e.person_id
      left join dispatch d on d.id = e.dispatch_id
      left join episode ep on ep.account_id = e.account_id and ep.no = e.episode`.execute(db);
  const permits = await readPermits(db);
  const facts = await readFacts(db);
  const byHash = new Map<string, KnownEffectRow>();
  for (const { accountId, creditorId, key, dispatchKey, ...row } of rows) {
    const own = [...(facts.get(accountId) ?? []), ...(facts.get(row.personId) ?? [])].sort((a, b) =>
      a.no < b.no ? -1 : 1,
    );
    const known = {
      ...row,
      keys: dispatchKey === null ? [] : [dispatchKey],
      permits: permits.get(row.id) ?? [],
      facts: own,
    };
    byHash.set(effectHash(creditorId, accountId, key), known);
  }
  const calls = [...byHash.values()].filter((known) => known.channel === 'call' && known.state === 'sent');
  const named = await db.selectFrom('accepted_elsewhere').select('hash').execute();
  return { byHash, calls, elsewhere: new Set(named.map((item) => item.hash)) };
}

function grouped<T>(rows: readonly (T & { of: string })[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.of);
    if (group) group.push(row);
    else groups.set(row.of, [row]);
  }
  return groups;
}

async function readPermits(db: Kysely<Database>): Promise<Map<string, PermitRow[]>> {
  const { rows } = await sql<PermitRow & { of: string }>`
    select
      effect_id as of, no, verdict, ended, facts_version as "factsVersion", given_at as "givenAt",
      local_date as "localDate", local_minute as "localMinute"
    from permit
    where verdict in ('allow', 'elsewhere')
    order by no`.execute(db);
  return grouped(rows);
}

/** Facts that hold effects back, by account or person. */
async function readFacts(db: Kysely<Database>): Promise<Map<string, SeenFact[]>> {
  const { rows } = await sql<SeenFact & { of: string }>`
    select
      coalesce(account_id, person_id) as of, no, kind,
      body->>'channel' as channel, body->>'from' as from, body->>'until' as until
    from fact
    where kind in (
      'stop', 'start', 'dispute', 'dispute-closed', 'hold', 'hold-released',
      'hardship', 'hardship-ended', 'death', 'bankruptcy', 'distress', 'distress-ended')
    order by no`.execute(db);
  return grouped(rows);
}
