/**
 * Builds a bureau's monthly file: a record for each account, and corrections of earlier records. The ids of entries are
 * those of effects and facts, so building the file twice gives the same file.
 */
import { type Kysely, sql } from 'kysely';
import { buildRecord, correctRecord, deleteRecord, type MonthState } from '../../channels/bureau/build-record.ts';
import { writeBureauMonth } from '../../channels/bureau/writer.ts';
import type { OutFile } from '../../channels/channel.ts';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import type { BureauRecord } from '../../domain/contracts/bureau-record.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { factsOf, standingOf } from '../../domain/standing.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import type { Claimed } from '../effects/prepare-claims.ts';
import { sequenceOf } from './file-facts.ts';

interface Entry {
  effectId: string;
  accountId: string;
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
  const entries = claimed.effects.flatMap((effect) => {
    const facts = claimed.facts.find((fact) => fact.accountId === effect.accountId) as AccountFacts;
    const month = `${Math.floor(effect.occurrence / 100)}-${String(effect.occurrence % 100).padStart(2, '0')}`;
    const state = stateOf(facts, effect.id, month, closed.get(facts.accountId) ?? null, now);
    const before = reported.get(facts.accountId) ?? [];
    const records = [buildRecord(state, before), ...corrections(facts, state, before)];
    return records.map((record): Entry => ({ effectId: effect.id, accountId: facts.accountId, record }));
  });
  const on = localDate(now, creditor.zone);
  const month = entries[0]?.record.month ?? on.slice(0, 7);
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

function stateOf(
  facts: AccountFacts,
  entry: string,
  month: string,
  closed: MonthState['closed'],
  now: Instant,
): MonthState {
  const standing = standingOf(facts, now);
  return {
    entry,
    month,
    closed,
    creditor: facts.creditor.code,
    account: facts.number,
    person: facts.person.number,
    reportedOn: localDate(now, facts.creditor.zone),
    currency: facts.currency,
    overdue: standing.overdue,
    balance: standing.balance,
    dpd: standing.dpd,
    oldest: standing.oldest,
    episodeOpenedOn: facts.episode && facts.episode.curedVersion === null ? facts.episode.openedOn : null,
    disputed: standing.disputed,
    chargedOff: standing.chargedOff,
  };
}

/** Records that answer the corrections still open: facts that dispute an earlier record. */
function corrections(facts: AccountFacts, state: MonthState, before: readonly BureauRecord[]): BureauRecord[] {
  return factsOf(facts.facts, 'bureau-correction').flatMap((fact) => {
    const wrong = before.find((record) => record.month === fact.body.month && record.kind === 'record');
    if (!wrong || before.some((record) => record.replaces === wrong.entry)) return [];
    if (fact.body.remedy === 'delete') return [deleteRecord(wrong, fact.id, state.reportedOn)];
    return [correctRecord(wrong, { ...state, entry: fact.id }, before)];
  });
}

async function readReported(db: Kysely<Database>, accountIds: readonly string[]): Promise<Map<string, BureauRecord[]>> {
  const rows = await db
    .selectFrom('bureau_entry')
    .select(['account_id', 'body'])
    .where('account_id', 'in', [...accountIds])
    .where('state', '<>', 'rejected')
    .orderBy('at')
    .orderBy('id')
    .execute();
  const reported = new Map<string, BureauRecord[]>();
  for (const { account_id, body } of rows)
    reported.set(account_id, [...(reported.get(account_id) ?? []), body as BureauRecord]);
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
  const rows = entries.map(({ effectId, accountId, record }) => ({
    id: record.entry,
    account_id: accountId,
    effect_id: effectId,
    month: record.month,
    kind: record.kind,
    replaces: record.replaces,
    body: record,
  }));
  await sql`
    insert into bureau_entry (id, creditor_id, account_id, effect_id, bureau, month, kind, replaces, body, at)
    select id, ${creditorId}::uuid, account_id, effect_id, ${bureau}, month, kind, replaces, body, ${new Date(now)}
    from ${rowsOf(rows, {
      id: 'uuid',
      account_id: 'uuid',
      effect_id: 'uuid',
      month: 'text',
      kind: 'text',
      replaces: 'uuid',
      body: 'jsonb',
    })}
    on conflict (id) do update
    set body = excluded.body, at = excluded.at`.execute(db);
}
