/** Moves of accounts between strategies as a list. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { maybeMoment, wireMoment } from '../../domain/contracts/answer.ts';
import { KEPT_REASONS, type MoveTime, type StrategyMoveView } from '../../domain/contracts/strategy-move.ts';
import { Problem } from '../../domain/problems.ts';
import type { Instant } from '../../domain/time.ts';
import type { KeptCounts } from './take-back.ts';

interface MoveRow {
  move: string;
  creditor: string;
  from: string | null;
  to: string | null;
  at: MoveTime;
  madeBy: string;
  madeAt: Instant;
  toldAt: Instant | null;
  undoneBy: string | null;
  undoneAt: Instant | null;
  undoToldAt: Instant | null;
  told: number;
  undone: number;
  kept: KeptCounts;
  waiting: bigint;
  switched: bigint;
}

/** The newest 100 moves, the newest first; with `id`, the move of that id. */
export async function listMoves(db: Kysely<Database>, id?: string): Promise<StrategyMoveView[]> {
  const { rows } = await sql<MoveRow>`
    select m.id as move, c.code as creditor, m.from_strategy as "from", m.to_strategy as "to", m.at,
      m.made_by as "madeBy", m.made_at as "madeAt", m.told_at as "toldAt", m.undone_by as "undoneBy",
      m.undone_at as "undoneAt", m.undo_told_at as "undoToldAt", m.told, m.undone, m.kept,
      (
        select count(*)
        from account a
        where a.strategy_move = m.id
          and a.closed_at is null) as waiting,
      (
        select count(*)
        from segment_change s
        where s.move_id = m.id
          and s.strategy_after is not distinct from m.to_strategy) as switched
    from strategy_move m
    join creditor c on c.id = m.creditor_id
    where ${id ?? null}::uuid is null or m.id = ${id ?? null}::uuid
    order by m.made_at desc, m.id desc
    limit 100`.execute(db);
  return rows.map(toView);
}

/** One move. Throws `unknown-move`. */
export async function showMove(db: Kysely<Database>, id: string): Promise<StrategyMoveView> {
  const [move] = await listMoves(db, id);
  if (!move) throw new Problem('unknown-move', { move: id });
  return move;
}

function toView(row: MoveRow): StrategyMoveView {
  const { move, creditor, from, to, at, madeBy, madeAt, undoneBy, undoneAt, told, undone, kept } = row;
  return {
    ...{ move, creditor, from, to, at, state: stateOf(row) },
    ...{ madeBy, madeAt: wireMoment(madeAt), undoneBy, undoneAt: maybeMoment(undoneAt) },
    accounts: { told, waiting: Number(row.waiting), switched: Number(row.switched), undone },
    kept: KEPT_REASONS.flatMap((reason) => {
      const accounts = kept[reason] ?? 0;
      return accounts === 0 ? [] : [{ reason, accounts }];
    }),
  };
}

function stateOf({ toldAt, undoneAt, undoToldAt, waiting }: MoveRow): StrategyMoveView['state'] {
  if (undoneAt !== null) return undoToldAt === null ? 'undoing' : 'undone';
  if (toldAt === null) return 'telling';
  return waiting > 0n ? 'waiting' : 'ended';
}
