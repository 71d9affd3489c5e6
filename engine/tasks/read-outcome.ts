/** Reads an outcome from its wire form: amounts in the account's currency, moments as instants. */
import type { Kysely } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { callableFrom } from '../../domain/call-backs.ts';
import { faultsOf, showFaults } from '../../domain/contracts/event.ts';
import { outcomeContract } from '../../domain/contracts/outcome.ts';
import { type FactMoment, promisedDayFault, waitFault } from '../../domain/fact-dates.ts';
import { hoursCaseOf } from '../../domain/law/case-of.ts';
import { Problem } from '../../domain/problems.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { type Instant, showInstant } from '../../domain/time.ts';
import { toParts } from '../facts/fact-bodies.ts';
import { faultAt } from '../facts/field-fault.ts';
import type { TaskOutcome } from './record-outcome.ts';

/**
 * Validates an outcome. The given fields choose the contract, so that the faults name the right one. Throws
 * `fact-invalid`.
 */
export async function readOutcome(
  db: Kysely<Database>,
  no: bigint,
  value: unknown,
  now: Instant,
  rulebook: Rulebook,
): Promise<TaskOutcome> {
  const parsed = outcomeContract(value).safeParse(value);
  if (!parsed.success) {
    const faults = faultsOf(parsed.error);
    throw new Problem('fact-invalid', { kind: 'outcome', faults: showFaults(faults) }, { cause: faults });
  }
  const wire = parsed.data;
  if ('filed' in wire) return { of: 'filed', ...wire.filed };
  if ('notFiled' in wire) return { of: 'not-filed', reason: wire.notFiled.reason };
  if ('answer' in wire) {
    const fault = wire.until === undefined ? null : waitFault(wire.until, await momentOfTask(db, no, now));
    if (fault !== null) throw faultAt('fact-invalid', '/until', fault, 'ladder-answer');
    return { of: 'ladder-answer', answer: wire.answer, until: wire.until };
  }
  if ('restart' in wire) {
    const fault = wire.until === undefined ? null : waitFault(wire.until, await momentOfTask(db, no, now));
    if (fault !== null) throw faultAt('fact-invalid', '/until', fault, 'restart-reviewed');
    return { of: 'restart-reviewed', answer: wire.restart, until: wire.until };
  }
  if ('reviewed' in wire) return { of: 'care-reviewed', outcome: wire.reviewed, hardshipEnded: wire.hardshipEnded };
  if ('means' in wire) return { of: 'reply-read', ...wire };
  if ('lift' in wire) return { of: 'distress-ended', reason: wire.lift };
  if ('found' in wire) return { of: 'found-out', verdict: wire.found };
  if ('accept' in wire) return { of: 'accepted' };
  if ('decline' in wire) return { of: 'declined', reason: wire.decline };
  if ('remedy' in wire) return { of: 'bureau-correction', remedy: wire.remedy, reason: wire.reason };
  if ('done' in wire) return { of: 'done', words: wire.done };
  const { parts, callBackAt, ...rest } = wire;
  if (callBackAt !== undefined) await needsCallable({ db, rulebook, now }, no, Date.parse(callBackAt));
  return {
    of: 'call',
    ...rest,
    ...(callBackAt === undefined ? {} : { callBackAt: Date.parse(callBackAt) }),
    ...(parts === undefined ? {} : { parts: await readParts(db, no, parts, now) }),
  };
}

/** Reads promised amounts in the currency of the task's account. Promises are for today or later. */
async function readParts(db: Kysely<Database>, no: bigint, parts: Parameters<typeof toParts>[0], now: Instant) {
  const when = await momentOfTask(db, no, now);
  for (const [index, { on }] of parts.entries()) {
    const fault = promisedDayFault(on, when);
    if (fault !== null) throw faultAt('fact-invalid', `/parts/${index}/on`, fault, 'call-outcome');
  }
  return toParts(parts, when.currency);
}

/** The moment of an outcome in the zone of the task's creditor, and the currency of its account. */
async function momentOfTask(
  db: Kysely<Database>,
  no: bigint,
  now: Instant,
): Promise<FactMoment & { currency: string }> {
  const row = await db
    .selectFrom('task')
    .innerJoin('account', 'account.id', 'task.account_id')
    .innerJoin('creditor', 'creditor.id', 'task.creditor_id')
    .select(['account.currency', 'creditor.zone'])
    .where('task.no', '=', no)
    .executeTakeFirst();
  if (!row) throw new Problem('unknown-task', { task: String(no) });
  return { now, occurredAt: now, ...row };
}

/** Throws `fact-invalid` where a call-back was asked for at a time at which nobody may call; it names the next one. */
async function needsCallable(
  { db, rulebook, now }: { db: Kysely<Database>; rulebook: Rulebook; now: Instant },
  no: bigint,
  at: Instant,
): Promise<void> {
  const task = await db.selectFrom('task').select('account_id').where('no', '=', no).executeTakeFirst();
  const id = task?.account_id ?? null;
  const facts = id === null ? undefined : (await loadFacts(db, [id], now, rulebook)).get(id);
  // What lies behind or too far ahead is refused with the outcome.
  if (facts === undefined || at < now) return;
  const { packs } = rulebook.rulesFor(facts);
  const next = callableFrom(packs, (at) => hoursCaseOf(facts, { channel: 'call', purpose: 'demand' }, at), at);
  if (next === at) return;
  const { zone } = facts.person;
  const instead =
    next === null ? 'there is no such time within eight days of it' : `the next time is ${showInstant(next, zone)}`;
  throw faultAt('fact-invalid', '/callBackAt', `nobody may call the person then; ${instead}`, 'call-outcome');
}
