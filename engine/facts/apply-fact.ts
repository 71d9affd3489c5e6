/** Applies what a fact changes at once: contact points, tasks, placements, cases. */
import { sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { openScores } from '../../db/mark-scores.ts';
import type { Database } from '../../db/schema.ts';
import type { Act } from '../../domain/act.ts';
import { complaintHold, sheetHold } from '../../domain/care/in-force.ts';
import { ALARM_TASKS, reviewAfter, tasksEndedBy } from '../../domain/tasks.ts';
import type { Instant } from '../../domain/time.ts';
import { linkContact } from '../contacts/link-contact.ts';
import { answerInstruction } from '../instructions/answer-instruction.ts';
import { endPoint, stopPoint } from '../persons/contact-points.ts';
import { putToTask } from '../persons/replies.ts';
import { openPersonTask } from '../tasks/care-tasks.ts';
import { followComplaints } from '../tasks/complaint-task.ts';
import { storeDebit } from './debit-bodies.ts';
import {
  endSearch,
  endTask,
  endTasksBy,
  endTasksOf,
  withdrawStopped,
  withdrawTasks,
  withdrawTasksOf,
} from './end-tasks.ts';
import type { AccountFactInput, PersonFactInput } from './fact-input.ts';
import { listBreachesOfHold, listBreachesOfPerson } from './late-told.ts';
import { endPersonTasks, withdrawReview } from './person-reviews.ts';

type Trx = Transaction<Database>;

/** Applies recorded facts of different accounts, each with its id. */
export async function applyAccountFacts(
  trx: Trx,
  recorded: readonly { id: string; fact: AccountFactInput }[],
  act: Act,
): Promise<void> {
  const paid = recorded.flatMap(({ fact }) => (fact.kind === 'payment' ? [fact.accountId] : []));
  await withdrawTasksOf(trx, paid, 'review-announcement', 'paid', new Date(act.now));
  for (const { id, fact } of recorded) if (fact.kind !== 'payment') await applyAccountFact(trx, id, fact, act);
}

async function applyAccountFact(trx: Trx, id: string, fact: AccountFactInput, act: Act): Promise<void> {
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
    case 'agency-contact':
      return linkContact(trx, id, fact, now);
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
    case 'plan-approved':
    case 'plan-refused':
      return endTasksOf(trx, fact.accountId, ['approve-plan'], fact, act);
    case 'plan-accepted':
      return withdrawCase(trx, fact.accountId, 'a plan was agreed', at);
    case 'plan-proposed':
    case 'plan-declined':
    case 'plan-withdrawn':
    case 'plan-ended':
      return;
    case 'restart-reviewed':
      return endTasksBy(trx, fact.accountId, 'restart-reviewed', fact, act);
    case 'classes-contested':
      return openScores(trx, [fact.accountId]);
    case 'classes-reviewed':
      await openScores(trx, [fact.accountId]);
      return endTasksBy(trx, fact.accountId, 'classes-reviewed', fact, act);
    case 'book-confirmed':
    case 'book-rejected':
    case 'book-withdrawn':
      return answerInstruction(trx, fact, act);
    case 'book-instructed':
    case 'payment':
    case 'reversal':
    case 'payment-confirmed':
    case 'money-compared':
    case 'suspense':
    case 'suspense-ended':
    case 'payment-misallocated':
    case 'balance-update':
      return;
    case 'hold':
      return listBreachesOfHold(trx, fact, now);
    case 'promise':
      return withdrawTasksOf(trx, [fact.accountId], 'review-promise', 'a later promise took its place', at);
    case 'debit-scheduled':
      return storeDebit(trx, id, fact);
    case 'debit-collected':
    case 'debit-failed':
    case 'debit-cancelled':
    case 'mandate-given':
    case 'mandate-withdrawn':
    case 'payment-announced':
    case 'hold-released':
    case 'charge-off':
    case 'bureau-correction':
    case 'step-skipped':
    case 'arrangement-reviewed':
      return;
  }
}

/** Applies a recorded fact of a person. */
export async function applyPersonFact(trx: Trx, fact: PersonFactInput, act: Act): Promise<void> {
  const { now } = act;
  switch (fact.kind) {
    case 'reply':
      await openPersonTask(trx, fact.personId, reviewAfter('reply'), now);
      return putToTask(trx, fact.body.reply, reviewAfter('reply'));
    case 'wrong-number':
    case 'bounced':
      return endPoint(trx, fact.body.point, fact.occurredAt);
    case 'point-stopped':
      return stopPoint(trx, fact.body.point, fact.occurredAt);
    case 'hardship':
    case 'death':
    case 'bankruptcy':
    case 'care-hold':
    case 'distress':
      return beginHold(trx, fact, now);
    case 'hardship-ended':
    case 'care-reviewed':
      return endPersonTasks(trx, fact.personId, tasksEndedBy('care-reviewed'), act);
    case 'care-hold-lifted':
      return endPersonTasks(trx, fact.personId, [reviewAfter('care-hold')], act);
    case 'distress-ended':
      return endPersonTasks(trx, fact.personId, [reviewAfter('distress'), ...ALARM_TASKS], act);
    case 'address-added':
      return endSearch(trx, fact.personId, act);
    case 'represented':
      // The next evaluation withdraws the calls that wait for a caller.
      await openPersonTask(trx, fact.personId, reviewAfter('represented'), now);
      return listBreachesOfPerson(trx, fact, now);
    case 'cease':
      return openPersonTask(trx, fact.personId, reviewAfter('cease'), now);
    case 'represented-ended':
      return withdrawReview(trx, fact.personId, 'represented', act);
    case 'cease-ended':
      return withdrawReview(trx, fact.personId, 'cease', act);
    case 'complaint':
      await withdrawStopped(trx, fact.personId, complaintHold(fact.body.cause), now);
      return followComplaints(trx, fact.personId, act);
    case 'complaint-acknowledged':
    case 'complaint-closed':
      return followComplaints(trx, fact.personId, act);
    case 'stop':
    case 'start':
    case 'consent-given':
    case 'consent-withdrawn':
    case 'preference':
    case 'preference-ended':
    case 'evidence-added':
      return;
    case 'sheet-recorded':
      return followSheet(trx, fact, now);
  }
}

type Hold = Extract<PersonFactInput, { kind: 'hardship' | 'death' | 'bankruptcy' | 'care-hold' | 'distress' }>;

/** A trained person takes over, and what the hold stops anywhere is withdrawn. */
async function beginHold(trx: Trx, fact: Hold, now: Instant): Promise<void> {
  const { kind, personId } = fact;
  const type = kind === 'care-hold' ? fact.body.type : kind;
  await openPersonTask(trx, personId, reviewAfter(kind), now);
  if (kind === 'distress' && fact.body.level === 'self-harm') await openPersonTask(trx, personId, ALARM_TASKS[0], now);
  await withdrawStopped(trx, personId, type, now);
  await listBreachesOfPerson(trx, fact, now);
}

/** What the hold of a sheet stops anywhere is withdrawn, unless a sheet of a later day counts. */
async function followSheet(
  trx: Trx,
  { personId, body }: Extract<PersonFactInput, { kind: 'sheet-recorded' }>,
  now: Instant,
): Promise<void> {
  const { rows } = await sql`
    select 1
    from fact
    where person_id = ${personId}::uuid
      and kind = 'sheet-recorded'
      and body ->> 'on' > ${body.on}
    limit 1`.execute(trx);
  if (rows.length === 0) await withdrawStopped(trx, personId, sheetHold(body), now);
}

async function close(trx: Trx, accountId: string, how: string, at: Date): Promise<void> {
  await sql`
    update account
    set closed_at = ${at}, closed_reason = ${how}
    where id = ${accountId}::uuid
      and closed_at is null`.execute(trx);
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
