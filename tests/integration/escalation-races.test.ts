/** Races about escalation stages: what people say of an account while its handover or its court folder leaves. Whoever wins, the invariants hold. */

import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { byPerson } from '../../domain/act.ts';
import type { WireKind } from '../../domain/contracts/event.ts';
import { Problem } from '../../domain/problems.ts';
import { DAY_MS, HOUR_MS } from '../../domain/time.ts';
import { claim } from '../../engine/effects/claim.ts';
import { sendClaimed, settle } from '../../engine/effects/send.ts';
import { evaluateAccounts } from '../../engine/evaluate/evaluate.ts';
import { acceptFact } from '../../engine/facts/accept-fact.ts';
import { outgoingFor } from '../../engine/files/build-files.ts';
import { recordApproval } from '../../engine/tasks/record-outcome.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { HonestProvider } from '../support/honest-provider.ts';
import { markWith, unhurried } from '../support/sending.ts';
import { StoryWorld } from '../support/story-world.ts';
import { violationsOf } from '../support/violations.ts';

const ACCOUNTS = Array.from({ length: 12 }, (_, index) => `H-${index + 1}`);
/** The first three are told of before anything leaves, the last three afterwards, the others at the same time. */
const [BEFORE, AFTER] = [3, 9];

let world: StoryWorld;
beforeEach(async () => {
  world = await StoryWorld.open();
  await world.lender('harbour');
  await world.importRows(
    ACCOUNTS.map((account, index) => ({
      account,
      person: account,
      email: `h${index}@example.com`,
      phone: `+886 92${1_000_000 + index}`,
      dues: '2026-03-01=1434.00',
      as_of: '2026-03-02',
      bureau_consent: 'no',
    })),
  );
});
afterEach(() => world.close());

/** Runs the clock to the moment at which a step of all accounts is due, and not further. Their effects, in the accounts' order. */
async function toDue(step: string): Promise<string[]> {
  for (let tries = 0; tries < 200; tries += 1) {
    const { rows } = await sql<{ id: string; first: number; last: number }>`
      select e.id, min(e.due_at) over () as first, max(e.due_at) over () as last from effect e join account a on a.id = e.account_id
      where step = ${step} and e.state in ('planned', 'deferred') order by length(a.number), a.number`.execute(
      world.db,
    );
    const [item] = rows;
    if (item !== undefined && rows.length === ACCOUNTS.length && item.first - world.now <= DAY_MS) {
      if (item.first > world.now) await world.runTo(item.first - 1);
      world.now = item.last;
      return rows.map((row) => row.id);
    }
    await world.runTo(world.now + DAY_MS / 2);
  }
  throw new Error(`${step} never became due`);
}

const deps = () => ({ db: world.db, rulebook: RULEBOOK, now: async () => world.now, nudge: async () => {} });
/** Returns what the other side took: effects by id. */
async function sendAll(ids: readonly string[]): Promise<string[]> {
  const provider = new HonestProvider();
  const channels = { agency: provider.lane('agency', undefined), court: provider.lane('court', undefined) };
  for (const claimed of unhurried(await claim({ ...deps(), leaseSeconds: 60, simulated: true }, ids)))
    await sendClaimed(
      {
        ...deps(),
        channels,
        settle: (each) => settle(deps(), [each]),
        markCalling: markWith(world.db),
        outgoing: (each) => outgoingFor(world.db, RULEBOOK, each),
        warn: () => {},
      },
      claimed,
    );
  return provider.accepted.map(({ effect }) => effect);
}
const send = (account: string, kind: WireKind, data: unknown) =>
  acceptFact(world.db, { subject: `harbour/${account}`, kind, data, source: 'test' }, byPerson('ann', world.now));
async function expectClean(): Promise<void> {
  expect(await violationsOf(world.db, RULEBOOK, world.now)).toEqual([]);
}

test('a dispute against the handover to an agency', async () => {
  const ids = await toDue('handover');
  const dispute = (account: string) => send(account, 'dispute', { about: 'amount' });
  for (const account of ACCOUNTS.slice(0, BEFORE)) await dispute(account);
  const during = ACCOUNTS.slice(BEFORE, AFTER).map((account, index) =>
    setTimeout(index * 3).then(() => dispute(account)),
  );
  await Promise.all([...during, sendAll(ids.slice(0, 6)), sendAll(ids.slice(6))]);
  for (const account of ACCOUNTS.slice(AFTER)) await dispute(account);

  const { rows } = await sql<{ state: string }>`
    select state from effect e join account a on a.id = e.account_id where step = 'handover' order by length(a.number), a.number`.execute(
    world.db,
  );
  const states = rows.map((row) => row.state);
  expect([new Set(states.slice(0, BEFORE)), new Set(states.slice(AFTER))]).toEqual([
    new Set(['suppressed']),
    new Set(['sent']),
  ]);
  const { rows: placed } = await sql<{ n: number }>`
    select count(*)::int as n from placement p join effect e on e.id = p.effect_id where e.state <> 'sent'`.execute(
    world.db,
  );
  expect(placed[0]?.n).toBe(0);
  await expectClean();
});

test('a payment against the approval of a court case and its folder', async () => {
  await world.runTo(world.now + 95 * DAY_MS);
  for (const { id, number } of await world.db
    .selectFrom('placement')
    .innerJoin('account', 'account.id', 'placement.account_id')
    .select(['placement.id', 'number'])
    .execute())
    await world.record({ subject: `harbour/${number}`, kind: 'recall-acknowledged', data: { placement: id } });
  // The evening of the day that follows the last of the demand: folders leave at once.
  await world.runTo(world.now + 17 * DAY_MS + 7 * HOUR_MS);
  const { rows: asked } = await sql<{ no: string; account_id: string }>`
    select t.no, t.account_id from task t join account a on a.id = t.account_id
    where kind = 'approve-court' and t.state = 'open' order by length(a.number), a.number`.execute(world.db);
  expect(asked).toHaveLength(ACCOUNTS.length);

  const pay = (account: string) => send(account, 'payment', { amount: { currency: 'TWD', minor: '143400' } });
  const approve = async (index: number): Promise<string> => {
    const { no, account_id } = asked[index] ?? { no: '0', account_id: '' };
    const approved = await recordApproval(world.db, BigInt(no), { approve: true }, byPerson('bob', world.now)).catch(
      (error: unknown) => error,
    );
    // A payment takes the question back.
    if (approved instanceof Problem && approved.code === 'task-ended') return 'stopped';
    if (approved instanceof Error) throw approved;
    await evaluateAccounts({ ...deps(), wallWait: () => null, enqueueDue: async () => {} }, [{ id: account_id }]);
    const { rows } = await sql<{ id: string }>`
      select id from effect where account_id = ${account_id}::uuid and step = 'case-folder' and state = 'planned'`.execute(
      world.db,
    );
    return (await sendAll(rows.map((row) => row.id))).length > 0 ? 'left' : 'stopped';
  };
  const all = ACCOUNTS.map(async (account, index) => {
    if (index < BEFORE) await pay(account);
    const paid = index < BEFORE || index >= AFTER ? null : setTimeout(index * 5).then(() => pay(account));
    const outcome = await approve(index);
    await paid;
    if (index >= AFTER) await pay(account);
    return outcome;
  });
  const outcomes = await Promise.all(all);
  expect([new Set(outcomes.slice(0, BEFORE)), new Set(outcomes.slice(AFTER))]).toEqual([
    new Set(['stopped']),
    new Set(['left']),
  ]);
  await world.settle();
  const { rows: cases } = await sql<{ state: string }>`select distinct state from court_case`.execute(world.db);
  expect(cases).toEqual([{ state: 'withdrawn' }]);
  await expectClean();
});
