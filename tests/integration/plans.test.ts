/**
 * The statements of the hot path keep their plans: on an empty database, on one that has just been filled and that
 * Postgres knows nothing of, and on a large database: as large as a lender's with ARREARS_TEST_EFFECTS=1000000.
 */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { inTransaction } from '../../db/transaction.ts';
import { CHANNELS } from '../../domain/channels.ts';
import { DAY_MS, MINUTE_MS } from '../../domain/time.ts';
import { judgeToldContacts } from '../../engine/contacts/judge-conduct.ts';
import { confirmContact } from '../../engine/contacts/report-contact.ts';
import { reserveContact } from '../../engine/contacts/reserve-contact.ts';
import { claim } from '../../engine/effects/claim.ts';
import { enqueueDue } from '../../engine/effects/fill-queue.ts';
import { type DueJob, dequeue, takeJob } from '../../engine/effects/find-due.ts';
import { markCalling } from '../../engine/effects/leases.ts';
import { isSettled, nextDue } from '../../engine/effects/next-due.ts';
import { settle } from '../../engine/effects/send.ts';
import { sweep } from '../../engine/effects/sweep.ts';
import { evaluateInPlace } from '../../engine/evaluate/evaluate.ts';
import { raiseVersions } from '../../engine/facts/record-facts.ts';
import { upsertCreditors } from '../../engine/import/creditors.ts';
import { findPayees } from '../../engine/payments/find-payees.ts';
import { openCaller } from '../../engine/tasks/identify-caller.ts';
import { takeNext } from '../../engine/tasks/take-work.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { DUE_AT, TODAY } from '../bench/backlog-template.ts';
import { fillLedger } from '../bench/ledger-rows.ts';
import { makeScaleBook } from '../bench/scale-book.ts';
import { takeBook } from '../bench/scale-life.ts';
import { TEST_CREDITOR } from '../support/creditor.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { idleReads, lowEstimates, type PlanWatch, watchPlans, wholeScans } from '../support/plans.ts';
import { TEST_SCORER } from '../support/scorer.ts';
import { unhurried, wideRoom } from '../support/sending.ts';

jest.setTimeout(1_200_000);

/** Effects of one delinquency in the past: two reminders and a thank-you. */
const EFFECTS_AN_ACCOUNT = 3;
const LARGE = Math.ceil(Number(process.env['ARREARS_TEST_EFFECTS'] ?? 45_000) / EFFECTS_AN_ACCOUNT);
/** Accounts that fall due. */
const DUE = 300;
const BEFORE = DUE_AT - MINUTE_MS;
/** Rows that a read may drop: few beside those of a large database. */
const MOST_DROPPED = 2000;

/** Tables that grow with accounts and time. */
const GROWING = [
  ...['account', 'account_person', 'person', 'contact_point', 'due', 'due_component', 'episode', 'fact', 'decision'],
  ...['effect', 'permit', 'dispatch', 'message_body', 'task', 'evidence', 'placement', 'event_inbox'],
  ...['contact_reservation', 'contact_refusal', 'agency_breach', 'account_feature', 'account_score', 'class_change'],
];

/** A bank line of somebody who is not known, without an account. */
const STRANGER = {
  id: randomUUID(),
  ...{ minor: 100n, currency: 'TWD', counterparty: 'NOBODY KNOWN', text: 'thanks', references: [] },
};

/** Everything that a worker does all day, once. Returns how many effects left. */
async function workOnce({ db }: PlanWatch): Promise<number> {
  const now = async () => DUE_AT;
  const { rows } = await sql<{ id: string; creditor: string }>`
    select id, creditor_id as creditor
    from account
    where evaluated_version < facts_version
    order by id
    limit 100`.execute(db);
  await evaluateInPlace(
    { db, now, rulebook: RULEBOOK, wallWait: () => null, enqueueDue: async () => undefined },
    rows.map((row) => row.id),
  );
  await inTransaction(db, (trx) =>
    raiseVersions(
      trx,
      rows.slice(0, 2).map((row) => row.id),
    ),
  );
  const jobs: DueJob[] = [];
  const queue = {
    db,
    now,
    simulated: false,
    room: wideRoom,
    enqueue: async (some: readonly DueJob[]) => {
      jobs.push(...some);
      return [];
    },
  };
  await enqueueDue(queue);
  await enqueueDue(
    queue,
    rows.map((row) => row.id),
  );
  const deps = { db, now, rulebook: RULEBOOK, nudge: async () => undefined };
  let left = 0;
  for (const job of jobs.slice(0, 2)) {
    const ids = await takeJob(db, job);
    const claims = unhurried(await claim({ ...deps, leaseSeconds: 60, simulated: false, slowestCallMs: () => 0 }, ids));
    await markCalling(db, claims);
    await settle(
      deps,
      claims.map(({ dispatchId, token, effects, channel }) => ({
        ...{ dispatchId, token, result: 'sent' as const, reason: null, againAt: null },
        effectIds: effects.map(({ id }) => id),
        accountIds: effects.map(({ accountId }) => accountId),
        lane: { name: channel, retryAfterMs: null },
      })),
    );
    left += claims.length;
  }
  await dequeue(db, jobs.at(-1)?.effectIds ?? []);
  await askAndReport(db);
  await findPayees(db, rows[0]?.creditor ?? randomUUID(), [STRANGER], DUE_AT);
  await judgeToldContacts(db, RULEBOOK, DUE_AT);
  await takeNext({ db, rulebook: RULEBOOK, now: DUE_AT }, {}, { as: 'plans', minutes: 30 });
  for (const [by, said] of [
    ['number', '+886 2 2555 0100'],
    ['reference', 'N-1'],
    ['name', 'Nobody Known'],
  ] as const)
    await openCaller(db, { by, said, speaksAs: 'debtor', as: 'plans' }, DUE_AT);
  const none = async () => undefined;
  await sweep({
    ...queue,
    rulebook: RULEBOOK,
    channels: Object.fromEntries(CHANNELS.map((channel) => [channel, undefined])),
    evaluate: none,
    wake: none,
    findMissing: async () => [],
    settle: none,
    nudgeCycles: none,
    startsASweep: 100,
    scorer: TEST_SCORER,
    checksASweep: 100,
  });
  await isSettled(db, DUE_AT);
  await nextDue(db, DUE_AT);
  return left;
}

/** What a dialler sends all day, for one account: it asks, asks again, and confirms. */
async function askAndReport(db: PlanWatch['db']): Promise<void> {
  const { rows } = await sql<{ number: string }>`select number from account order by number limit 1`.execute(db);
  if (rows[0] === undefined) return;
  const own = { holder: 'dialler', reference: 'plans' };
  const wire = {
    ...own,
    account: `harbour/${rows[0].number}`,
    channel: 'call',
    purpose: 'receipt',
    minutes: 15,
  } as const;
  const deps = { db, rulebook: RULEBOOK, now: async () => DUE_AT };
  const answer = await reserveContact(deps, wire);
  if ('refused' in answer) throw new Error('the contact was refused');
  await reserveContact(deps, wire);
  const told = { ...own, outcome: 'conversation', contactedAt: new Date(DUE_AT).toISOString() } as const;
  await confirmContact(db, answer.reservation.id, told, DUE_AT);
}

async function takeDue({ pool }: TestDatabase, from: number): Promise<void> {
  const numbers = Array.from({ length: DUE }, (_, at) => from + at);
  expect(await takeBook(pool, numbers, TODAY, BEFORE)).toBe(DUE);
}

/** Every account was scored before; those that are due today have news, as after a features file. */
async function fillScores({ db }: TestDatabase): Promise<void> {
  await sql`
    insert into account_score (account_id, creditor_id, scored_at, again_at, changed_at)
    select id, creditor_id, ${new Date(BEFORE)}, ${new Date(DUE_AT + DAY_MS)},
      case when evaluated_version < facts_version then clock_timestamp() end
    from account`.execute(db);
  await sql`
    insert into account_feature (creditor_id, account_id, name, as_of, value)
    select creditor_id, id, name, '2026-01-01', 'middle'
    from account
    cross join (values ('ability'), ('willingness')) as named (name)`.execute(db);
}

/** Every account has tasks that wait for a person, the calls of persons who may be called now among them. */
async function fillTasks({ db }: TestDatabase): Promise<void> {
  await sql`
    insert into task (id, creditor_id, account_id, kind, opened_at, due_at)
    select gen_random_uuid(), creditor_id, id, kind, ${new Date(BEFORE)}, ${new Date(BEFORE)}
    from account
    cross join (values ('missing-from-file'), ('told-twice'), ('overpaid')) as named (kind)`.execute(db);
}

const FILLS: [string, (database: TestDatabase) => Promise<void>][] = [
  ['an empty database', async () => undefined],
  [
    'a database that has just been filled',
    async (database) => {
      await upsertCreditors(database.db, [TEST_CREDITOR]);
      for (let from = 1; from < 3000; from += DUE) await takeDue(database, from);
      await fillScores(database);
      await fillTasks(database);
    },
  ],
  [
    'a large database',
    async (database) => {
      const past = { accounts: LARGE, delinquencies: 1, today: TODAY, now: BEFORE };
      await makeScaleBook(database.url, past, () => undefined);
      await takeDue(database, Math.floor(LARGE / 2));
      await fillLedger(database.db, 20 * LARGE, BEFORE);
      await fillScores(database);
      await fillTasks(database);
    },
  ],
];

describe.each(FILLS)('on %s', (name, fill) => {
  let database: TestDatabase;
  let watch: PlanWatch;
  beforeAll(async () => {
    database = await createDatabase();
    await fill(database);
    watch = watchPlans(database.url);
  });
  afterAll(async () => {
    await watch.close();
    await database.close();
  });

  test('no table that grows is read as a whole, and no read finds a thousand times what was expected', async () => {
    const left = await workOnce(watch);
    if (name !== 'an empty database') expect(left).toBeGreaterThan(50);
    expect(watch.plans.length).toBeGreaterThan(15);
    expect(wholeScans(watch.plans, GROWING)).toEqual([]);
    expect(idleReads(watch.plans, MOST_DROPPED)).toEqual([]);
    expect(lowEstimates(watch.plans, 1000)).toEqual([]);
  });
});
