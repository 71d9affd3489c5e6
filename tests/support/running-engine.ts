/**
 * A worker process within the test on real Postgres, Temporal and queue. The clock is simulated unless the test asks
 * for the wall clock.
 */

import type { Client } from '@temporalio/client';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { businessNow, readClock, runClockTo, simulateClock } from '../../db/clock.ts';
import { leaveHint } from '../../db/hints.ts';
import { byPerson } from '../../domain/act.ts';
import type { StuckRow } from '../../domain/contracts/answer.ts';
import type { WireKind } from '../../domain/contracts/event.ts';
import type { StuckCode } from '../../domain/stuck.ts';
import type { Instant } from '../../domain/time.ts';
import { isSettled } from '../../engine/effects/next-due.ts';
import { acceptFact } from '../../engine/facts/accept-fact.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { readConfig } from '../../platform/config.ts';
import { openLogger } from '../../platform/logger.ts';
import { nudgeAccounts, openTemporal } from '../../platform/temporal.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { startWorker, type WorkerConfig, type WorkerOptions, type WorkerProcess } from '../../workers/process.ts';
import { TEST_SCORER } from './scorer.ts';
import { START, TestEngine } from './test-engine.ts';
import { until } from './wire.ts';

/** Business milliseconds per wall millisecond. The clock is limited only by how fast due work is settled. */
const FAST = 1_000_000_000;

export interface EngineOptions extends Partial<WorkerOptions> {
  clock?: 'simulated' | 'wall';
  environment?: Record<string, string>;
}

export class RunningEngine {
  worker: WorkerProcess | null = null;
  private constructor(
    readonly engine: TestEngine,
    readonly client: Client,
    readonly environment: Record<string, string>,
    readonly options: EngineOptions,
  ) {}

  static async open(options: EngineOptions = {}): Promise<RunningEngine> {
    const engine = await TestEngine.open();
    const { clock = 'simulated', environment = {} } = options;
    if (clock === 'simulated') await simulateClock(engine.db, START, FAST);
    const all = {
      DATABASE_URL: engine.database.url,
      TEMPORAL_ADDRESS: process.env['ARREARS_TEST_TEMPORAL'] ?? '',
      ARREARS_HOME: engine.home,
      ARREARS_TASK_QUEUE: `test-${uuidv7()}`,
      ARREARS_CLOCK: clock,
      ARREARS_SWEEP_MS: '300',
      DATABASE_POOL_SIZE: '10',
      LOG_LEVEL: 'silent',
      ...environment,
    };
    const client = await openTemporal({ TEMPORAL_ADDRESS: all.TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE: 'default' });
    return new RunningEngine(engine, client, all, options);
  }
  /** The same engine with another Temporal server. */
  async movedTo(address: string): Promise<RunningEngine> {
    const client = await openTemporal({ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'default' });
    return new RunningEngine(this.engine, client, { ...this.environment, TEMPORAL_ADDRESS: address }, this.options);
  }
  get db() {
    return this.engine.db;
  }
  get taskQueue(): string {
    return this.environment['ARREARS_TASK_QUEUE'] ?? '';
  }

  async start(): Promise<void> {
    const config = readConfig(this.environment) as WorkerConfig;
    this.worker = await startWorker(config, openLogger(config.LOG_LEVEL), {
      ...{ rulebook: RULEBOOK, scorer: TEST_SCORER },
      ...this.options,
    });
  }
  async stop(): Promise<void> {
    await this.worker?.stop();
    this.worker = null;
  }
  async close(): Promise<void> {
    await this.stop();
    await this.client.connection.close();
    await this.engine.close();
  }

  now(): Promise<Instant> {
    return businessNow(this.db);
  }
  /** Runs the simulated clock to a moment and waits until everything due is settled. */
  async runTo(at: Instant, ms = 60_000): Promise<void> {
    await runClockTo(this.db, at);
    await until(
      'the clock gets there',
      async () => (await readClock(this.db)).now >= at && (await isSettled(this.db, at)),
      ms,
    );
    this.engine.now = at;
  }
  async settled(ms = 45_000): Promise<void> {
    await until('everything due is settled', async () => isSettled(this.db, await this.now()), ms);
  }
  /** Records a fact through the same function as the API, and leaves its hint. */
  async record(kind: WireKind, data: unknown, subject = 'harbour/A-1'): Promise<void> {
    const { nudge } = await acceptFact(
      this.db,
      { subject, kind, data, source: 'test' },
      byPerson('ann', await this.now()),
    );
    await leaveHint(this.db, nudge);
  }
  /** Wakes loops. */
  nudge(ids: readonly string[]): Promise<void> {
    return nudgeAccounts(this.client, { ARREARS_TASK_QUEUE: this.taskQueue }, ids);
  }
  async stuck(code?: StuckCode): Promise<StuckRow[]> {
    return findStuck(this.db, await this.now(), code === undefined ? {} : { code });
  }
  /** Handle and description of the newest run of an account's workflow. */
  async workflow(accountId: string) {
    const handle = this.client.workflow.getHandle(`account-${accountId}`);
    const described = await handle.describe();
    return { handle, ...described };
  }
  /** Number of evaluations of an account so far. */
  async looks(accountId: string): Promise<number> {
    const { rows } = await sql<{
      n: number;
    }>`select evaluation_number::int as n from account where id = ${accountId}::uuid`.execute(this.db);
    return rows[0]?.n ?? 0;
  }
}
