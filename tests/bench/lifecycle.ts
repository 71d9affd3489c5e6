/**
 * How fast accounts live: N silent debtors go up the whole shipped ladder on a clock as fast as the machine allows, everything on, one worker process;
 * before that a bare Temporal ladder on the same server. `npm run bench -- lifecycle [--accounts N] [--days N]`. One JSON line a figure; exit 1 when a gate is missed.
 */
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import type { Client } from '@temporalio/client';
import { type Kysely, sql } from 'kysely';
import { inspectBook } from '../../channels/book/reader.ts';
import { readClock, runClockTo, simulateClock } from '../../db/clock.ts';
import { openDatabase } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import type { Database } from '../../db/schema.ts';
import { stageNames } from '../../domain/rules.ts';
import { addDays, type Instant, instantAt } from '../../domain/time.ts';
import { loopIsBehind } from '../../engine/evaluate/told-loops.ts';
import { upsertCreditors } from '../../engine/import/creditors.ts';
import { importBook } from '../../engine/import/import-book.ts';
import { startPostgres } from '../../platform/local/postgres.ts';
import { startProcess } from '../../platform/local/processes.ts';
import { startTemporal } from '../../platform/local/temporal.ts';
import { openPool } from '../../platform/pool.ts';
import { openTemporal } from '../../platform/temporal.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { bookFile, madeUpRow } from '../support/book-file.ts';
import { TEST_CREDITOR } from '../support/creditor.ts';
import { type LadderRun, quietRuntime, runAccountLoop, runBareLadder } from './bare-ladder.ts';
import { cpuOfTree } from './cpu.ts';
import { inFolder } from './place.ts';
import { report } from './report.ts';
import { answerAll } from './silent-world.ts';

const { values } = parseArgs({
  options: { accounts: { type: 'string', default: '300' }, days: { type: 'string', default: '125' } },
  allowPositionals: true,
});
const accounts = Number(values.accounts);
const days = Number(values.days);
const ZONE = 'Asia/Taipei';
const START = '2026-03-02';
/** Dues fall on so many days, so that accounts are at different rungs. */
const SPREAD_DAYS = 7;
const BARE_WORKFLOWS = 300;
const BARE_STEPS = 20;
const BARE_WAIT_MS = 5;
const TASK_QUEUE = 'arrears';
/** Values of DescribeTaskQueueMode and TaskQueueType. */
const [ENHANCED, WORKFLOW_TASKS, ACTIVITY_TASKS] = [1, 1, 2];
/** Types of the events that a look leaves: a marker, or an activity when that failed. */
const LOOKS: readonly number[] = [25, 12];
const TOLD_MS = 60_000;
/** What is answered in the evening was sent in the day. */
const EVENING = 20 * 60;

interface Totals {
  effects: number;
  evaluations: number;
  /** Evaluations that loops asked for: of due timers, which one signal plays on this clock, and of nudges. */
  wakes: number;
  events: number;
  seconds: number;
  ownCpuMs: number;
}

function book(): string {
  const rows = Array.from({ length: accounts }, (_, at) => ({
    ...madeUpRow(at),
    person: `Q-${at}`,
    as_of: START,
    balance: '60000.00',
    dues: `${addDays(START, -1 - (at % SPREAD_DAYS))}=1500.00`,
  }));
  return bookFile(rows);
}

async function ingestBook(url: string, now: Instant): Promise<void> {
  const pool = openPool(url);
  const inspected = await inspectBook(() => Readable.from([Buffer.from(book())]));
  if ('faults' in inspected) throw new Error('the book of the benchmark was refused');
  const { added } = await importBook(pool, inspected.source, {
    now,
    stages: stageNames(RULEBOOK),
    sender: 'bench',
  });
  await pool.end();
  if (added !== accounts) throw new Error(`${added} of ${accounts} accounts were taken`);
}

/** Lets the clock run to each evening, and answers there until nothing more follows. */
async function live(db: Kysely<Database>): Promise<void> {
  for (let day = 0; day <= days; day += 1) {
    const evening = instantAt(addDays(START, day), EVENING, ZONE);
    await runClockTo(db, evening);
    await arrived(db, evening);
    await answerAll(db, evening);
  }
}

async function arrived(db: Kysely<Database>, at: Instant): Promise<void> {
  while ((await readClock(db)).now < at) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function totals(db: Kysely<Database>): Promise<Pick<Totals, 'effects' | 'evaluations'>> {
  const { rows } = await sql<Pick<Totals, 'effects' | 'evaluations'>>`
    select
      (select count(*)::int from effect where state = 'sent') as effects,
      (select sum(evaluation_number)::int from account) as evaluations`.execute(db);
  return rows[0] as Pick<Totals, 'effects' | 'evaluations'>;
}

/** Waits until every loop was told what the row of its account says, and no task of a loop waits in Temporal. */
async function toldAll(db: Kysely<Database>, client: Client): Promise<void> {
  for (const end = performance.now() + TOLD_MS; performance.now() < end; ) {
    const { rows } = await sql<{ behind: number }>`
      select count(*)::int as behind
      from account a
      where ${loopIsBehind}`.execute(db);
    if (rows[0]?.behind === 0 && (await backlog(client)) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the loops are never told');
}

async function backlog(client: Client): Promise<number> {
  const { versionsInfo } = await client.workflowService.describeTaskQueue({
    namespace: 'default',
    taskQueue: { name: TASK_QUEUE },
    apiMode: ENHANCED,
    taskQueueTypes: [WORKFLOW_TASKS, ACTIVITY_TASKS],
    reportStats: true,
  });
  return Object.values(versionsInfo ?? {})
    .flatMap(({ typesInfo }) => Object.values(typesInfo ?? {}))
    .reduce((sum, { stats }) => sum + Number(stats?.approximateBacklogCount ?? 0), 0);
}

/** History events of all runs of the engine's workflows, and how often loops woke: each wake is one look. */
async function readHistories(client: Client): Promise<Pick<Totals, 'events' | 'wakes'>> {
  const counted = { events: 0, wakes: 0 };
  for await (const run of client.workflow.list({ query: `TaskQueue = '${TASK_QUEUE}'` })) {
    const { events } = await client.workflow.getHandle(run.workflowId, run.runId).fetchHistory();
    counted.events += events?.length ?? 0;
    counted.wakes += (events ?? []).filter(({ eventType }) => LOOKS.includes(Number(eventType))).length;
  }
  return counted;
}

async function measure(dir: string): Promise<void> {
  const postgres = await startPostgres(join(dir, 'postgres'));
  const temporal = await startTemporal(join(dir, 'temporal'));
  const client = await openTemporal({ TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: 'default' });
  const db = openDatabase(openPool(postgres.url, { name: 'bench' }));
  try {
    quietRuntime();
    const bare = await runBareLadder(temporal.address, BARE_WORKFLOWS, BARE_STEPS, BARE_WAIT_MS);
    const loop = await runAccountLoop(temporal.address, 50, BARE_STEPS, BARE_WAIT_MS);
    await migrate(db);
    const start = instantAt(START, 6 * 60, ZONE);
    await simulateClock(db, start, 1_000_000_000);
    await upsertCreditors(db, [TEST_CREDITOR]);
    await ingestBook(postgres.url, start);
    const environment = {
      DATABASE_URL: postgres.url,
      TEMPORAL_ADDRESS: temporal.address,
      ARREARS_HOME: join(dir, 'home'),
      LOG_LEVEL: 'error',
    };
    const worker = await startProcess('workers/main.ts', environment);
    const own = () =>
      cpuOfTree(worker.pid) + cpuOfTree(postgres.pid) + (process.cpuUsage().user + process.cpuUsage().system) / 1000;
    const before = own();
    const began = performance.now();
    await live(db);
    await toldAll(db, client);
    const seconds = (performance.now() - began) / 1000;
    const ownCpuMs = own() - before;
    await worker.stop();
    showResult({ ...(await totals(db)), ...(await readHistories(client)), seconds, ownCpuMs }, bare, loop);
  } finally {
    await client.connection.close();
    await db.destroy();
    await temporal.close();
    await postgres.close();
  }
}

function showResult(
  { effects, evaluations, wakes, events, seconds, ownCpuMs }: Totals,
  bare: LadderRun,
  loop: LadderRun,
): void {
  const parameters = {
    accounts,
    days,
    effects,
    evaluations,
    wakes,
    seconds: Math.round(seconds),
    queue: 'postgres',
    fsync: true,
  };
  const print = (figure: string, value: number, unit: string, gate: { atLeast?: number; atMost?: number } = {}) =>
    report('lifecycle', { figure, value, unit, ...gate }, parameters);
  print('effects-per-second', effects / seconds, 'effects/s');
  print('evaluations-per-effect', evaluations / effects, 'evaluations/effect');
  print('wakes-per-effect', wakes / effects, 'Temporal wakes/effect', { atMost: 0.2 });
  print('bare-looks-per-second', bare.looksPerSecond, 'looks/s');
  print('ratio', effects / seconds / bare.looksPerSecond, 'effects/s per bare look/s', { atLeast: 1 });
  print('own-cpu-ms-per-effect', ownCpuMs / effects, 'ms/effect', { atMost: 9 });
  print('history-events-per-timer-look', loop.eventsPerLook, 'events/look', { atMost: 7 });
  print('history-events-per-effect', events / effects, 'events/effect', { atMost: 2 });
}

await inFolder(measure);
