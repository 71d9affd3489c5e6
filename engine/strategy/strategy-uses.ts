/** Which strategy new accounts of a creditor begin with. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Act } from '../../domain/act.ts';
import { wireMoment } from '../../domain/contracts/answer.ts';
import type { StrategyUseView } from '../../domain/contracts/strategy-view.ts';
import { Problem } from '../../domain/problems.ts';
import type { Instant } from '../../domain/time.ts';
import { findCreditor } from '../files/intake-file.ts';
import { lockStrategies } from './strategy-versions.ts';

/** Id of the version of a name that was published last and is not retired; null where there is none. */
const newestOf = (name: RawBuilder<unknown>): RawBuilder<string | null> => sql<string | null>`(
  select v.id
  from strategy_version v
  where v.name = ${name}
    and v.revision is not null
    and v.retired_at is null
  order by v.revision desc
  limit 1)`;

/**
 * Chooses the strategy, by name, with which accounts that a creditor adds from now on begin; null for the ladder of the
 * code. Accounts that are there keep theirs. Throws `unknown-creditor`, `unknown-strategy`, and `not-allowed-now` when
 * no version of it is published, or all are retired.
 */
export async function useStrategy(
  db: Kysely<Database>,
  { creditor, strategy }: { creditor: string; strategy: string | null },
  { now, actor }: Act,
): Promise<StrategyUseView> {
  return inTransaction(db, async (trx) => {
    await lockStrategies(trx);
    const { id } = await findCreditor(trx, creditor);
    if (strategy !== null) await refuseUnpublished(trx, strategy);
    await trx
      .insertInto('strategy_use')
      .values({ creditor_id: id, strategy, made_by: actor.name, made_at: new Date(now) })
      .execute();
    const newest = await strategyForNewAccounts(trx, id);
    return { creditor, strategy, newest, madeBy: actor.name, madeAt: wireMoment(now) };
  });
}

async function refuseUnpublished(db: Kysely<Database>, name: string): Promise<void> {
  const { rows } = await sql<{ known: boolean; newest: string | null }>`
    select exists (select from strategy_version where name = ${name}) as known, ${newestOf(sql`${name}`)} as newest`.execute(
    db,
  );
  const { known = false, newest = null } = rows[0] ?? {};
  if (!known) throw new Problem('unknown-strategy', { strategy: name });
  if (newest !== null) return;
  throw new Problem('not-allowed-now', {
    reason: `no version of ${name} is published, or all are retired`,
    remedy: 'Publish one first; npx arrears strategy versions shows each with its state.',
  });
}

/** The last choice for each creditor that has one, by code. */
export async function listUses(db: Kysely<Database>): Promise<StrategyUseView[]> {
  const { rows } = await sql<Omit<StrategyUseView, 'madeAt'> & { madeAt: Instant }>`
    select c.code as creditor, u.strategy, ${newestOf(sql`u.strategy`)} as newest, u.made_by as "madeBy",
      u.made_at as "madeAt"
    from creditor c
    cross join lateral (
      select * from strategy_use where creditor_id = c.id order by no desc limit 1) u
    order by c.code`.execute(db);
  return rows.map(({ madeAt, ...use }) => ({ ...use, madeAt: wireMoment(madeAt) }));
}

/**
 * The strategies, by creditor id, with which new accounts begin: `name@version`, the newest that is published and not
 * retired; null for the ladder of the code.
 */
export async function strategiesForNewAccounts(
  db: Kysely<Database>,
  creditorIds: readonly string[],
): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ creditorId: string; strategy: string | null }>`
    select c.id as "creditorId", ${newestOf(sql`u.strategy`)} as strategy
    from unnest(${[...creditorIds]}::uuid[]) c (id)
    left join lateral (
      select strategy from strategy_use where creditor_id = c.id order by no desc limit 1) u on true`.execute(db);
  return new Map(rows.map(({ creditorId, strategy }) => [creditorId, strategy]));
}

/** The strategy with which new accounts of a creditor begin; null for the ladder of the code. */
export async function strategyForNewAccounts(db: Kysely<Database>, creditorId: string): Promise<string | null> {
  return (await strategiesForNewAccounts(db, [creditorId])).get(creditorId) ?? null;
}
