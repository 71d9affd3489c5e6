/** Finds the accounts that a complete file does not name. Each gives a person a task; none is closed automatically. */
import { type Kysely, sql } from 'kysely';
import type { PoolClient } from 'pg';
import { uuidv7 } from 'uuidv7';
import { copyLine, copyRows } from '../../db/copy-rows.ts';
import type { Database } from '../../db/schema.ts';
import { type TaskKind, taskDueAt } from '../../domain/tasks.ts';
import type { Instant } from '../../domain/time.ts';

/** Kind of the task; an account has at most one open. */
const MISSING_TASK = 'missing-from-file' satisfies TaskKind;

/** Creates the temporary table of named accounts on this connection. */
export async function openNamed(client: PoolClient): Promise<void> {
  await client.query(
    'create temporary table book_named (creditor_id uuid not null, number text not null) on commit preserve rows',
  );
}

/** Drops the table of `openNamed`. */
export async function closeNamed(client: PoolClient): Promise<void> {
  await client.query('drop table if exists book_named');
}

/** Remembers that the file names these accounts, even when their rows were refused. */
export async function rememberNamed(
  client: PoolClient,
  named: readonly { creditorId: string; account: string }[],
): Promise<void> {
  await copyRows(
    client,
    'book_named (creditor_id, number)',
    named.map((account) => copyLine([account.creditorId, account.account])),
  );
}

async function findMissing(db: Kysely<Database>): Promise<{ id: string; creditor_id: string }[]> {
  const { rows } = await sql<{ id: string; creditor_id: string }>`
    select a.id, a.creditor_id
    from account a
    where a.closed_at is null
      and a.creditor_id in (select creditor_id from book_named)
      and not exists (
        select 1
        from book_named n
        where n.creditor_id = a.creditor_id
          and n.number = a.number)
    order by a.creditor_id, a.number`.execute(db);
  return rows;
}

/** Opens a task for each missing account, withdraws tasks of accounts named again. Returns how many are missing. */
export async function listMissing(db: Kysely<Database>, now: Instant, dryRun: boolean): Promise<number> {
  await sql`analyze book_named`.execute(db);
  const missing = await findMissing(db);
  if (dryRun) return missing.length;
  await sql`
    insert into task (id, creditor_id, account_id, kind, reason, opened_at, due_at)
    select id, creditor_id, account_id, ${MISSING_TASK}, 'the complete file of the book does not name it',
      ${new Date(now)}, ${new Date(taskDueAt(MISSING_TASK, now))}
    from unnest(
      ${missing.map(() => uuidv7())}::uuid[],
      ${missing.map((account) => account.creditor_id)}::uuid[],
      ${missing.map((account) => account.id)}::uuid[])
      as n (id, creditor_id, account_id)
    order by id
    on conflict do nothing`.execute(db);
  await sql`
    update task t
    set state = 'withdrawn', reason = 'the book names it again', ended_at = ${new Date(now)}
    from account a
    join book_named n on n.creditor_id = a.creditor_id and n.number = a.number
    where t.account_id = a.id
      and t.kind = ${MISSING_TASK}
      and t.state = 'open'`.execute(db);
  return missing.length;
}
