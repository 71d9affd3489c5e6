/** What a score and the classes of an account depend on beside its facts. */
import { type Kysely, sql } from 'kysely';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import type { StoredFeatures } from '../../domain/strategy/score/score.ts';
import { lastHeardOn } from '../../domain/strategy/signs.ts';
import type { CalendarDate, Instant } from '../../domain/time.ts';

/** The newest value of each feature of an account. */
export interface AccountFeatures {
  values: StoredFeatures;
  /** The newest date of them. */
  asOf: CalendarDate;
}

/** The features of accounts by id. An account without features is missing from the map. */
export async function readNewestFeatures(
  db: Kysely<Database>,
  accountIds: readonly string[],
): Promise<Map<string, AccountFeatures>> {
  const { rows } = await sql<{ account_id: string; values: StoredFeatures; as_of: CalendarDate }>`
    select account_id, jsonb_object_agg(name, value) as values, max(as_of) as as_of
    from (
      select distinct on (account_id, name) account_id, name, value, as_of
      from account_feature
      where account_id = any(${[...accountIds]}::uuid[])
      order by account_id, name, as_of desc) newest
    group by account_id`.execute(db);
  return new Map(rows.map(({ account_id: id, values, as_of: asOf }) => [id, { values, asOf }]));
}

/** The last day on which the debtor was heard, or paid, about another account of theirs, by account id. */
export async function readHeardElsewhere(
  db: Kysely<Database>,
  accountIds: readonly string[],
  now: Instant,
): Promise<Map<string, CalendarDate>> {
  const { rows } = await sql<{ id: string; other: string }>`
    select ap.account_id as id, other.account_id as other
    from account_person ap
    join account_person other
      on other.person_id = ap.person_id and other.role = 'debtor' and other.account_id <> ap.account_id
    where ap.account_id = any(${[...accountIds]}::uuid[])
      and ap.role = 'debtor'`.execute(db);
  const last = new Map<string, CalendarDate>();
  if (rows.length === 0) return last;
  const others = await loadStandingFacts(db, [...new Set(rows.map(({ other }) => other))]);
  for (const { id, other } of rows) {
    const account = others.get(other);
    const on = account === undefined ? null : lastHeardOn(account, now);
    if (on !== null && on > (last.get(id) ?? '')) last.set(id, on);
  }
  return last;
}
