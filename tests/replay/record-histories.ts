/**
 * Records histories of the loops for a release, on the real stack: `npx tsx tests/replay/record-histories.ts 0.2.0`.
 * They are kept for ever: a later release must be able to go on with every workflow that an earlier one began.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { sql } from 'kysely';
import { readEpoch } from '../../db/epoch.ts';
import { DAY_MS } from '../../domain/time.ts';
import { startPostgres } from '../../platform/local/postgres.ts';
import { startTemporal } from '../../platform/local/temporal.ts';
import { makeTemplate } from '../support/database.ts';
import { RunningEngine } from '../support/running-engine.ts';
import { runScripted } from '../support/scripted-loop.ts';
import { START } from '../support/test-engine.ts';
import { until } from '../support/wire.ts';

const PAID = { amount: { currency: 'TWD', minor: '143400' } };
type History = Parameters<typeof historyToJSON>[0];

/** Who ran it is no part of what was run. */
function anonymous(history: History): string {
  return historyToJSON(history).replaceAll(/"identity":\s*"[^"]*"/g, '"identity":"worker"');
}

async function save(folder: string, name: string, history: History): Promise<void> {
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(JSON.parse(anonymous(history)))}\n`);
  process.stderr.write(`${name}: ${history.events?.length ?? 0} events\n`);
}
const fetch = (engine: RunningEngine, workflowId: string, runId?: string): Promise<History> =>
  engine.client.workflow.getHandle(workflowId, runId).fetchHistory();

/** From the first look to the cure; a history so long that it began anew; the one after it, which hands back what that had seen; and the cycles of the time. */
async function recordGoverned(folder: string): Promise<void> {
  const engine = await RunningEngine.open();
  const [cured = '', long = ''] = await engine.engine.book([
    { account: 'A-1', person: 'P-1' },
    { account: 'A-2', person: 'P-2' },
  ]);
  await engine.start();
  await engine.runTo(START + 12 * DAY_MS);
  await engine.record('payment', PAID, 'harbour/A-1');
  await until('it ends', async () => (await engine.workflow(cured)).status.name === 'COMPLETED');
  await save(folder, 'account-cured', await fetch(engine, `account-${cured}`));
  const { runId } = await engine.workflow(long);
  while ((await engine.workflow(long)).runId === runId) {
    const before = await engine.looks(long);
    await engine.nudge([long]);
    await until('it looks', async () => (await engine.looks(long)) > before);
  }
  await save(folder, 'account-begun-anew', await fetch(engine, `account-${long}`, runId));
  const looks = await engine.looks(long);
  await engine.nudge([long]);
  await until('the new run looks', async () => (await engine.looks(long)) > looks + 1);
  await engine.settled();
  await save(folder, 'account-handed-back', await fetch(engine, `account-${long}`));
  const { rows } = await sql<{ id: string }>`select id from cycle where kind = 'agency-day' limit 1`.execute(engine.db);
  await save(folder, 'cycle', await fetch(engine, `cycle-${rows[0]?.id}`));
  await recordWitness(folder, engine);
  await engine.close();
}

/** Told so often that its history began anew, and the run after it. */
async function recordWitness(folder: string, engine: RunningEngine): Promise<void> {
  const handle = engine.client.workflow.getHandle(`witness-${engine.taskQueue}`);
  const { runId } = await handle.describe();
  const mark = { epoch: (await readEpoch(engine.db)).epoch, mark: '1000000' };
  while ((await handle.describe()).runId === runId) await handle.signal('tell', mark);
  await save(folder, 'witness-begun-anew', await fetch(engine, handle.workflowId, runId));
  await handle.signal('tell', mark);
  await save(folder, 'witness', await fetch(engine, handle.workflowId));
}

/** A look that had to be made by an ordinary activity. */
async function recordPatient(folder: string): Promise<void> {
  const engine = await RunningEngine.open({ clock: 'wall' });
  const [id = ''] = await engine.engine.book([{}]);
  await engine.start();
  await until('it looks', async () => (await engine.looks(id)) > 0);
  const looks = await engine.looks(id);
  await engine.db.transaction().execute(async (trx) => {
    await sql`select id from account where id = ${id}::uuid for update`.execute(trx);
    await engine.nudge([id]);
    await until(
      'the activity shows',
      async () => ((await engine.workflow(id)).raw.pendingActivities ?? []).length === 1,
      20_000,
    );
  });
  await until('it looks', async () => (await engine.looks(id)) > looks, 20_000);
  await until('nothing is pending', async () => ((await engine.workflow(id)).raw.pendingActivities ?? []).length === 0);
  await save(folder, 'account-patient', await fetch(engine, `account-${id}`));
  await engine.close();
}

async function main(release: string): Promise<void> {
  const folder = join(import.meta.dirname, 'histories', release);
  mkdirSync(folder, { recursive: true });
  const dir = mkdtempSync(join(tmpdir(), 'arrears-record-'));
  chmodSync(dir, 0o711);
  const postgres = await startPostgres(join(dir, 'postgres'), { fast: true, database: 'admin', maxConnections: 300 });
  const temporal = await startTemporal(join(dir, 'temporal'));
  process.env['ARREARS_TEST_POSTGRES'] = postgres.url;
  process.env['ARREARS_TEST_TEMPORAL'] = temporal.address;
  try {
    await makeTemplate();
    await recordGoverned(folder);
    await recordPatient(folder);
    const { history } = await runScripted(temporal.address);
    await save(folder, 'account-timers', history);
  } finally {
    await temporal.close();
    await postgres.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

const [release] = process.argv.slice(2);
if (release === undefined) throw new Error('name the release: 0.2.0');
await main(release);
