/** Applies what a fact changes at once: contact points, tasks, placements, cases. */
import { sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { literalsOf } from '../../db/literals.ts';
import type { Database } from '../../db/schema.ts';
import { type Act, personOf } from '../../domain/act.ts';
import {
  LAPSING_TASKS,
  type OutcomeName,
  reviewAfter,
  type TaskKind,
  taskDueAt,
  tasksEndedBy,
} from '../../domain/tasks.ts';
import { endPoint } from '../persons/contact-points.ts';
import type { AccountFactInput, PersonFactInput } from './fact-input.ts';

type Trx = Transaction<Database>;

/** Kinds of tasks that only an answer or the next evaluation ends. */
const LAPSING = literalsOf(LAPSING_TASKS);

/** Applies a recorded fact of an account. */
export async function applyAccountFact(trx: Trx, fact: AccountFactInput, act: Act): Promise<void> {
  const { now } = act;
  const at = new Date(now);
  switch (fact.kind) {
    case 'dispute-closed':
      return endTasksBy(trx, fact.accountId, 'dispute-closed', fact, act);
    case 'dispute':
      return withdrawCase(trx, fact.accountId, 'disputed', at);
    case 'closed':
      return close(trx, fact.accountId, fact.body.how, at);
    case 'call-outcome':
      return endTask(trx, fact.body.effect, fact, act);
    case 'agency-accepted':
      return movePlacement(trx, fact.body.placement, 'accepted', at);
    case 'agency-rejected':
    case 'agency-returned':
      return movePlacement(trx, fact.body.placement, 'ended', at, fact.body.reason);
    case 'recall-acknowledged':
      return movePlacement(trx, fact.body.placement, 'ended', at, 'recalled');
    case 'bureau-acknowledged':
      return moveEntry(trx, fact.accountId, fact.body.month, 'acknowledged', null);
    case 'bureau-rejected':
      return moveEntry(trx, fact.accountId, fact.body.month, 'rejected', fact.body.reason);
    case 'approved':
      await endTask(trx, fact.body.effect, fact, act);
      return openCase(trx, fact.accountId, fact.body.effect, fact.body.by, at);
    case 'approval-refused':
      return endTask(trx, fact.body.effect, fact, act);
    case 'filed':
      return endCase(trx, fact, 'filed', act, { court: fact.body.court, court_number: fact.body.number });
    case 'not-filed':
      return endCase(trx, fact, 'not-filed', act, { reason: fact.body.reason });
    case 'ladder-answer': {
      await endTasksBy(trx, fact.accountId, 'ladder-answer', fact, act);
      const how = fact.body.answer === 'write-off' ? 'written-off' : fact.body.answer === 'sell' ? 'sold' : null;
      return how === null ? undefined : close(trx, fact.accountId, how, at);
    }
    case 'payment':
    case 'reversal':
    case 'payment-confirmed':
    case 'money-compared':
    case 'balance-update':
    case 'payment-announced':
    case 'promise':
    case 'hold':
    case 'hold-released':
    case 'charge-off':
    case 'agency-contact':
    case 'bureau-correction':
    case 'step-skipped':
      return;
  }
}

/** Applies a recorded fact of a person. */
export async function applyPersonFact(trx: Trx, fact: PersonFactInput, act: Act): Promise<void> {
  const { now } = act;
  switch (fact.kind) {
    case 'wrong-number':
    case 'bounced':
      return endPoint(trx, fact.body.point, fact.occurredAt);
    case 'hardship':
    case 'death':
    case 'bankruptcy': {
      // A trained person takes over. A person has at most one open task of each kind.
      const review = reviewAfter(fact.kind);
      await sql`
        insert into task (id, creditor_id, person_id, kind, opened_at, due_at)
        select ${uuidv7()}::uuid, creditor_id, id, ${review}, ${new Date(now)}, ${new Date(taskDueAt(review, now))}
        from person
        where id = ${fact.personId}::uuid
        on conflict do nothing`.execute(trx);
      // Open tasks about this person end, so that no caller works from an old list.
      await sql`
        with ended as (
          update task
          set state = 'withdrawn', reason = ${fact.kind}, ended_at = ${new Date(now)}
          where state = 'open'
            and kind not in ${LAPSING}
            and effect_id in (select id from effect where person_id = ${fact.personId}::uuid)
          returning effect_id)
        update effect
        set done_at = ${new Date(now)}
        where id in (select effect_id from ended)`.execute(trx);
      await sql`
        update court_case
        set state = 'withdrawn', reason = ${fact.kind}, ended_at = ${new Date(now)}
        where state in ('open', 'folder-made')
          and account_id in (
            select account_id
            from account_person
            where person_id = ${fact.personId}::uuid
              and role = 'debtor')`.execute(trx);
      return;
    }
    case 'hardship-ended':
    case 'care-reviewed':
      await trx
        .updateTable('task')
        .set({ state: 'done', ended_at: new Date(now), ended_by: personOf(act) })
        .where('person_id', '=', fact.personId)
        .where('state', '=', 'open')
        .where('kind', 'in', tasksEndedBy('care-reviewed'))
        .execute();
      return;
    case 'address-added':
      return endSearch(trx, fact.personId, act);
    case 'stop':
    case 'start':
      return;
  }
}

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

async function close(trx: Trx, accountId: string, how: string, at: Date): Promise<void> {
  await sql`
    update account
    set closed_at = ${at}, closed_reason = ${how}
    where id = ${accountId}::uuid
      and closed_at is null`.execute(trx);
}

/** Ends the task of an effect, and the effect, because a person recorded the outcome. */
async function endTask(trx: Trx, effectId: string, fact: AccountFactInput, act: Act): Promise<void> {
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
async function endTasksBy(
  trx: Trx,
  accountId: string,
  outcome: OutcomeName,
  fact: AccountFactInput,
  act: Act,
): Promise<void> {
  const open = await trx
    .selectFrom('task')
    .select('effect_id')
    .where('account_id', '=', accountId)
    .where('state', '=', 'open')
    .where('kind', 'in', tasksEndedBy(outcome))
    .execute();
  for (const { effect_id } of open) if (effect_id !== null) await endTask(trx, effect_id, fact, act);
}

async function movePlacement(
  trx: Trx,
  id: string,
  state: 'accepted' | 'ended',
  at: Date,
  reason?: string,
): Promise<void> {
  await trx
    .updateTable('placement')
    .set(state === 'ended' ? { state, ended_at: at, end_reason: reason ?? null } : { state })
    .where('id', '=', id)
    .where('state', '<>', 'ended')
    .where((eb) => (state === 'accepted' ? eb('state', '=', 'handed-over') : eb.lit(true)))
    .execute();
}

async function moveEntry(
  trx: Trx,
  accountId: string,
  month: string,
  state: 'acknowledged' | 'rejected',
  reason: string | null,
): Promise<void> {
  await trx
    .updateTable('bureau_entry')
    .set({ state, reason })
    .where('account_id', '=', accountId)
    .where('month', '=', month)
    .where('state', '=', 'sent')
    .execute();
}

async function openCase(trx: Trx, accountId: string, effectId: string, by: string, at: Date): Promise<void> {
  await sql`
    insert into court_case (id, creditor_id, account_id, effect_id, state, opened_at, approved_by)
    select ${uuidv7()}::uuid, creditor_id, id, ${effectId}::uuid, 'open', ${at}, ${by}
    from account
    where id = ${accountId}::uuid
    on conflict (account_id)
    do update set state = 'open', effect_id = excluded.effect_id, opened_at = excluded.opened_at,
      approved_by = excluded.approved_by, ended_at = null, reason = null, court = null, court_number = null
    where court_case.state not in ('open', 'folder-made')`.execute(trx);
}

/** Withdraws a case that is not filed yet, and the open tasks of its account. */
export async function withdrawCase(trx: Trx, accountId: string, reason: string, at: Date): Promise<void> {
  await trx
    .updateTable('court_case')
    .set({ state: 'withdrawn', reason, ended_at: at })
    .where('account_id', '=', accountId)
    .where('state', 'in', ['open', 'folder-made'])
    .execute();
  await withdrawTasks(trx, accountId, reason, at);
}

/** Withdraws the open tasks of an account and ends the effects that opened them. */
async function withdrawTasks(trx: Trx, accountId: string, reason: string, at: Date): Promise<void> {
  await sql`
    with ended as (
      update task
      set state = 'withdrawn', reason = ${reason}, ended_at = ${at}
      where account_id = ${accountId}::uuid
        and state = 'open'
        and kind not in ${LAPSING}
        and effect_id is not null
      returning effect_id)
    update effect
    set done_at = ${at}
    where id in (select effect_id from ended)`.execute(trx);
}

async function endCase(
  trx: Trx,
  fact: AccountFactInput,
  state: 'filed' | 'not-filed',
  act: Act,
  set: { court?: string; court_number?: string; reason?: string },
): Promise<void> {
  await trx
    .updateTable('court_case')
    .set({ state, ended_at: new Date(act.now), ...set })
    .where('account_id', '=', fact.accountId)
    .where('state', 'in', ['open', 'folder-made'])
    .execute();
  await endTasksBy(trx, fact.accountId, state, fact, act);
}
