/**
 * Many accounts of one person: whatever the order of rows, evaluations, claims and crashes, a person gets one message a
 * step about all accounts that were known before the first of them was claimed.
 */

import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { addDays, HOUR_MS, localDate, MINUTE_MS } from '../../domain/time.ts';
import { Random } from '../simulation/random.ts';
import { useTestEngine } from '../support/fixtures.ts';
import { START, ZONE } from '../support/test-engine.ts';

const engine = useTestEngine('each test', 6);
const PERSONS = 40;

/** Two accounts of each person, in an order that the seed draws. */
function shuffledRows(random: Random) {
  const rows = Array.from({ length: PERSONS * 2 }, (_, index) => {
    const person = `P-${index >> 1}`;
    return {
      account: `A-${index}`,
      person,
      email: `${person}@example.com`,
      phone: `+886 912 ${100_000 + (index >> 1)}`,
    };
  });
  return shuffled(rows, random);
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  return items.map(() => left.splice(random.whole(0, left.length - 1), 1)[0] as T);
}

async function dueEffects(): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id
    from effect
    where state in ('planned', 'deferred') and due_at <= ${new Date(engine.now)}
    order by id`.execute(engine.db);
  return rows.map((row) => row.id);
}

/** Messages that left, and the accounts that each covers, by person and step. */
async function messages(): Promise<
  { person: string; step: string; count: number; accounts: number; days: string[] }[]
> {
  const { rows } = await sql<{ person: string; step: string; count: number; accounts: number; sent: number[] }>`
    select p.number as person, e.step, count(distinct e.dispatch_id)::int as count,
      count(distinct e.account_id)::int as accounts,
      array_agg(distinct (extract(epoch from e.sent_at) * 1000)::float8) as sent
    from effect e
    join person p on p.id = e.person_id
    where e.state = 'sent' and e.channel in ('email', 'sms')
    group by p.number, e.step
    order by p.number, e.step`.execute(engine.db);
  return rows.map(({ sent, ...row }) => ({ ...row, days: [...new Set(sent.map((at) => localDate(at, ZONE)))] }));
}

/**
 * Several workers, in an order that the seed draws: one account is evaluated, one due effect is claimed and sent, or its
 * worker crashes with the claim and the sweep finds that nothing left.
 */
async function workToRest(random: Random, ids: readonly string[]): Promise<void> {
  const left = shuffled(ids, random);
  for (;;) {
    engine.now += random.whole(1, 20_000);
    const due = await dueEffects();
    const next = left.length > 0 && (due.length === 0 || random.chance(0.5)) ? left.pop() : undefined;
    if (next !== undefined) await engine.look([next]);
    else if (due.length === 0) return;
    else {
      const claims = await engine.claim([random.pick(due)]);
      if (!random.chance(0.2)) await engine.sendClaimed(claims);
      else for (const claimed of claims) await failed(claimed.dispatchId);
    }
  }
}

/** The worker is gone, and its call never began: due again a minute later. */
async function failed(dispatch: string): Promise<void> {
  const { rows } = await sql<{ id: string; account: string; token: string }>`
    select id, account_id as account, lease_token as token
    from effect
    where dispatch_id = ${dispatch}::uuid`.execute(engine.db);
  await engine.settle({
    dispatchId: dispatch,
    token: rows[0]?.token ?? '',
    effectIds: rows.map((row) => row.id),
    accountIds: [...new Set(rows.map((row) => row.account))],
    result: 'failed',
    reason: 'its worker was gone',
    againAt: engine.now + MINUTE_MS,
    askable: true,
    ended: 'lease-expired',
  });
  engine.now += 2 * MINUTE_MS;
}

describe.each([1, 2, 3])('rows, workers and crashes in order %s', (seed) => {
  test('each person gets one message a step about both accounts, though each is evaluated on its own', async () => {
    const random = new Random(seed);
    const ids = await engine.book(shuffledRows(random));
    await workToRest(random, ids);
    const sent = await messages();
    expect(sent).toHaveLength(PERSONS);
    for (const { step, count, accounts } of sent) expect([step, count, accounts]).toEqual(['email-1', 1, 2]);

    // The next step comes in the same minute for both.
    engine.now = START + 3 * 24 * HOUR_MS;
    await workToRest(random, ids);
    const later = (await messages()).filter(({ step }) => step === 'email-4');
    expect(later).toHaveLength(PERSONS);
    for (const { count, accounts } of later) expect([count, accounts]).toEqual([1, 2]);
    expect(await engine.violations()).toEqual([]);
  });
});

test('an account that was imported and not evaluated goes into the message that is claimed', async () => {
  const [first = ''] = await engine.book([{ account: 'A-1' }]);
  await engine.look([first]);
  await engine.book([{ account: 'A-2' }]);
  await engine.sendDue();
  expect(await messages()).toEqual([
    { person: 'P-1', step: 'email-1', count: 1, accounts: 2, days: [localDate(START, ZONE)] },
  ]);
});

test('an account that arrives later the same day keeps silent on that step until the next day', async () => {
  await engine.look(await engine.book([{ account: 'A-1' }]));
  await engine.sendDue();
  engine.now += HOUR_MS;
  await engine.look(await engine.book([{ account: 'A-2' }]));
  await engine.sendDue();
  const today = localDate(START, ZONE);
  expect((await messages()).map(({ count, accounts }) => [count, accounts])).toEqual([[1, 1]]);
  const waiting = (await engine.effects('email-1')).find(({ account }) => account === 'A-2');
  expect(waiting).toMatchObject({
    state: 'planned',
    reason: 'the person has had this message today, about another account',
  });
  engine.now = waiting?.due_at ?? 0;
  expect(localDate(engine.now, ZONE)).toBe(addDays(today, 1));
  await engine.sendDue();
  expect(await messages()).toEqual([
    { person: 'P-1', step: 'email-1', count: 2, accounts: 2, days: [today, addDays(today, 1)] },
  ]);
});

test('an account whose rules fail never keeps the message of another', async () => {
  const [first = ''] = await engine.book([{ account: 'A-1' }]);
  await engine.look([first]);
  await engine.book([{ account: 'A-2' }]);
  const { ladder } = engine.rules;
  engine.rules = {
    ...engine.rules,
    ladder: ladder.map((stage) => ({
      ...stage,
      steps: stage.steps.map((step) => ({
        ...step,
        skipReason: (situation: Parameters<NonNullable<typeof step.skipReason>>[0]) => {
          if (situation.facts.number === 'A-2') throw new Error('broken');
          return step.skipReason?.(situation) ?? null;
        },
      })),
    })),
  };
  await engine.sendDue();
  expect((await messages()).map(({ count, accounts }) => [count, accounts])).toEqual([[1, 1]]);
});
