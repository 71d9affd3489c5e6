/**
 * Stores what follows from the money of accounts after it moved: unpaid dues and balance for lists, the end or the
 * return of an episode or of the account, and tasks about money that only a person can judge.
 */
import { type RawBuilder, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { loadStandingFacts } from '../../db/load-facts.ts';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import { type ClosedHow, closedNow } from '../../domain/closing.ts';
import type { AccountFactKind, StandingFacts } from '../../domain/facts.ts';
import { paidOf } from '../../domain/money/entries.ts';
import { moneyTasks, PASSING_TASKS } from '../../domain/money/news.ts';
import { type Standing, standingOf } from '../../domain/standing.ts';
import { type TaskKind, taskDueAt } from '../../domain/tasks.ts';
import type { Instant } from '../../domain/time.ts';
import { endEpisode, reopenEpisode } from './episodes.ts';

type Trx = Transaction<Database>;

/** An account after its money moved. */
interface Settled {
  readonly id: string;
  readonly facts: StandingFacts;
  readonly standing: Standing;
  /** Kinds of the facts that moved it; empty when only a date did. */
  readonly kinds: ReadonlySet<AccountFactKind>;
  readonly closed: ClosedHow | null;
  /** More is unpaid than before. */
  readonly rose: boolean;
}

/** Settles accounts, each with the kinds of facts that moved its money. */
export async function settleAccounts(
  trx: Trx,
  moved: ReadonlyMap<string, ReadonlySet<AccountFactKind>>,
  now: Instant,
): Promise<void> {
  if (moved.size === 0) return;
  const loaded = await loadStandingFacts(trx, [...moved.keys()]);
  const before = await readUnpaid(trx, [...moved.keys()]);
  const settled: Settled[] = [];
  for (const [id, kinds] of moved) {
    const facts = loaded.get(id);
    if (!facts) continue;
    const standing = standingOf(facts, now);
    const unpaid = standing.position.open.reduce((sum, { minor }) => sum + minor, 0n);
    const closed = closedNow(facts.facts, unpaid > 0n);
    settled.push({ id, facts, standing, kinds, closed, rose: unpaid > (before.get(id) ?? 0n) });
  }
  await storeMoney(trx, settled, now);
  for (const item of settled) await settleEpisode(trx, item, now);
  await settleTasks(trx, settled, now);
}

async function readUnpaid(trx: Trx, ids: readonly string[]): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ id: string; unpaid: string }>`
    select account_id as id, sum(minor)::text as unpaid
    from due
    where account_id = any(${[...ids]}::uuid[])
    group by account_id`.execute(trx);
  return new Map(rows.map(({ id, unpaid }) => [id, BigInt(unpaid)]));
}

async function storeMoney(trx: Trx, settled: readonly Settled[], now: Instant): Promise<void> {
  const ids = settled.map(({ id }) => id);
  await sql`delete from due where account_id = any(${ids}::uuid[])`.execute(trx);
  const dues = settled.flatMap(({ id, facts, standing: { position, apart } }) =>
    position.open.map(({ on, minor }) => ({
      creditor_id: facts.creditor.id,
      account_id: id,
      due_on: on,
      minor,
      disputed: apart.find((due) => due.on === on)?.minor ?? 0n,
    })),
  );
  if (dues.length > 0) {
    await sql`
      insert into due (creditor_id, account_id, due_on, minor, disputed)
      select creditor_id, account_id, due_on, minor, disputed
      from ${rowsOf(dues, {
        creditor_id: 'uuid',
        account_id: 'uuid',
        due_on: 'date',
        minor: 'bigint',
        disputed: 'bigint',
      })}`.execute(trx);
  }
  const accounts = settled.map(({ id, standing, closed }) => ({
    id,
    balance: standing.balance,
    received: paidOf(standing.position.entries),
    as_of: standing.position.asOf,
    closed,
  }));
  await sql`
    update account a
    set balance = r.balance,
      received = r.received,
      as_of = r.as_of,
      closed_at = case when r.closed is not null then coalesce(a.closed_at, ${new Date(now)}) end,
      closed_reason = r.closed
    from ${rowsOf(accounts, { id: 'uuid', balance: 'bigint', received: 'bigint', as_of: 'date', closed: 'text' })}
    where a.id = r.id`.execute(trx);
}

/** Ends the newest episode when nothing is asked any more; opens it again when the same delinquency is back. */
async function settleEpisode(trx: Trx, { id, facts, standing, kinds, closed }: Settled, now: Instant): Promise<void> {
  const { episode } = facts;
  if (!episode) return;
  const cured = standing.cured || closed !== null;
  if (cured && episode.curedVersion === null) await endEpisode(trx, id, episode.no, facts.version, now);
  if (cured || episode.curedVersion === null) return;
  const { oldest } = standing;
  const isBack = oldest !== null && episode.curedOn !== null && oldest < episode.curedOn;
  if (isBack || kinds.has('reversal')) await reopenEpisode(trx, id, episode.no);
}

async function settleTasks(trx: Trx, settled: readonly Settled[], now: Instant): Promise<void> {
  const tasks = settled.flatMap(({ id, facts, standing, ...news }) =>
    moneyTasks(facts, standing.position, news).map((task) => ({ id, ...task })),
  );
  const at = new Date(now);
  await sql`
    update task t
    set state = 'withdrawn', reason = 'settled by what was told since', ended_at = ${at}
    where t.account_id = any(${settled.map(({ id }) => id)}::uuid[])
      and t.state = 'open'
      and t.kind = any(${[...PASSING_TASKS]}::text[])
      and not ${isAmong(tasks)}`.execute(trx);
  if (tasks.length === 0) return;
  const rows = tasks.map((task) => ({ ...task, task: uuidv7(), due_at: new Date(taskDueAt(task.kind, now)) }));
  await sql`
    insert into task (id, creditor_id, account_id, kind, reason, opened_at, due_at)
    select r.task, a.creditor_id, a.id, r.kind, r.reason, ${at}, r.due_at
    from ${rowsOf(rows, { task: 'uuid', id: 'uuid', kind: 'text', reason: 'text', due_at: 'timestamptz' })}
    join account a on a.id = r.id
    order by r.task
    on conflict do nothing`.execute(trx);
}

function isAmong(tasks: readonly { id: string; kind: TaskKind }[]): RawBuilder<boolean> {
  const names = tasks.map(({ id, kind }) => `${id} ${kind}`);
  return sql`(t.account_id || ' ' || t.kind) = any(${names}::text[])`;
}
