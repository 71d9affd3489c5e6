/**
 * Stores the answers of evaluations: effects to plan, move or drop, the episode, the decision when it differs, and the
 * account's next evaluation. Set-based.
 */
import { sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { DROPPABLE, MOVABLE } from '../../db/effect-sets.ts';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import type { Channel } from '../../domain/channels.ts';
import type { Decision, LapsedTask } from '../../domain/decide.ts';
import { keyOf } from '../../domain/effect-key.ts';
import { isClaimable, nextState } from '../../domain/effects.ts';
import type { AccountFacts, KnownEffect } from '../../domain/facts.ts';
import { holderOf } from '../../domain/gate.ts';
import { type PlannedEffect, VERDICT_EVENT } from '../../domain/plan.ts';
import type { Instant } from '../../domain/time.ts';
import { isOver, type Loops, loopDiffersFrom } from './told-loops.ts';

/** An account's facts and the decision made on them. */
export interface Evaluated {
  facts: AccountFacts;
  decision: Decision;
}
/** What storing an evaluation gave. */
export interface Stored {
  /** The number of the evaluation among those of its account. */
  lookNo: bigint;
  /** The epoch of the database (epoch.ts). */
  epoch: string;
  /** The account's loop was told otherwise before, and is to be woken. */
  behind: boolean;
}
/** A change to an existing effect. */
interface Move {
  id: string;
  state: string;
  due_at: Date;
  channel: string;
  recipient: string | null;
  reason: string | null;
  held_by: string[];
  awaited: boolean;
  blocked: boolean;
}
function stateFor(effect: KnownEffect, planned: PlannedEffect): string {
  if (planned.verdict === 'keep') return effect.state;
  // A refusal suppresses only claimable effects. Others keep their state.
  const event = VERDICT_EVENT[planned.verdict];
  if (event === 'refuse' && !isClaimable(effect.state)) return effect.state;
  return nextState(effect.state, event) ?? effect.state;
}

function moveOf(effect: KnownEffect, planned: PlannedEffect, now: Instant): Move | null {
  if (planned.verdict === 'keep') return null;
  const state = stateFor(effect, planned);
  const alreadyDue = effect.dueAt <= now && planned.dueAt <= now;
  const due = alreadyDue ? effect.dueAt : planned.dueAt;
  const channel = planned.channel ?? effect.channel;
  const blocked = planned.verdict === 'blocked';
  if (
    state === effect.state &&
    due === effect.dueAt &&
    channel === effect.channel &&
    planned.recipient === effect.recipient &&
    !blocked &&
    planned.held.length === 0 &&
    !planned.awaited
  )
    return null;
  return {
    id: effect.id,
    state,
    due_at: new Date(due),
    channel,
    recipient: planned.recipient,
    awaited: planned.awaited,
    blocked,
    reason: planned.held.map((held) => held.words).join('; ') || null,
    held_by: heldBy(planned),
  };
}

const heldBy = (planned: PlannedEffect): string[] => [...new Set(planned.held.map(holderOf))];

function newRow({ facts }: Evaluated, planned: PlannedEffect) {
  const state =
    planned.verdict === 'refuse' ? 'suppressed' : planned.verdict === 'impossible' ? 'impossible' : 'planned';
  return {
    id: uuidv7(),
    creditor_id: facts.creditor.id,
    account_id: facts.accountId,
    person_id: facts.person.id,
    episode: planned.episode,
    stage: planned.stage,
    step: planned.step,
    occurrence: planned.occurrence,
    channel: (planned.channel ?? 'email') satisfies Channel,
    purpose: planned.purpose,
    recipient: planned.recipient,
    task: planned.task,
    when_sent: planned.whenSent,
    state,
    awaited: planned.awaited,
    due_at: new Date(planned.dueAt),
    held_by: heldBy(planned),
    blocked: planned.verdict === 'blocked',
    reason:
      planned.held.map((held) => held.words).join('; ') ||
      (state === 'impossible' ? 'no way to reach the person' : null),
  };
}

/** The changes to effects that an evaluation makes. */
function diff(evaluated: Evaluated, now: Instant): { add: ReturnType<typeof newRow>[]; move: Move[]; drop: string[] } {
  const known = new Map(evaluated.facts.effects.map((effect) => [keyOf(effect), effect]));
  const add: ReturnType<typeof newRow>[] = [];
  const move: Move[] = [];
  const plannedKeys = new Set<string>();
  for (const planned of evaluated.decision.planned) {
    const key = keyOf(planned);
    plannedKeys.add(key);
    const effect = known.get(key);
    if (!effect) add.push(newRow(evaluated, planned));
    else {
      const change = moveOf(effect, planned, now);
      if (change) move.push(change);
    }
  }
  const drop = evaluated.facts.effects
    .filter(
      (effect) =>
        !plannedKeys.has(keyOf(effect)) &&
        effect.state !== 'superseded' &&
        nextState(effect.state, 'not-wanted') !== null,
    )
    .map((effect) => effect.id);
  return { add, move, drop };
}

/** Stores the answers of all evaluations in a transaction. Returns by account what that gave. */
export async function storeEvaluations(
  trx: Transaction<Database>,
  evaluations: readonly Evaluated[],
  now: Instant,
  loops: Loops,
): Promise<Map<string, Stored>> {
  const changes = evaluations.map((evaluated) => diff(evaluated, now));
  await addEffects(
    trx,
    changes.flatMap((change) => change.add),
  );
  await moveEffects(
    trx,
    changes.flatMap((change) => change.move),
  );
  await dropEffects(
    trx,
    changes.flatMap((change) => change.drop),
    now,
  );
  await endLapsedTasks(
    trx,
    evaluations.flatMap(({ decision }) => decision.lapsed),
    now,
  );
  await storeEpisodes(trx, evaluations);
  return storeAnswers(trx, evaluations, now, loops);
}

async function addEffects(trx: Transaction<Database>, rows: readonly ReturnType<typeof newRow>[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into effect (
      id, creditor_id, account_id, person_id, episode, stage, step, occurrence, channel, purpose, recipient, task,
      when_sent, state, awaited, due_at, held_by, reason, blocked_since)
    select
      id, creditor_id, account_id, person_id, episode, stage, step, occurrence, channel, purpose, recipient, task,
      when_sent, state, awaited, due_at, array(select jsonb_array_elements_text(held_by)), reason,
      case when blocked then clock_timestamp() end
    from ${rowsOf(rows, {
      id: 'uuid',
      creditor_id: 'uuid',
      account_id: 'uuid',
      person_id: 'uuid',
      episode: 'int',
      stage: 'text',
      step: 'text',
      occurrence: 'int',
      channel: 'text',
      purpose: 'text',
      recipient: 'text',
      task: 'text',
      when_sent: 'text',
      state: 'text',
      awaited: 'boolean',
      due_at: 'timestamptz',
      held_by: 'jsonb',
      reason: 'text',
      blocked: 'boolean',
    })}
    on conflict do nothing`.execute(trx);
}

async function moveEffects(trx: Transaction<Database>, moves: readonly Move[]): Promise<void> {
  if (moves.length === 0) return;
  await sql`
    update effect e
    set state = r.state,
      due_at = r.due_at,
      channel = r.channel,
      recipient = r.recipient,
      reason = r.reason,
      awaited = r.awaited,
      queued_at = null,
      held_by = array(select distinct unnest(e.held_by || array(select jsonb_array_elements_text(r.held_by)))),
      blocked_since = case when r.blocked then coalesce(e.blocked_since, clock_timestamp()) end,
      settled_at = case when r.state in ('impossible', 'suppressed') then e.due_at end
    from ${rowsOf(moves, {
      id: 'uuid',
      state: 'text',
      due_at: 'timestamptz',
      channel: 'text',
      recipient: 'text',
      reason: 'text',
      held_by: 'jsonb',
      awaited: 'boolean',
      blocked: 'boolean',
    })}
    where e.id = r.id
      and e.state in ${MOVABLE}`.execute(trx);
}

async function dropEffects(trx: Transaction<Database>, ids: readonly string[], now: Instant): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update effect
    set state = 'superseded', reason = 'no longer wanted', settled_at = ${new Date(now)}, blocked_since = null
    where id = any(${[...ids]}::uuid[])
      and state in ${DROPPABLE}`.execute(trx);
}

/** Withdraws open tasks that the facts no longer call for, and ends their effects. */
async function endLapsedTasks(trx: Transaction<Database>, lapsed: readonly LapsedTask[], now: Instant): Promise<void> {
  if (lapsed.length === 0) return;
  const rows = lapsed.map(({ effect, reason }) => ({ effect, reason: reason.words }));
  await sql`
    with r as (
      select *
      from ${rowsOf(rows, { effect: 'uuid', reason: 'text' })}),

    ended as (
      update task t
      set state = 'withdrawn', reason = r.reason, ended_at = ${new Date(now)}
      from r
      where t.effect_id = r.effect
        and t.state = 'open')

    update effect e
    set done_at = ${new Date(now)}
    from r
    where e.id = r.effect
      and e.done_at is null`.execute(trx);
}

async function storeEpisodes(trx: Transaction<Database>, evaluations: readonly Evaluated[]): Promise<void> {
  const opened = evaluations.flatMap(({ facts, decision }) =>
    decision.episode && decision.episode.no !== facts.episode?.no
      ? [
          {
            creditor_id: facts.creditor.id,
            account_id: facts.accountId,
            no: decision.episode.no,
            opened_on: decision.episode.openedOn,
            opened_version: facts.version,
          },
        ]
      : [],
  );
  if (opened.length === 0) return;
  await sql`
    insert into episode (creditor_id, account_id, no, opened_on, opened_version)
    select creditor_id, account_id, no, opened_on, opened_version
    from ${rowsOf(opened, {
      creditor_id: 'uuid',
      account_id: 'uuid',
      no: 'int',
      opened_on: 'date',
      opened_version: 'bigint',
    })}
    on conflict do nothing`.execute(trx);
}

/** The answer to store, without what the effect rows already say. */
function answerOf({ decision }: Evaluated): object {
  const { planned, lapsed: _lapsed, nextEvaluationAt: _next, waits: _waits, ...rest } = decision;
  return {
    ...rest,
    held: planned
      .filter((planned) => planned.held.length > 0)
      .map((planned) => ({ step: keyOf(planned), by: planned.held, liftedBy: planned.liftedBy })),
  };
}

/** What the next step waits for, while the health says so. */
function heldOf({ health, waits }: Decision): { held_because: string | null; held_until: Date | null } {
  if (health !== 'held' || !waits) return { held_because: null, held_until: null };
  return { held_because: waits.because.join('; '), held_until: momentOf(waits.until) };
}

const momentOf = (at: Instant | null): Date | null => (at === null ? null : new Date(at));

async function storeAnswers(
  trx: Transaction<Database>,
  evaluations: readonly Evaluated[],
  now: Instant,
  loops: Loops,
): Promise<Map<string, Stored>> {
  const rows = evaluations.map((evaluated) => ({
    decision_id: uuidv7(),
    id: evaluated.facts.accountId,
    version: evaluated.facts.version,
    stage: evaluated.decision.stage,
    health: evaluated.decision.health,
    next_evaluation_at: momentOf(evaluated.decision.nextEvaluationAt),
    over: isOver(evaluated.decision),
    asks: loops.asking.has(evaluated.facts.accountId),
    ...heldOf(evaluated.decision),
    answer: answerOf(evaluated),
  }));
  const at = new Date(now);
  const stored = await sql<Stored & { id: string }>`
    with r as (
      select *
      from ${rowsOf(rows, {
        decision_id: 'uuid',
        id: 'uuid',
        version: 'bigint',
        stage: 'text',
        health: 'text',
        next_evaluation_at: 'timestamptz',
        over: 'boolean',
        asks: 'boolean',
        held_because: 'text',
        held_until: 'timestamptz',
        answer: 'jsonb',
      })}),

    evaluated as (
      update account a
      set stage = r.stage,
        health = r.health,
        evaluated_version = r.version,
        evaluated_at = ${at},
        evaluation_number = a.evaluation_number + 1,
        next_evaluation_at = r.next_evaluation_at,
        over = r.over,
        told_wakes_at = case when r.asks then r.next_evaluation_at else a.told_wakes_at end,
        told_stage = case when r.asks then r.stage else a.told_stage end,
        told_health = case when r.asks then r.health else a.told_health end,
        told_over = case when r.asks then r.over else a.told_over end,
        alive_at = case when r.asks then clock_timestamp() else a.alive_at end,
        held_because = r.held_because,
        held_until = r.held_until,
        held_since = case
          when r.held_because is null then null
          when a.held_because = r.held_because then coalesce(a.held_since, ${at})
          else ${at} end,
        nudged_at = case when ${loops.woken} and not r.asks and ${loopDiffersFrom(sql`r`)} then clock_timestamp() end,
        started_at = coalesce(a.started_at, clock_timestamp()),
        stale_since = case when a.facts_version > r.version then a.stale_since end
      from r
      where a.id = r.id
      returning
        a.id as account_id, a.creditor_id, a.evaluation_number, r.decision_id, r.version, r.stage as now_at_stage,
        r.answer, ${loopDiffersFrom(sql`a`)} as behind),

    decided as (
      insert into decision (id, creditor_id, account_id, evaluation_number, facts_version, at, stage, answer)
      select decision_id, creditor_id, account_id, evaluation_number, version, ${at}, now_at_stage, answer
      from evaluated v
      where v.answer is distinct from (
        select d.answer
        from decision d
        where d.account_id = v.account_id
        order by d.evaluation_number desc
        limit 1))

    select v.account_id as id, v.evaluation_number as "lookNo", e.id as epoch, v.behind
    from evaluated v
    cross join epoch e`.execute(trx);
  return new Map(stored.rows.map(({ id, ...row }) => [id, row]));
}
