/** Versions of strategies: one person proposes a text, a second one publishes it; accounts follow what is published. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { type Act, isSamePerson } from '../../domain/act.ts';
import { maybeMoment, wireMoment } from '../../domain/contracts/answer.ts';
import type { ShownStrategyView, StrategyVersionView } from '../../domain/contracts/strategy-view.ts';
import { Problem } from '../../domain/problems.ts';
import { strategyId } from '../../domain/rules.ts';
import {
  type BaseRules,
  faultLine,
  lintStrategy,
  readPublishedStrategy,
  readStrategy,
  type Strategy,
} from '../../domain/strategy/strategy.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { sha256 } from '../../platform/sha256.ts';

/** Key of the advisory lock of who publishes, retires or chooses strategies; the same in all processes. */
const STRATEGY_LOCK = 7_305_000;

/** Waits for the others who change which strategies may be given out. Held until the end of the transaction. */
export async function lockStrategies(trx: Transaction<Database>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${STRATEGY_LOCK})`.execute(trx);
}

/**
 * The versions published up to a revision, the retired too, read against the ladder and the terms of the code. A text
 * that cannot be followed is left out: the rulebook refuses to decide for its accounts.
 */
export async function readPublishedStrategies(
  db: Kysely<Database>,
  base: BaseRules,
  revision: number,
): Promise<Strategy[]> {
  if (revision === 0) return [];
  const rows = await db
    .selectFrom('strategy_version')
    .select('text')
    .where('revision', '<=', revision)
    .orderBy('revision')
    .execute();
  return rows.flatMap(({ text }) => readPublishedStrategy(text, base) ?? []);
}

/**
 * Proposes the text of a strategy. Throws `strategy-refused` with each fault as cause, `not-allowed-now` when the
 * version is taken.
 */
export async function proposeStrategy(
  db: Kysely<Database>,
  base: BaseRules,
  text: string,
  { now, actor }: Act,
): Promise<{ id: string; digest: string }> {
  const { name, version } = soundStrategy(text, base);
  const id = strategyId({ name, version });
  const digest = sha256(text);
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('strategy_version')
    .values({ id, name, version: String(version), digest, text, made_by: actor.name, made_at: new Date(now) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n)
    throw notAllowed(`strategy ${id} is taken`, 'Give the file a version of its own.');
  return { id, digest };
}

/** The strategy of a text without a fault. */
function soundStrategy(text: string, base: BaseRules): Strategy {
  const read = readStrategy(text, base);
  if ('strategy' in read) return read.strategy;
  const { faults } = read;
  throw new Problem('strategy-refused', { faults: faults.map(faultLine).join(' ') }, { cause: faults });
}

/**
 * Publishes a proposed version. Throws `unknown-strategy`, `own-approval` when the actor proposed it, `not-allowed-now`
 * when it is published, `strategy-refused` when this release finds a fault in it.
 */
export async function approveStrategy(
  db: Kysely<Database>,
  base: BaseRules,
  id: string,
  { now, actor }: Act,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    await lockStrategies(trx);
    const { made_by, revision, text } = await readVersion(trx, id);
    if (revision !== null) throw notAllowed(`strategy ${id} is published`, SHOWN);
    if (isSamePerson(made_by, actor.name)) throw new Problem('own-approval', { name: actor.name });
    soundStrategy(text, base);
    await trx
      .updateTable('strategy_version')
      .set({
        approved_by: actor.name,
        published_at: new Date(now),
        revision: sql<number>`(select coalesce(max(revision), 0) + 1 from strategy_version)`,
      })
      .where('id', '=', id)
      .execute();
  });
}

/**
 * Retires a published version: no account begins with it or moves to it, those that follow it go on. Throws
 * `unknown-strategy`, and `not-allowed-now` when it is not published or is retired, and while a move to it or an
 * experiment with it goes on.
 */
export async function retireStrategy(db: Kysely<Database>, id: string, { now, actor }: Act): Promise<void> {
  await inTransaction(db, async (trx) => {
    await lockStrategies(trx);
    const { revision, retired_at } = await readVersion(trx, id);
    if (revision === null) throw notAllowed(`strategy ${id} is not published`, SHOWN);
    if (retired_at !== null) throw notAllowed(`strategy ${id} is retired`, SHOWN);
    await refuseInUse(trx, id, now);
    await trx
      .updateTable('strategy_version')
      .set({ retired_by: actor.name, retired_at: new Date(now) })
      .where('id', '=', id)
      .execute();
  });
}

async function refuseInUse(trx: Transaction<Database>, id: string, now: Instant): Promise<void> {
  const { rows } = await sql<{ move: string | null; experiment: string | null }>`
    select
      (
        select m.id
        from strategy_move m
        where m.to_strategy = ${id}
          and m.undone_at is null
          and (m.told_at is null or exists (select from account a where a.strategy_move = m.id and a.closed_at is null))
        order by m.made_at, m.id
        limit 1) as move,
      (
        select x.name
        from experiment x
        where x.stopped_at is null
          and x.plan @> ${JSON.stringify({ arms: [{ strategy: id }] })}::jsonb
          and x.plan ->> 'entersUntil' >= ${localDate(now, 'UTC')}
        order by x.name
        limit 1) as experiment`.execute(trx);
  const [{ move, experiment } = { move: null, experiment: null }] = rows;
  if (move !== null) throw notAllowed(`move ${move} to ${id} goes on`, `npx arrears strategy undo ${move} --as NAME`);
  if (experiment !== null)
    throw notAllowed(
      `persons enter the experiment ${experiment} with ${id}`,
      `npx arrears experiment stop ${experiment} --as NAME`,
    );
}

const SHOWN = 'npx arrears strategy versions shows each with its state.';
const notAllowed = (reason: string, remedy: string) => new Problem('not-allowed-now', { reason, remedy });

async function readVersion(db: Kysely<Database>, id: string) {
  const row = await db.selectFrom('strategy_version').selectAll().where('id', '=', id).executeTakeFirst();
  if (!row) throw new Problem('unknown-strategy', { strategy: id });
  return row;
}

/** The text of a version, as proposed. Throws `unknown-strategy`. */
export async function readStrategyText(db: Kysely<Database>, id: string): Promise<string> {
  return (await readVersion(db, id)).text;
}

/** A version as the database returns it. */
type VersionRow = Pick<StrategyVersionView, 'id' | 'name' | 'version' | 'digest' | 'madeBy' | 'accounts'> &
  Pick<StrategyVersionView, 'approvedBy' | 'retiredBy'> & {
    text: string;
    madeAt: Instant;
    publishedAt: Instant | null;
    retiredAt: Instant | null;
  };

/** Versions in the order of their proposal; with `id`, this one. */
async function versionRows(db: Kysely<Database>, id: string | null): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select v.id, v.name, v.version, v.digest, v.text, v.made_by as "madeBy", v.made_at as "madeAt",
      v.approved_by as "approvedBy", v.published_at as "publishedAt", v.retired_by as "retiredBy",
      v.retired_at as "retiredAt", coalesce(f.accounts, 0)::int as accounts
    from strategy_version v
    left join (
      select strategy, count(*) as accounts
      from account
      where closed_at is null
        and strategy is not null
      group by strategy) f on f.strategy = v.id
    where ${id}::text is null or v.id = ${id}::text
    order by v.made_at, v.id`.execute(db);
  return rows;
}

/** All versions, in the order of their proposal. */
export async function listStrategyVersions(db: Kysely<Database>, base: BaseRules): Promise<StrategyVersionView[]> {
  return (await versionRows(db, null)).map((row) => toView(row, base));
}

/** One version with its text and the faults that this release finds in it. Throws `unknown-strategy`. */
export async function showStrategyVersion(
  db: Kysely<Database>,
  base: BaseRules,
  id: string,
): Promise<ShownStrategyView> {
  const [row] = await versionRows(db, id);
  if (row === undefined) throw new Problem('unknown-strategy', { strategy: id });
  return { ...toView(row, base), text: row.text, faults: [...lintStrategy(row.text, base)] };
}

function toView({ text, madeAt, publishedAt, retiredAt, ...row }: VersionRow, base: BaseRules): StrategyVersionView {
  const strategy = readPublishedStrategy(text, base);
  return {
    ...row,
    state: retiredAt !== null ? 'retired' : publishedAt === null ? 'proposed' : 'published',
    segments: strategy?.segments.length ?? null,
    ladders: strategy?.ladders.length ?? null,
    madeAt: wireMoment(madeAt),
    publishedAt: maybeMoment(publishedAt),
    retiredAt: maybeMoment(retiredAt),
    unreadable: strategy === null,
  };
}
