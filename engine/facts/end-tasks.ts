/** Ends tasks of accounts: because a person answered them, or because a fact made them needless. */
import { sql, type Transaction } from 'kysely';
import { literalsOf } from '../../db/literals.ts';
import type { Database } from '../../db/schema.ts';
import { type Act, personOf } from '../../domain/act.ts';
import { type HoldType, stopsAnywhere } from '../../domain/care/holds.ts';
import { LAPSING_TASKS, type OutcomeName, type TaskKind, tasksEndedBy } from '../../domain/tasks.ts';
import type { Instant } from '../../domain/time.ts';
import type { AccountFactInput } from './fact-input.ts';

type Trx = Transaction<Database>;

/** Kinds of tasks that only an answer or the next evaluation ends. */
const LAPSING = literalsOf(LAPSING_TASKS);

/** Ends the search for contact data of a person, on all accounts, because data were added or none are to be had. */
export async function endSearch(trx: Trx, personId: string, act: Act): Promise<void> {
  const at = new Date(act.now);
  await sql`
    with ended as (
      update task
      set state = 'done', ended_at = ${at}, ended_by = ${personOf(act)}
      where person_id = ${personId}::uuid
        and state = 'open'
        and kind = ${'find-contact-data' satisfies TaskKind}
      returning effect_id)
    update effect
    set done_at = ${at}
    where id in (select effect_id from ended)
      and done_at is null`.execute(trx);
}

/** Ends the task of an effect, and the effect, because a person recorded the outcome. */
export async function endTask(trx: Trx, effectId: string, fact: AccountFactInput, act: Act): Promise<void> {
  const at = new Date(act.now);
  await trx
    .updateTable('effect')
    .set({ done_at: at })
    .where('id', '=', effectId)
    .where('done_at', 'is', null)
    .execute();
  await trx
    .updateTable('task')
    .set({ state: 'done', ended_at: at, ended_by: personOf(act), outcome: JSON.stringify({ v: 1, kind: fact.kind }) })
    .where('effect_id', '=', effectId)
    .where('state', '=', 'open')
    .execute();
}

/** Ends the open tasks of an account that this outcome ends. */
export async function endTasksBy(
  trx: Trx,
  accountId: string,
  outcome: OutcomeName,
  fact: AccountFactInput,
  act: Act,
): Promise<void> {
  await endTasksOf(trx, accountId, tasksEndedBy(outcome), fact, act);
}

/** Ends the open tasks of an account of these kinds, because a person answered them. */
export async function endTasksOf(
  trx: Trx,
  accountId: string,
  kinds: readonly TaskKind[],
  fact: AccountFactInput,
  act: Act,
): Promise<void> {
  const open = await trx
    .selectFrom('task')
    .select('effect_id')
    .where('account_id', '=', accountId)
    .where('state', '=', 'open')
    .where('kind', 'in', [...kinds])
    .execute();
  for (const { effect_id } of open) if (effect_id !== null) await endTask(trx, effect_id, fact, act);
}

/** Withdraws the open tasks of an account that effects opened, and ends those effects. */
export function withdrawTasks(trx: Trx, accountId: string, reason: string, at: Date): Promise<void> {
  return withdrawTasksOf(trx, [accountId], null, reason, at);
}

/** Like `withdrawTasks`, of several accounts, for one kind; null for all. */
export async function withdrawTasksOf(
  trx: Trx,
  accountIds: readonly string[],
  kind: TaskKind | null,
  reason: string,
  at: Date,
): Promise<void> {
  if (accountIds.length === 0) return;
  await sql`
    with ended as (
      update task
      set state = 'withdrawn', reason = ${reason}, ended_at = ${at}
      where account_id = any(${[...accountIds]}::uuid[])
        and state = 'open'
        and kind not in ${LAPSING}
        and effect_id is not null
        and ${kind === null ? sql`true` : sql`kind = ${kind}`}
      returning effect_id)
    update effect
    set done_at = ${at}
    where id in (select effect_id from ended)`.execute(trx);
}

/** Open tasks about the person end, so that no caller works from an old list, and cases that are not filed. */
export async function withdrawStopped(trx: Trx, personId: string, type: HoldType, now: Instant): Promise<void> {
  await sql`
    with ended as (
      update task
      set state = 'withdrawn', reason = ${type}, ended_at = ${new Date(now)}
      where state = 'open'
        and kind not in ${LAPSING}
        and (${stopsAnywhere(type, 'calls')} or kind <> ${'call' satisfies TaskKind})
        and effect_id in (select id from effect where person_id = ${personId}::uuid)
      returning effect_id)
    update effect
    set done_at = ${new Date(now)}
    where id in (select effect_id from ended)`.execute(trx);
  if (stopsAnywhere(type, 'legal'))
    await sql`
      update court_case
      set state = 'withdrawn', reason = ${type}, ended_at = ${new Date(now)}
      where state in ('open', 'folder-made')
        and account_id in (
          select account_id
          from account_person
          where person_id = ${personId}::uuid
            and role = 'debtor')`.execute(trx);
}
