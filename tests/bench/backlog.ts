/**
 * How fast a backlog leaves: N accounts, each with one reminder e-mail due at the same moment, from the release of the
 * clock until the last effect is settled. Invariants and mails are checked after each run.
 *   npm run bench -- backlog [--accounts N] [--workers 1|2] [--redis] [--channel NAME] [--compare-slow]
 * Channels: `outbox` is the product's default, `recorded-outbox` the same with each call written down, `instant` answers
 * at once, `slow` after 100 ms; --compare-slow runs the last two. One JSON line a figure; exit 1 when a gate is missed.
 * Postgres of its own, fsync on.
 */
import { parseArgs } from 'node:util';
import { type BacklogChannel, type BacklogRun, CHANNELS, runBacklog } from './backlog-run.ts';
import { makeTemplate } from './backlog-template.ts';
import { type Bench, onPostgres } from './place.ts';
import { quantile, report } from './report.ts';

/** Worker processes, Postgres and Redis together. */
const CPU_MS_GATE = 2.5;
const SLOW_GATE = 0.6;

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '10000' },
    workers: { type: 'string', default: '1' },
    redis: { type: 'boolean', default: false },
    channel: { type: 'string', default: 'outbox' },
    'compare-slow': { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const accounts = Number(values.accounts);
const workers = Number(values.workers);
const channel = CHANNELS.find((name) => name === values.channel);
if (!(accounts > 0) || ![1, 2].includes(workers) || channel === undefined)
  throw new Error(`--accounts N, --workers 1|2, --channel ${CHANNELS.join('|')}`);

async function run(bench: Bench, channel: BacklogChannel): Promise<number> {
  const found = await runBacklog(bench, { accounts, workers, redis: values.redis, channel });
  const parameters = { accounts, workers, queue: values.redis ? 'redis' : 'postgres', channel, fsync: true };
  showRun(found, parameters);
  return found.effects / found.seconds;
}

function showRun(found: BacklogRun, parameters: object): void {
  const { effects, seconds, workerCpuMs, postgresCpuMs, redisCpuMs, claimToCallMs } = found;
  const print = (figure: string, value: number, unit: string, gate: { atMost?: number } = {}) =>
    report('backlog', { figure, value, unit, ...gate }, { ...parameters });
  print('effects-per-second', effects / seconds, 'effects/s');
  const cpuMs = workerCpuMs + postgresCpuMs + redisCpuMs;
  print('engine-cpu-ms-per-effect', cpuMs / effects, 'ms/effect', { atMost: CPU_MS_GATE });
  print('worker-cpu-ms-per-effect', workerCpuMs / effects, 'ms/effect');
  print('postgres-cpu-ms-per-effect', postgresCpuMs / effects, 'ms/effect');
  print('commits-per-effect', found.commits / effects, 'commits/effect');
  print('wal-bytes-per-effect', found.walBytes / effects, 'bytes/effect');
  if (claimToCallMs.length > 0) print('claim-to-call-p99', quantile(claimToCallMs, 0.99), 'ms');
}

await onPostgres(async (bench) => {
  await makeTemplate(bench.postgres, accounts);
  if (!values['compare-slow']) {
    await run(bench, channel);
    return;
  }
  const instant = await run(bench, 'instant');
  const slow = await run(bench, 'slow');
  report(
    'backlog',
    { figure: 'slow-over-instant', value: slow / instant, unit: 'ratio', atLeast: SLOW_GATE },
    { accounts, workers },
  );
});
