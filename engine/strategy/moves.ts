/** Moves of accounts from one strategy to another: begun and undone here, carried out by the sweep (carry-on-moves.ts). */
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Act } from '../../domain/act.ts';
import type { MoveTime } from '../../domain/contracts/strategy-move.ts';
import { Problem } from '../../domain/problems.ts';
import { strategyWords } from '../../domain/strategy/move.ts';

/** First key of the advisory lock of who begins a move of a creditor; the same in all processes. */
const MOVE_LOCK = 7_306_000;

/** Whose accounts move, and between which strategies: `name@version`, null = the ladder of the code. */
export interface MoveTerms {
  /** Code of the creditor. */
  creditor: string;
  from: string | null;
  to: string | null;
}

/**
 * The id of the creditor whose accounts may move so. Throws `unknown-creditor`, `unknown-strategy`, `invalid-request`
 * where both strategies are the same, and `not-allowed-now` when the new strategy is not published, or retired.
 */
export async function checkMove(db: Kysely<Database>, { creditor, from, to }: MoveTerms): Promise<string> {
  const known = await db.selectFrom('creditor').select('id').where('code', '=', creditor).executeTakeFirst();
  if (!known) throw new Problem('unknown-creditor', { creditor });
  if (from === to) throw new Problem('invalid-request', { faults: 'to: the accounts follow this strategy already' });
  // Locked where a transaction goes on: nobody retires the strategy until the move is stored.
  const { rows } = await sql<{ id: string; revision: number | null; retired: boolean }>`
    select id, revision, retired_at is not null as retired
    from strategy_version
    where id in (${from}, ${to})
    ${db.isTransaction ? sql`for share` : sql``}`.execute(db);
  const versions = new Map(rows.map((row) => [row.id, row]));
  for (const id of [from, to])
    if (id !== null && !versions.has(id)) throw new Problem('unknown-strategy', { strategy: id });
  const target = to === null ? undefined : versions.get(to);
  if (target?.revision === null)
    throw notAllowed(`strategy ${to} is not published`, 'A second person approves it first.');
  if (target?.retired) throw notAllowed(`strategy ${to} is retired`, 'Move the accounts to another version.');
  return known.id;
}

/**
 * Begins a move: the sweep tells the open accounts that follow `from`. Accounts that are imported meanwhile have later
 * ids and are told too, unless their import commits after the sweep has passed them. Returns the id of the move. Throws
 * as checkMove, and `not-allowed-now` while another move of the creditor from the same strategy goes on or has accounts
 * that wait.
 */
export async function startMove(
  db: Kysely<Database>,
  { at, ...terms }: MoveTerms & { at: MoveTime },
  { now, actor }: Act,
): Promise<string> {
  return inTransaction(db, async (trx) => {
    await sql`select pg_advisory_xact_lock(${MOVE_LOCK}, hashtext(${terms.creditor}))`.execute(trx);
    const creditorId = await checkMove(trx, terms);
    const open = await openMove(trx, creditorId, terms.from);
    if (open !== null)
      throw notAllowed(
        `a move of ${terms.creditor} from ${strategyWords(terms.from)} is not over`,
        `Wait until no account waits for it, or take it back: npx arrears strategy undo ${open} --as NAME`,
      );
    const id = uuidv7();
    await trx
      .insertInto('strategy_move')
      .values({
        ...{ id, creditor_id: creditorId, from_strategy: terms.from, to_strategy: terms.to, at },
        ...{ made_by: actor.name, made_at: new Date(now) },
      })
      .execute();
    return id;
  });
}

/** A move from the strategy that is not over; null when there is none. */
async function openMove(trx: Transaction<Database>, creditorId: string, from: string | null): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select m.id
    from strategy_move m
    where m.creditor_id = ${creditorId}::uuid
      and m.from_strategy is not distinct from ${from}
      and (m.told_at is null
        or (m.undone_at is not null and m.undo_told_at is null)
        or exists (
          select
          from account a
          where a.strategy_move = m.id
            and a.closed_at is null))
    order by m.made_at, m.id
    limit 1`.execute(trx);
  return rows[0]?.id ?? null;
}

/**
 * Undoes a move: no more accounts are told, and the sweep takes back those that were (take-back.ts). Throws
 * `unknown-move`, and `not-allowed-now` when it is undone already.
 */
export async function undoMove(db: Kysely<Database>, id: string, { now, actor }: Act): Promise<void> {
  await inTransaction(db, async (trx) => {
    // Waits for a sweep that tells accounts. Rows that name the move need its key, so no stronger lock may be held.
    const move = await trx
      .selectFrom('strategy_move')
      .select(['told_at', 'undone_at'])
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!move) throw new Problem('unknown-move', { move: id });
    if (move.undone_at !== null)
      throw notAllowed(`move ${id} is undone already`, 'npx arrears strategy moves shows how far it is.');
    const at = new Date(now);
    await trx
      .updateTable('strategy_move')
      .set({ undone_by: actor.name, undone_at: at, ...(move.told_at === null ? { told_at: at } : {}) })
      .where('id', '=', id)
      .execute();
  });
}

const notAllowed = (reason: string, remedy: string) => new Problem('not-allowed-now', { reason, remedy });
