/**
 * Builds a bureau's monthly file: a record for each account, and corrections of earlier records. The ids of entries are
 * those of effects and facts, so building the file twice gives the same file.
 */
import { type Kysely, sql } from 'kysely';
import { buildRecord, type MonthState } from '../../channels/bureau/build-record.ts';
import { correctionsDue, type SentEntry } from '../../channels/bureau/right-record.ts';
import { writeBureauMonth } from '../../channels/bureau/writer.ts';
import type { OutFile } from '../../channels/channel.ts';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import type { BureauRecord } from '../../domain/contracts/bureau-record.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import type { Claimed } from '../effects/prepare-claims.ts';
import { sequenceOf } from './file-facts.ts';
import { monthState } from './month-state.ts';

interface Entry {
  effectId: string;
  /** The facts that it was made from. */
  facts: AccountFacts;
  record: BureauRecord;
}

/** Stores the entries of a claim and writes them as the bureau's file of the month. */
export async function bureauFiles(db: Kysely<Database>, claimed: Claimed, now: Instant): Promise<OutFile[]> {
  const { creditor } = claimed.facts[0] as AccountFacts;
  const reported = await readReported(
    db,
    claimed.facts.map((fact) => fact.accountId),
  );
  const closed = await readClosed(
    db,
    claimed.facts.map((fact) => fact.accountId),
  );
  const on = localDate(now, creditor.zone);
  const entries = claimed.effects.flatMap((effect) => {
    const facts = claimed.facts.find((fact) => fact.accountId === effect.accountId) as AccountFacts;
    const sent = reported.get(facts.accountId) ?? [];
    const corrections = correctionsDue(facts, sent, on);
    const state = monthState(facts, effect.id, monthOf(effect), closed.get(facts.accountId) ?? null, now);
    const told = [...sent.map(({ record }) => record), ...corrections];
    const records = effect.step === 'correction' ? corrections : [buildRecord(state, told), ...corrections];
    return records.map((record): Entry => ({ effectId: effect.id, facts, record }));
  });
  const month = claimed.effects[0] ? monthOf(claimed.effects[0]) : on.slice(0, 7);
  await storeEntries(db, creditor.id, claimed.recipient ?? '', entries, now);
  return writeBureauMonth(
    {
      creditor: creditor.code,
      bureau: claimed.recipient ?? '',
      month,
      on,
      sequence: await sequenceOf(db, claimed.dispatchId, on),
    },
    entries.map((item) => item.record),
  );
}

/** The occurrence of a bureau's effect is its month, as yyyymm. */
const monthOf = ({ occurrence }: { occurrence: number }): string =>
  `${Math.floor(occurrence / 100)}-${String(occurrence % 100).padStart(2, '0')}`;

/** The entries that the bureau has of each account, oldest first, without rejected ones. */
export async function readReported(
  db: Kysely<Database>,
  accountIds: readonly string[],
): Promise<Map<string, SentEntry[]>> {
  const rows = await db
    .selectFrom('bureau_entry')
    .select(['account_id', 'body', 'facts_version'])
    .where('account_id', 'in', [...accountIds])
    .where('state', '<>', 'rejected')
    .orderBy('at')
    .orderBy('id')
    .execute();
  const reported = new Map<string, SentEntry[]>();
  for (const { account_id, body, facts_version } of rows) {
    const entries = reported.get(account_id) ?? [];
    entries.push({ record: body as BureauRecord, factsVersion: facts_version });
    reported.set(account_id, entries);
  }
  return reported;
}

async function readClosed(
  db: Kysely<Database>,
  accountIds: readonly string[],
): Promise<Map<string, MonthState['closed']>> {
  const rows = await db
    .selectFrom('account')
    .select(['id', 'closed_reason'])
    .where('id', 'in', [...accountIds])
    .where('closed_reason', 'is not', null)
    .execute();
  return new Map(rows.map((row) => [row.id, row.closed_reason as MonthState['closed']]));
}

async function storeEntries(
  db: Kysely<Database>,
  creditorId: string,
  bureau: string,
  entries: readonly Entry[],
  now: Instant,
): Promise<void> {
  const rows = entries.map(({ effectId, facts, record }) => ({
    id: record.entry,
    account_id: facts.accountId,
    facts_version: facts.version,
    effect_id: effectId,
    month: record.month,
    kind: record.kind,
    replaces: record.replaces,
    body: record,
  }));
  await sql`
    insert into bureau_entry (
      id, creditor_id, account_id, effect_id, bureau, month, kind, replaces, body, at, facts_version)
    select id, ${creditorId}::uuid, account_id, effect_id, ${bureau}, month, kind, replaces, body, ${new Date(now)},
      facts_version
    from ${rowsOf(rows, {
      id: 'uuid',
      account_id: 'uuid',
      effect_id: 'uuid',
      month: 'text',
      kind: 'text',
      replaces: 'uuid',
      body: 'jsonb',
      facts_version: 'bigint',
    })}
    on conflict (id) do update
    set body = excluded.body, at = excluded.at, effect_id = excluded.effect_id, state = 'sent', reason = null,
      facts_version = excluded.facts_version`.execute(db);
}
