/** Outcomes of tasks for people. An outcome is recorded as facts; only `done` ends a task without one. */
import { type Kysely, sql, type Transaction } from 'kysely';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Act } from '../../domain/act.ts';
import type { CallResult, Contact, LadderAnswer, OfferName } from '../../domain/facts.ts';
import { Problem } from '../../domain/problems.ts';
import { type TaskKind, takesOutcome, taskRule } from '../../domain/tasks.ts';
import { DAY_MS, type Instant } from '../../domain/time.ts';
import { type OutcomeRow, outcomeRow } from '../../stages/call/outcomes.ts';
import { notAllowedNow } from '../facts/accept-fact.ts';
import { endSearch } from '../facts/apply-fact.ts';
import { faultAt } from '../facts/fact-bodies.ts';
import type { FactInput } from '../facts/fact-input.ts';
import { type RecordedFact, raiseVersions, recordFacts } from '../facts/record-facts.ts';
import type { ManualVerdict } from '../operate/settle-manually.ts';
import { findPoints, verifyPoint } from '../persons/contact-points.ts';
import { MAKER } from './list-tasks.ts';

/** The outcome of a call. */
export interface CallOutcome {
  contact: Contact;
  result?: CallResult | undefined;
  callBackAt?: Instant | undefined;
  /** Minor units in the account's currency. */
  parts?: { on: string; minor: bigint }[] | undefined;
  offer?: OfferName | undefined;
}
/** The outcome of a task, by its kind (domain/tasks.ts). */
export type RecordedOutcome =
  | ({ of: 'call' } & CallOutcome)
  | { of: 'filed'; court: string; number: string }
  | { of: 'not-filed'; reason: string }
  | { of: 'ladder-answer'; answer: LadderAnswer; until?: string | undefined }
  | { of: 'care-reviewed'; outcome: string; hardshipEnded: boolean }
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

/** Locks the task's account, if it has one, and reads the task. Throws `unknown-task`, `task-ended`. */
async function lockTask(trx: Transaction<Database>, no: bigint): Promise<OpenTask> {
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
    const task = await lockTask(trx, no);
    const facts = await recordFacts(trx, await factsOfOutcome(trx, task, outcome, act), act);
    if (outcome.of === 'call') await recordReached(trx, task, outcome, act);
    const woken = outcome.of === 'done' ? await endPlainTask(trx, task, outcome.words, act) : [];
    return { task: task.no, facts, nudge: [...new Set([...woken, ...facts.flatMap((fact) => fact.nudge)])] };
  });
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
    case 'care-reviewed': {
      const reviewed: FactInput = { personId, kind: 'care-reviewed', body: { outcome: outcome.outcome }, ...common };
      if (!outcome.hardshipEnded) return [reviewed];
      return [reviewed, { personId, kind: 'hardship-ended', body: { reason: outcome.outcome }, ...common }];
    }
    case 'done':
      return [];
  }
}

type Common = { source: string; occurredAt: Instant };

/** The latest that a person may ask to be called back. */
const MAX_CALL_BACK_MS = 30 * DAY_MS;

async function callFacts(
  trx: Transaction<Database>,
  task: OpenTask,
  call: CallOutcome,
  common: Common,
): Promise<FactInput[]> {
  if ((call.contact === 'right-party') !== (call.result !== undefined)) {
    const words =
      call.contact === 'right-party'
        ? 'is needed when the right person answered'
        : 'only when the right person answered';
    throw new Problem(
      'fact-invalid',
      { kind: 'call-outcome', faults: `/result: ${words}` },
      { cause: [{ pointer: '/result', words }] },
    );
  }
  const rule = outcomeRow(call.contact, call.result);
  for (const need of rule.needs) {
    if (call[need] !== undefined) continue;
    throw new Problem(
      'fact-invalid',
      { kind: 'call-outcome', faults: `/${need}: is needed for ${call.result}` },
      { cause: [{ pointer: `/${need}`, words: 'is needed' }] },
    );
  }
  // Nothing else is done until the call back, so its date is limited.
  if (
    call.callBackAt !== undefined &&
    (call.callBackAt < common.occurredAt || call.callBackAt > common.occurredAt + MAX_CALL_BACK_MS)
  )
    throw faultAt('fact-invalid', '/callBackAt', 'must lie ahead, at most 30 days', 'call-outcome');
  const body = {
    effect: task.effect_id ?? '',
    contact: call.contact,
    ...(call.result === undefined ? {} : { result: call.result }),
    ...(call.callBackAt === undefined ? {} : { callBackAt: call.callBackAt }),
  };
  const outcome: FactInput = { accountId: task.account_id ?? '', kind: 'call-outcome', body, ...common };
  return [outcome, ...(await derivedFacts(trx, task, call, common, rule))];
}

/** The fact that a call's outcome implies, besides the outcome itself. */
async function derivedFacts(
  trx: Transaction<Database>,
  task: OpenTask,
  call: CallOutcome,
  common: Common,
  rule: OutcomeRow,
): Promise<FactInput[]> {
  const accountId = task.account_id ?? '';
  const personId = task.person_id ?? '';
  switch (rule.follows) {
    case 'promise': {
      const offer = call.offer === undefined ? {} : { offer: call.offer };
      return [{ accountId, kind: 'promise', body: { parts: call.parts ?? [], by: 'caller', ...offer }, ...common }];
    }
    case 'dispute':
      return [{ accountId, kind: 'dispute', body: { about: 'other' }, ...common }];
    case 'payment-announced':
      return [{ accountId, kind: 'payment-announced', body: {}, ...common }];
    case 'hardship':
      return [{ personId, kind: 'hardship', body: {}, ...common }];
    case 'stop-call':
      return [{ personId, kind: 'stop', body: { channel: 'call' }, ...common }];
    case 'death':
      return [{ personId, kind: 'death', body: { reported: 'caller' }, ...common }];
    case 'bankruptcy':
      return [{ personId, kind: 'bankruptcy', body: {}, ...common }];
    case 'wrong-number': {
      const point = await calledPoint(trx, personId);
      return point === null ? [] : [{ personId, kind: 'wrong-number', body: { point }, ...common }];
    }
    case 'none':
      return [];
  }
}

/** Results of a call that say nothing of whose number it is. */
const OF_ANOTHER: ReadonlySet<CallResult | undefined> = new Set<CallResult>(['not-this-person', 'deceased']);

/** The right person answered: the number is theirs. */
async function recordReached(
  trx: Transaction<Database>,
  { person_id }: OpenTask,
  { contact, result }: CallOutcome,
  { now }: Act,
): Promise<void> {
  if (contact !== 'right-party' || OF_ANOTHER.has(result) || person_id === null) return;
  const point = await calledPoint(trx, person_id);
  if (point !== null) await verifyPoint(trx, point, now);
}

/** The id of the phone that was called: the best valid one. */
async function calledPoint(trx: Transaction<Database>, personId: string): Promise<string | null> {
  const points = await findPoints(trx, personId, 'sms');
  return points.find((point) => point.valid)?.id ?? null;
}

/** Ends the task and marks the effect that opened it, if any, as done. Returns the accounts to nudge. */
async function endPlainTask(trx: Transaction<Database>, task: OpenTask, words: string, act: Act): Promise<string[]> {
  const { now, actor } = act;
  await trx
    .updateTable('task')
    .set({ state: 'done', ended_at: new Date(now), ended_by: actor.name, reason: words })
    .where('id', '=', task.id)
    .where('state', '=', 'open')
    .execute();
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
    const task = await lockTask(trx, no);
    if (taskRule(task.kind).doer !== 'second-person' || task.effect_id === null || task.account_id === null) {
      throw notAllowedNow(`task ${no} asks for no approval`, 'npx arrears outcome records what came of it.');
    }
    if (task.asked_by !== null && task.asked_by.trim().toLowerCase() === act.actor.name.trim().toLowerCase())
      throw new Problem('own-approval', { name: act.actor.name });
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
