/**
 * Verdicts of a person on an effect: its unknown outcome, or that it is given up. The outcome of a message holds for
 * all effects that it covers.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Act } from '../../domain/act.ts';
import type { FOUND_VERDICTS } from '../../domain/contracts/outcome.ts';
import { type EffectEvent, type EffectState, nextState } from '../../domain/effects.ts';
import { Problem } from '../../domain/problems.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { takesOutcome } from '../../domain/tasks.ts';
import type { Instant } from '../../domain/time.ts';
import { applySent } from '../effects/apply-sent.ts';
import { endLastPermit, SETTLED_COLUMNS, type Settled } from '../effects/settle.ts';
import { notAllowedNow } from '../facts/accept-fact.ts';
import { raiseVersions } from '../facts/record-facts.ts';
import { endWork } from '../tasks/work-locks.ts';
import { type Freed, freeEffects, joinFreed, NOTHING_FREED } from './free-effects.ts';
import { accountOf } from './retry-effects.ts';

/** What a person may say of an effect. */
export type ManualVerdict = (typeof FOUND_VERDICTS)[number];
const EVENTS: Readonly<Record<ManualVerdict, EffectEvent>> = {
  sent: 'found-sent',
  unsent: 'found-unsent',
  'give-up': 'give-up',
};

interface Covered {
  id: string;
  account_id: string;
  state: EffectState;
}

/**
 * Settles an effect by hand. Throws `unknown-effect`, or `not-allowed-now` when its state does not allow the verdict.
 */
export async function settleManually(
  db: Kysely<Database>,
  effectId: string,
  verdict: ManualVerdict,
  act: ManualSettleAct,
): Promise<Freed> {
  return inTransaction(db, (trx) => settleWithin(trx, effectId, verdict, act));
}

/**
 * Settles an effect by hand by ending the task that asks for it. Throws `unknown-task`, `task-ended`, or
 * `not-allowed-now` for a task of another kind.
 */
export async function settleTask(
  db: Kysely<Database>,
  no: bigint,
  verdict: ManualVerdict,
  act: ManualSettleAct,
): Promise<Freed> {
  return inTransaction(db, async (trx) => {
    const task = await trx.selectFrom('task').select(['kind', 'effect_id']).where('no', '=', no).executeTakeFirst();
    if (!task) throw new Problem('unknown-task', { task: String(no) });
    if (!takesOutcome(task.kind, 'found-out') || task.effect_id === null)
      throw notAllowedNow(
        `a task of kind ${task.kind} does not take this outcome`,
        'npx arrears outcome --help shows what each kind takes.',
      );
    await endWork(trx, no, act.actor.name);
    const { rows } = await sql`
      update task
      set state = 'done',
        ended_at = ${new Date(act.now)},
        ended_by = ${act.actor.name},
        reason = reason || ${`; found: ${verdict}`}
      where no = ${no}
        and state = 'open'
      returning id`.execute(trx);
    if (rows.length === 0) throw new Problem('task-ended', { task: String(no), reason: 'it has ended' });
    return settleWithin(trx, task.effect_id, verdict, act);
  });
}

interface ManualSettleAct extends Act {
  /** Declares the consequences of a sent step. */
  rulebook: Rulebook;
}

async function settleWithin(
  trx: Transaction<Database>,
  effectId: string,
  verdict: ManualVerdict,
  act: ManualSettleAct,
): Promise<Freed> {
  const covered = await lockCovered(trx, effectId, verdict);
  const named = covered.find((effect) => effect.id === effectId) as Covered;
  const next = nextState(named.state, EVENTS[verdict]);
  if (next === null)
    throw notAllowedNow(
      `an effect that is ${named.state} cannot be settled so`,
      'npx arrears stuck shows what is open.',
    );
  const ids = covered.filter((effect) => effect.state === named.state).map((effect) => effect.id);
  const settled = await writeVerdict(trx, ids, next, { verdict, by: act.actor.name }, act.now);
  if (next === 'sent') await applySent(trx, settled, act);
  const nudge = [...new Set(settled.map((effect) => effect.account_id))].sort();
  if (next === 'failed') {
    const freed: Freed[] = [{ ...NOTHING_FREED, nudge }];
    for (const effect of settled) freed.push(await freeEffects(trx, effect.account_id, act.now, effect.id));
    return joinFreed(freed);
  }
  await raiseVersions(trx, nudge);
  return { ...NOTHING_FREED, nudge };
}

/**
 * Locks the effect and, for a verdict on the whole message, the effects sent with it. Persons and accounts are locked
 * first.
 */
async function lockCovered(trx: Transaction<Database>, effectId: string, verdict: ManualVerdict): Promise<Covered[]> {
  const own = await accountOf(trx, effectId);
  const together =
    verdict === 'give-up'
      ? sql`false`
      : sql`dispatch_id = (select dispatch_id from effect where id = ${effectId}::uuid)`;
  const { rows } = await sql<{ account_id: string }>`
    select distinct account_id
    from effect
    where ${together}`.execute(trx);
  await lockAccounts(trx, [...new Set([own, ...rows.map((row) => row.account_id)])].sort());
  const locked = await sql<Covered>`
    select id, account_id, state
    from effect
    where id = ${effectId}::uuid or ${together}
    order by id
    for no key update`.execute(trx);
  return locked.rows;
}

async function writeVerdict(
  trx: Transaction<Database>,
  ids: readonly string[],
  next: EffectState,
  said: { verdict: ManualVerdict; by: string },
  now: Instant,
): Promise<Settled[]> {
  const at = new Date(now);
  const { rows } = await sql<Settled>`
    with settled as (
      update effect e
      set state = ${next},
        settled_at = ${at},
        blocked_since = null,
        queued_at = null,
        reason = ${`settled by hand: ${said.verdict}`},
        sent_at = case when ${next} = 'sent' then coalesce(e.sent_at, ${at}::timestamptz) else e.sent_at end
      from creditor c
      where c.id = e.creditor_id
        and e.id = any(${[...ids]}::uuid[])
      returning ${SETTLED_COLUMNS}, e.dispatch_id, c.zone),

    told as (
      update dispatch d
      set result = ${next}, sent_at = case when ${next} = 'sent' then ${at}::timestamptz end
      from settled s
      where d.id = s.dispatch_id
        and d.result is distinct from 'sent'
        and ${next} in ('sent', 'failed')),

    kept as (
      insert into evidence (id, creditor_id, effect_id, what, body)
      select gen_random_uuid(), creditor_id, id, 'settled-by-hand', ${JSON.stringify({ v: 1, ...said })}::jsonb
      from settled)

    select s.*, ${next} as result, true as surprising
    from settled s`.execute(trx);
  if (next === 'sent' || next === 'failed') await endLastPermit(trx, ids, next);
  return rows;
}
