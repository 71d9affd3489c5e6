/**
 * Takes back the accounts of a move that was undone. Those that wait for it wait no longer. Those that switched go back
 * unless something has happened under the new strategy that the old one would not know of.
 */
import { sql, type Transaction } from 'kysely';
import { BEGUN, BY_FILE, TO_PERSON } from '../../db/effect-sets.ts';
import type { Database } from '../../db/schema.ts';
import type { Purpose } from '../../domain/channels.ts';
import type { KeptReason } from '../../domain/contracts/strategy-move.ts';
import type { Reason } from '../../domain/stage.ts';
import { strategyWords } from '../../domain/strategy/move.ts';
import type { Instant } from '../../domain/time.ts';
import { askForEvaluation } from '../facts/record-facts.ts';

/** Accounts that stay after an undo, by reason. */
export type KeptCounts = Readonly<Partial<Record<KeptReason, number>>>;

/** A move that was undone, as far as its accounts were taken back. */
export interface UndoneMove {
  id: string;
  creditor_id: string;
  from_strategy: string | null;
  to_strategy: string | null;
  undone_up_to: string | null;
  kept: KeptCounts;
}

/** An account of the move, as it stands. */
interface TakenAccount {
  id: string;
  /** It was told and has not switched. */
  waits: boolean;
  kept: KeptReason | null;
}

/** Takes back the next accounts of a move whose row is locked. */
export async function takeBack(trx: Transaction<Database>, move: UndoneMove, now: Instant, batch: number) {
  const ids = await findMoved(trx, move, batch);
  const accounts = await judge(trx, move, ids);
  const waiting = accounts.filter(({ waits }) => waits).map(({ id }) => id);
  const back = accounts.filter(({ waits, kept }) => !waits && kept === null).map(({ id }) => id);
  if (waiting.length > 0)
    await sql`
      update account
      set strategy_move = null
      where id = any(${waiting}::uuid[])`.execute(trx);
  if (back.length > 0) await giveBack(trx, move, back, now);
  await sql`
    update strategy_move
    set undone = undone + ${waiting.length + back.length}, kept = ${JSON.stringify(keptWith(move.kept, accounts))}::jsonb,
      undone_up_to = ${ids.at(-1) ?? move.undone_up_to}::uuid,
      undo_told_at = ${ids.length < batch ? new Date(now) : null}::timestamptz
    where id = ${move.id}::uuid`.execute(trx);
}

/** The next accounts that wait for the move or switched by it, locked. */
async function findMoved(trx: Transaction<Database>, { id, undone_up_to: after }: UndoneMove, batch: number) {
  const { rows } = await sql<{ id: string }>`
    select a.id
    from account a
    where a.id in (
      (
        select w.id
        from account w
        where w.strategy_move = ${id}::uuid
          and (${after}::uuid is null or w.id > ${after}::uuid)
        order by w.id
        limit ${batch})
      union
      (
        select distinct s.account_id
        from segment_change s
        where s.move_id = ${id}::uuid
          and (${after}::uuid is null or s.account_id > ${after}::uuid)
        order by s.account_id
        limit ${batch}))
    order by a.id
    limit ${batch}
    for no key update of a`.execute(trx);
  return rows.map((row) => row.id);
}

/** Reads how the accounts stand, in a statement of its own: after the locks, it sees what they waited for. */
async function judge(
  trx: Transaction<Database>,
  { id, from_strategy: from, to_strategy: to }: UndoneMove,
  ids: readonly string[],
): Promise<TakenAccount[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<TakenAccount>`
    select a.id, a.strategy_move is not distinct from ${id}::uuid as waits, case
        when a.closed_at is not null then ${'closed' satisfies KeptReason}
        when s.no is null
          or a.strategy is distinct from ${to}
          or a.strategy_move is not null
          or exists (
            select
            from segment_change later
            where later.account_id = a.id
              and later.no > s.no
              and later.strategy_after is distinct from later.strategy_before) then ${'moved-on' satisfies KeptReason}
        when exists (
          select
          from effect e
          where e.account_id = a.id
            and e.channel in ${BY_FILE}
            and e.purpose <> ${'undo' satisfies Purpose}
            and ${begunSince}) then ${'handed-over' satisfies KeptReason}
        when exists (
          select
          from effect e
          where e.account_id = a.id
            and e.channel in ${TO_PERSON}
            and ${begunSince}) then ${'contacted' satisfies KeptReason}
        when exists (
          select
          from strategy_version v
          where v.id = ${from}
            and v.retired_at is not null) then ${'retired' satisfies KeptReason}
      end as kept
    from account a
    left join lateral (
      select c.no, c.at
      from segment_change c
      where c.account_id = a.id
        and c.move_id = ${id}::uuid
      order by c.no desc
      limit 1) s on true
    where a.id = any(${[...ids]}::uuid[])`.execute(trx);
  return rows;
}

/** Condition: the effect `e` has left, or may have, by a permit that was given since the switch `s`. */
const begunSince = sql`e.state in ${BEGUN} and coalesce(e.claimed_at, e.sent_at, e.due_at) >= s.at`;

/** The accounts follow the old strategy again; their next evaluation chooses the segment. */
async function giveBack(
  trx: Transaction<Database>,
  { id, from_strategy: from, to_strategy: to }: UndoneMove,
  back: readonly string[],
  now: Instant,
): Promise<void> {
  const reason: Reason = { code: 'move-undone', words: `the move to ${strategyWords(to)} was undone` };
  await sql`
    insert into segment_change (
      account_id, creditor_id, at, move_id, strategy_before, segment_before, strategy_after, segment_after, because)
    select a.id, a.creditor_id, ${new Date(now)}, ${id}::uuid, a.strategy, a.segment, ${from}::text, null,
      ${JSON.stringify({ v: 1, because: [reason] })}::jsonb
    from account a
    where a.id = any(${[...back]}::uuid[])
    order by a.id`.execute(trx);
  await sql`
    update account
    set strategy = ${from}, segment = null, segment_since = null
    where id = any(${[...back]}::uuid[])`.execute(trx);
  await askForEvaluation(trx, back);
}

function keptWith(before: KeptCounts, accounts: readonly TakenAccount[]): KeptCounts {
  const counts: Partial<Record<KeptReason, number>> = { ...before };
  for (const { waits, kept } of accounts) if (!waits && kept !== null) counts[kept] = (counts[kept] ?? 0) + 1;
  return counts;
}
