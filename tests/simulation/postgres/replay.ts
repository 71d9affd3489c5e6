/** Repeats over the real tables, by the product's own functions, what the simulation did over its maps. */

import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../../db/schema.ts';
import { byPerson, bySystem } from '../../../domain/act.ts';
import type { AccountFactContent } from '../../../domain/facts.ts';
import { claim } from '../../../engine/effects/claim.ts';
import { ensureUnknownTasks } from '../../../engine/effects/find-unknown.ts';
import type { Claimed } from '../../../engine/effects/prepare-claims.ts';
import { recordReceipt } from '../../../engine/effects/record-receipts.ts';
import { settle } from '../../../engine/effects/send.ts';
import type { Settlement } from '../../../engine/effects/settle.ts';
import { evaluateAccounts } from '../../../engine/evaluate/evaluate.ts';
import { recordFacts } from '../../../engine/facts/record-facts.ts';
import { retryEffect } from '../../../engine/operate/retry-effects.ts';
import { settleManually, settleTask } from '../../../engine/operate/settle-manually.ts';
import { recordOutcome } from '../../../engine/tasks/record-outcome.ts';
import type { AccountRow, EffectRow } from '../../../simulation/maps/book.ts';
import type { ClaimedRow } from '../../../simulation/maps/claim.ts';
import type { SettlementRow } from '../../../simulation/maps/settle.ts';
import { RULEBOOK } from '../../../stages/rules.ts';
import { LEASE_MS, SLOWEST_CALL_MS } from '../lanes.ts';
import type { FactInput, HandEvent, RecordedAct } from '../store.ts';
import { pointRow } from './book.ts';
import type { Names } from './names.ts';

const VERDICTS = { 'found-sent': 'sent', 'found-unsent': 'unsent', 'give-up': 'give-up' } as const;
const BY = 'ben';

/** Throws if the real tables answer differently from the maps. */
export async function doAct(db: Kysely<Database>, names: Names, act: RecordedAct): Promise<void> {
  const now = async () => act.at;
  switch (act.of) {
    case 'evaluation':
      await evaluateAccounts({ db, rulebook: act.rulebook, now, wallWait: () => null, enqueueDue: async () => {} }, [
        { id: names.of(act.account.id) },
      ]);
      return;
    case 'claim': {
      const deps = {
        db,
        rulebook: act.rulebook,
        now,
        leaseSeconds: LEASE_MS / 1000,
        simulated: true,
        slowestCallMs: () => SLOWEST_CALL_MS,
      };
      await meet(names, act.claims, await claim(deps, [await names.effect(act.effect)]));
      return;
    }
    case 'settle':
      await settle({ db, rulebook: RULEBOOK, now, nudge: async () => {} }, [await settlementOf(names, act.settlement)]);
      return;
    case 'receipt': {
      const { key, kind } = act.receipt;
      const receipt = {
        kind,
        message: names.keys.get(key) ?? '',
        source: 'provider',
        externalId: `${kind} ${key}`,
        at: act.at,
      };
      await db.transaction().execute((trx) => recordReceipt(trx, receipt, bySystem('test', act.at)));
      return;
    }
    case 'fact':
      await recordFact(db, names, act);
      return;
    case 'address': {
      const creditorId = names.of((act.person.accounts[0] as AccountRow).creditor.id);
      await db
        .insertInto('contact_point')
        .values(pointRow(names, creditorId, act.person, act.point))
        .execute();
      return;
    }
    case 'by-hand':
      await settleByPerson(db, names, act);
      return;
    case 'retry':
      await retryEffect(db, await names.effect(act.effect), bySystem('test', act.at));
      return;
    case 'done':
      await recordOutcome(
        db,
        await names.taskOf(await names.effect(act.effect)),
        { of: 'done', words: 'done' },
        byPerson(BY, act.at),
      );
      return;
    case 'review':
      await recordOutcome(
        db,
        await names.taskOf(await names.effect(act.effect)),
        act.answer === 'accept' ? { of: 'accepted' } : { of: 'declined', reason: 'no' },
        byPerson(BY, act.at),
      );
      return;
    case 'keep-tasks':
      await ensureUnknownTasks(db, act.at);
      return;
  }
}

/** Matches the real claims with the expected ones: the same messages with the same effects. */
async function meet(names: Names, expected: readonly ClaimedRow[], found: readonly Claimed[]): Promise<void> {
  const rest = new Map(found.map((claimed) => [ids(claimed.effects.map(({ id }) => id)), claimed]));
  for (const claimed of expected) {
    const name = ids(await Promise.all(claimed.effects.map((effect) => names.effect(effect))));
    const real = rest.get(name);
    if (real === undefined)
      throw new Error(`no claim of ${claimed.effects.map(({ stage, step }) => `${stage}/${step}`).join(', ')}`);
    rest.delete(name);
    names.leases.set(claimed.token, { dispatchId: real.dispatchId, token: real.token, key: real.key });
    names.keys.set(claimed.key, real.key);
  }
  if (rest.size > 0)
    throw new Error(
      `claims too many: ${[...rest.values()].map(({ effects }) => effects.map(({ step }) => step)).join(', ')}`,
    );
}
const ids = (all: readonly string[]): string => [...all].sort().join(' ');

/** Lanes pause by wall time, which does not exist here, so pauses are left out. */
async function settlementOf(
  names: Names,
  { token, effects, result, againAt, ended, askable }: SettlementRow,
): Promise<Settlement> {
  const lease = names.leases.get(token);
  if (lease === undefined) throw new Error('a settlement of a claim that was not met');
  return {
    dispatchId: lease.dispatchId,
    token: lease.token,
    effectIds: await Promise.all(effects.map((effect) => names.effect(effect))),
    accountIds: [...new Set(effects.map((effect) => names.of(effect.accountId)))],
    ...{ result, reason: null, againAt, askable },
    ...(ended === undefined ? {} : { ended }),
  };
}

async function recordFact(
  db: Kysely<Database>,
  names: Names,
  { at, input }: { at: number; input: FactInput },
): Promise<void> {
  const common = { source: ('account' in input ? input.source : undefined) ?? 'test', by: BY };
  const body = await translated(names, input);
  await db.transaction().execute(async (trx) => {
    if ('person' in input) {
      await recordFacts(
        trx,
        [{ personId: names.of(input.person.id), occurredAt: at, ...common, ...body } as never],
        bySystem('test', at),
      );
      return;
    }
    const { account, occurredAt, external } = input;
    const fact = {
      accountId: names.of(account.id),
      occurredAt,
      ...(external === undefined ? {} : { externalId: external }),
      ...common,
      ...body,
    };
    await addInstruction(trx, fact.accountId, fact as object, at);
    await recordFacts(trx, [fact as never], bySystem('test', at));
  });
}

/** The row that an instruction has before its fact is recorded; once, however often that comes. */
async function addInstruction(trx: Transaction<Database>, accountId: string, fact: object, at: number): Promise<void> {
  const { kind, body } = fact as AccountFactContent;
  if (kind !== 'book-instructed') return;
  await sql`
    insert into book_instruction (id, creditor_id, account_id, key, kind, body, effective_on, deadline, instructed_at)
    select ${body.instruction}::uuid, creditor_id, id, ${body.instruction}, ${body.kind}, '{"v": 1}', ${body.effectiveOn},
      ${body.deadline}, ${new Date(at)}
    from account
    where id = ${accountId}::uuid
    on conflict do nothing`.execute(trx);
}

/** Kind and body with the ids of the real rows. */
async function translated(names: Names, input: FactInput): Promise<object> {
  const { kind, body } = input.fact;
  const real: Record<string, unknown> = { ...body };
  if ('account' in input)
    for (const field of ['effect', 'placement']) {
      const row = input.account.effects.find((effect) => effect.id === real[field]);
      if (row !== undefined) real[field] = await names.effect(row);
    }
  const disputed = 'account' in input && input.account.facts.find(({ id }) => id === real['of']);
  if (disputed) real['of'] = await names.fact(disputed.reference);
  const complaint = 'person' in input && input.person.facts.find(({ id }) => id === real['of']);
  if (complaint) real['of'] = await names.complaint(input.person.id, complaint.occurredAt);
  if (typeof real['instruction'] === 'string')
    real['instruction'] = await names.instruction(
      real['instruction'],
      (plan) => factOf(input, plan)?.reference ?? null,
    );
  const plan = factOf(input, real['plan']);
  if (plan) real['plan'] = await names.fact(plan.reference);
  if (typeof real['point'] === 'string') real['point'] = names.of(real['point']);
  return { kind, body: real };
}

/** The fact of the account over maps; undefined where there is none. */
const factOf = (input: FactInput, id: unknown) =>
  'account' in input ? input.account.facts.find((fact) => fact.id === id) : undefined;

async function settleByPerson(
  db: Kysely<Database>,
  names: Names,
  { at, effect, event, task }: { at: number; effect: EffectRow; event: HandEvent; task: boolean },
): Promise<void> {
  const id = await names.effect(effect);
  const clock = { now: at, rulebook: RULEBOOK };
  if (task)
    await settleTask(db, await names.unknownTask(id), VERDICTS[event], { ...byPerson(BY, clock.now), ...clock });
  else await settleManually(db, id, VERDICTS[event], { ...byPerson(BY, clock.now), ...clock });
}
