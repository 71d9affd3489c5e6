/**
 * Outcomes of tasks for people. An outcome is recorded as facts; only `done`, and a breach that is none, end a task
 * without one.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { loadStandingFacts } from '../../db/load-facts.ts';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { type Act, isSamePerson } from '../../domain/act.ts';
import type { LadderAnswer, RestartAnswer } from '../../domain/fact-choices.ts';
import { Problem } from '../../domain/problems.ts';
import { factOfMeaning, type ReplyMeaning } from '../../domain/replies.ts';
import { standingOf } from '../../domain/standing.ts';
import { ALARM_TASKS, isAlarm, type TaskKind, takesOutcome, taskRule } from '../../domain/tasks.ts';
import type { Instant } from '../../domain/time.ts';
import { factOfApproval } from '../agreements/answer-plan.ts';
import { notAllowedNow } from '../facts/accept-fact.ts';
import { endSearch } from '../facts/end-tasks.ts';
import type { FactInput } from '../facts/fact-input.ts';
import { endPersonTasks } from '../facts/person-reviews.ts';
import { type RecordedFact, raiseVersions, recordFacts } from '../facts/record-facts.ts';
import { letRecordsStand, wrongRecordsOf } from '../files/check-records.ts';
import { rejectionsGivenUp } from '../instructions/withdraw-instruction.ts';
import type { ManualVerdict } from '../operate/settle-manually.ts';
import { repliesOfTask } from '../persons/replies.ts';
import { type CallOutcome, callFacts, recordReached } from './call-outcome.ts';
import { needReviewer } from './care-tasks.ts';
import { MAKER } from './list-tasks.ts';
import { factsOfReview, type ReviewAnswer } from './review-outcome.ts';
import { endWork } from './work-locks.ts';

/** The outcome of a task, by its kind (domain/tasks.ts). */
export type RecordedOutcome =
  | ({ of: 'call' } & CallOutcome)
  | { of: 'filed'; court: string; number: string }
  | { of: 'not-filed'; reason: string }
  | { of: 'ladder-answer'; answer: LadderAnswer; until?: string | undefined }
  | { of: 'restart-reviewed'; answer: RestartAnswer; until?: string | undefined }
  | { of: 'care-reviewed'; outcome: string; hardshipEnded: boolean }
  | { of: 'distress-ended'; reason: string }
  | { of: 'reply-read'; means: ReplyMeaning; reason?: string | undefined }
  /** The answer to a review. */
  | ReviewAnswer
  | { of: 'bureau-correction'; remedy: 'correct' | 'delete'; reason: string }
  /** For all other tasks (a missing account, a task of an added stage): what was found or done. */
  | { of: 'done'; words: string };
/**
 * Any outcome. `found-out` settles a message whose outcome was unknown: `settleTask` of settle-manually.ts handles it.
 */
export type TaskOutcome = RecordedOutcome | { of: 'found-out'; verdict: ManualVerdict };

interface OpenTask {
  id: string;
  no: bigint;
  kind: string;
  state: 'open' | 'done' | 'withdrawn';
  reason: string | null;
  account_id: string | null;
  person_id: string | null;
  effect_id: string | null;
  asked_by: string | null;
}

/**
 * Locks the task's account, if it has one, and reads the task. Its lock on the worklist ends with its outcome. Throws
 * `unknown-task`, `task-ended` or `task-held`.
 */
async function lockTask(trx: Transaction<Database>, no: bigint, { actor }: Act): Promise<OpenTask> {
  const read = () =>
    sql<OpenTask>`
      select
        t.id, t.no, t.kind, t.state, t.reason, t.account_id, coalesce(t.person_id, e.person_id) as person_id,
        t.effect_id, ${MAKER} as asked_by
      from task t
      left join effect e on e.id = t.effect_id
      where t.no = ${no}`.execute(trx);
  const found = (await read()).rows[0];
  if (!found) throw new Problem('unknown-task', { task: String(no) });
  if (found.account_id !== null) await lockAccounts(trx, [found.account_id]);
  const task = (await read()).rows[0] as OpenTask;
  if (task.state !== 'open') throw new Problem('task-ended', { task: String(no), reason: task.reason ?? task.state });
  await endWork(trx, no, actor.name);
  return task;
}

/** An ended task with the facts recorded and the accounts to nudge. */
interface Ended {
  task: bigint;
  facts: RecordedFact[];
  nudge: string[];
}

/** Records the outcome of a task. The actor is the person who did it. */
export async function recordOutcome(
  db: Kysely<Database>,
  no: bigint,
  outcome: RecordedOutcome,
  act: Act,
): Promise<Ended> {
  return inTransaction(db, async (trx) => {
    const task = await lockTask(trx, no, act);
    const facts = await recordFacts(trx, await factsOfOutcome(trx, task, outcome, act), act);
    if (outcome.of === 'call') await recordReached(trx, task, outcome, act);
    const words = wordsOf(outcome);
    const woken = words === null ? [] : await endPlainTask(trx, task, words, act);
    return { task: task.no, facts, nudge: [...new Set([...woken, ...facts.flatMap((fact) => fact.nudge)])] };
  });
}

/** The reason to keep with a task that ends by no fact of its own; null for all others. */
function wordsOf(outcome: RecordedOutcome): string | null {
  if (outcome.of === 'done') return outcome.words;
  if (outcome.of === 'declined') return outcome.reason;
  if (outcome.of === 'reply-read') return [outcome.means, outcome.reason ?? []].flat().join(': ');
  return outcome.of === 'accepted' ? 'accepted' : null;
}

async function factsOfOutcome(
  trx: Transaction<Database>,
  task: OpenTask,
  outcome: RecordedOutcome,
  act: Act,
): Promise<FactInput[]> {
  if (!takesOutcome(task.kind, outcome.of))
    throw notAllowedNow(
      `a task of kind ${task.kind} does not take this outcome`,
      'npx arrears outcome --help shows what each kind takes.',
    );
  const common = { source: 'task', occurredAt: act.now };
  const accountId = task.account_id ?? '';
  const personId = task.person_id ?? '';
  switch (outcome.of) {
    case 'call':
      return callFacts(trx, task, outcome, common);
    case 'filed':
      return [{ accountId, kind: 'filed', body: { court: outcome.court, number: outcome.number }, ...common }];
    case 'not-filed':
      return [{ accountId, kind: 'not-filed', body: { reason: outcome.reason }, ...common }];
    case 'ladder-answer': {
      const until = outcome.until === undefined ? {} : { until: outcome.until };
      return [
        { accountId, kind: 'ladder-answer', body: { answer: outcome.answer, by: act.actor.name, ...until }, ...common },
      ];
    }
    case 'restart-reviewed': {
      const until = outcome.until === undefined ? {} : { until: outcome.until };
      const body = { answer: outcome.answer, by: act.actor.name, ...until };
      return [{ accountId, kind: 'restart-reviewed', body, ...common }];
    }
    case 'care-reviewed': {
      const reviewed: FactInput = { personId, kind: 'care-reviewed', body: { outcome: outcome.outcome }, ...common };
      if (!outcome.hardshipEnded) return [reviewed];
      return [reviewed, { personId, kind: 'hardship-ended', body: { reason: outcome.outcome }, ...common }];
    }
    case 'distress-ended':
      return distressEnded(trx, task, outcome.reason, act);
    case 'reply-read':
      return replyFacts(trx, task, outcome.means, common);
    case 'accepted':
    case 'declined':
      return factsOfReview(trx, task, outcome, act);
    case 'bureau-correction':
      return correctionFacts(trx, accountId, outcome, common);
    case 'done':
      return task.kind === ('book-rejected-instruction' satisfies TaskKind)
        ? rejectionsGivenUp(trx, accountId, outcome.words, act)
        : [];
  }
}

/** Lifts the stop for every sign of distress that the reviewer could see. Throws `not-a-reviewer`. */
async function distressEnded(
  trx: Transaction<Database>,
  { id, person_id }: OpenTask,
  reason: string,
  { now, actor }: Act,
): Promise<FactInput[]> {
  await needReviewer(trx, id, actor.name);
  const personId = person_id ?? '';
  const told = await trx
    .selectFrom('fact')
    .select('id')
    .where('person_id', '=', personId)
    .where('kind', '=', 'distress')
    .orderBy('no')
    .execute();
  const body = { distress: told.map((fact) => fact.id), by: actor.name, reason };
  return [{ personId, kind: 'distress-ended', body, source: 'task', occurredAt: now }];
}

/** A correction of each record that is wrong today. */
async function correctionFacts(
  trx: Transaction<Database>,
  accountId: string,
  { remedy, reason }: { remedy: 'correct' | 'delete'; reason: string },
  common: Common,
): Promise<FactInput[]> {
  const wrong = (await wrongRecordsOf(trx, [accountId], common.occurredAt)).get(accountId) ?? [];
  return wrong.map(({ said }) => ({
    accountId,
    kind: 'bureau-correction',
    body: { month: said.month, remedy, reason },
    ...common,
  }));
}

type Common = { source: string; occurredAt: Instant };

/** What the replies of the task meant; a wish is about the channel of the last. */
async function replyFacts(
  trx: Transaction<Database>,
  { no, person_id }: OpenTask,
  means: ReplyMeaning,
  common: Common,
): Promise<FactInput[]> {
  const channel = (await repliesOfTask(trx, no)).at(-1)?.channel ?? 'sms';
  const fact = factOfMeaning(means, channel);
  return fact === null ? [] : [{ ...fact, personId: person_id ?? '', ...common }];
}

/**
 * Ends the task and marks the effect that opened it, if any, as done; records shown with it stand as they are.
 * Returns the accounts to nudge.
 */
async function endPlainTask(trx: Transaction<Database>, task: OpenTask, words: string, act: Act): Promise<string[]> {
  const { now, actor } = act;
  await trx
    .updateTable('task')
    .set({ state: 'done', ended_at: new Date(now), ended_by: actor.name, reason: words })
    .where('id', '=', task.id)
    .where('state', '=', 'open')
    .execute();
  if (isAlarm(task.kind) && task.person_id !== null) await endPersonTasks(trx, task.person_id, ALARM_TASKS, act);
  if (taskRule(task.kind).shows === 'bureau-records' && task.account_id !== null)
    await letRecordsStand(trx, task.account_id, now);
  if (task.effect_id === null || task.account_id === null) return [];
  await trx
    .updateTable('effect')
    .set({ done_at: new Date(now) })
    .where('id', '=', task.effect_id)
    .where('done_at', 'is', null)
    .execute();
  if (task.kind === ('find-contact-data' satisfies TaskKind) && task.person_id !== null)
    await endSearch(trx, task.person_id, act);
  await raiseVersions(trx, [task.account_id]);
  return [task.account_id];
}

/**
 * Records a second person's approval or refusal. Throws `own-approval` when the actor is the person who asked (see
 * MAKER).
 */
export async function recordApproval(
  db: Kysely<Database>,
  no: bigint,
  answer: { approve: true } | { approve: false; reason: string },
  act: Act,
): Promise<Ended> {
  return inTransaction(db, async (trx) => {
    const task = await lockTask(trx, no, act);
    if (taskRule(task.kind).doer !== 'second-person' || task.effect_id === null || task.account_id === null) {
      throw notAllowedNow(`task ${no} asks for no approval`, 'npx arrears outcome records what came of it.');
    }
    if (task.asked_by !== null && isSamePerson(task.asked_by, act.actor.name))
      throw new Problem('own-approval', { name: act.actor.name });
    if (task.kind === ('approve-plan' satisfies TaskKind)) return approvePlan(trx, task, answer, act);
    const common = { accountId: task.account_id, source: 'task', occurredAt: act.now };
    const facts = await recordFacts(
      trx,
      [
        answer.approve
          ? { kind: 'approved', body: { effect: task.effect_id, by: act.actor.name }, ...common }
          : {
              kind: 'approval-refused',
              body: { effect: task.effect_id, by: act.actor.name, reason: answer.reason },
              ...common,
            },
      ],
      act,
    );
    return { task: task.no, facts, nudge: [...new Set(facts.flatMap((fact) => fact.nudge))] };
  });
}

/** The plan that the task asks about: its step is numbered like it. */
async function approvePlan(
  trx: Transaction<Database>,
  task: OpenTask,
  answer: { approve: true } | { approve: false; reason: string },
  act: Act,
): Promise<Ended> {
  const accountId = task.account_id ?? '';
  const { occurrence } = await trx
    .selectFrom('effect')
    .select('occurrence')
    .where('id', '=', task.effect_id ?? '')
    .executeTakeFirstOrThrow();
  const account = (await loadStandingFacts(trx, [accountId])).get(accountId);
  const plan = account && standingOf(account, act.now).agreements.find(({ said }) => said.no === occurrence);
  if (plan?.state !== 'needs-approval')
    throw notAllowedNow('the plan waits for no approval any more', 'npx arrears plan show lists the plans.');
  const facts = await recordFacts(trx, [factOfApproval(accountId, plan, answer, act)], act);
  return { task: task.no, facts, nudge: facts.flatMap(({ nudge }) => nudge) };
}
