/**
 * Whether cost grows with the number of accounts: the same backlog in a small and in a large database, both with a past
 * (scale-book.ts). Prints what an effect and an evaluation cost in each, the ratios, how the tables fared, and the disk
 * that an account and its year take.
 *   npm run bench -- scale [--small N] [--large N] [--due N] [--delinquencies N] [--no-check]
 * 10,000 and 1,000,000 accounts by default, 10,000 effects due in each; the large one needs half an hour and 30 GB of
 * disk. `--delinquencies 4` makes more than ten million effects. The small one runs before and after the large one. One
 * JSON line a figure, exit 1 when a gate is missed. Postgres of its own, fsync on.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { report } from './report.ts';
import { runScale, type ScaleRun } from './scale-run.ts';

const GATE = 1.2;
const { values } = parseArgs({
  options: {
    small: { type: 'string', default: '10000' },
    large: { type: 'string', default: '1000000' },
    due: { type: 'string', default: '10000' },
    delinquencies: { type: 'string', default: '2' },
    'no-check': { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const [small, large, due, delinquencies] = [values.small, values.large, values.due, values.delinquencies].map(
  Number,
) as [number, number, number, number];
if (!(due > 0 && due <= small && small <= large && delinquencies > 0))
  throw new Error('--due N <= --small N <= --large N, --delinquencies N');

const say = (words: string) => process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${words}\n`);

function showRun(accounts: number, run: ScaleRun): void {
  const parameters = { accounts, due, delinquencies, fsync: true };
  const print = (figure: string, value: number, unit: string, more: object = {}) =>
    report('scale', { figure, value, unit }, { ...parameters, ...more });
  print('cpu-ms-per-effect', run.effectCpuMs, 'ms/effect');
  print('postgres-cpu-ms-per-effect', run.effectPostgresCpuMs, 'ms/effect');
  print('effects-per-second', run.effectsPerSecond, 'effects/s');
  print('wal-bytes-per-effect', run.walBytesPerEffect, 'bytes/effect');
  print('cpu-ms-per-evaluation', run.evaluationCpuMs, 'ms/evaluation');
  print('postgres-cpu-ms-per-evaluation', run.evaluationPostgresCpuMs, 'ms/evaluation');
  for (const { table, hotShare, deadRows, scannedRows, vacuums } of run.tables)
    print('hot-updates', hotShare, 'share', { table, deadRows, scannedRows, vacuums });
  const bytes = run.disk.reduce((sum, { bytes }) => sum + bytes, 0);
  print('disk-bytes-per-account', bytes / accounts, 'bytes/account');
  for (const { table, rows, bytes } of run.disk)
    if (rows > accounts / 10) print('disk-bytes-per-row', bytes / rows, 'bytes/row', { table, rows });
  print('disk-gb-of-a-million-accounts-and-their-year', (bytes / accounts) * 1e6 * 1e-9, 'GB');
}

async function run(accounts: number): Promise<ScaleRun> {
  const dir = mkdtempSync(join(tmpdir(), 'arrears-bench-'));
  chmodSync(dir, 0o711);
  const remove = () => rmSync(dir, { recursive: true, force: true });
  // Also when it is interrupted: it is large.
  process.once('exit', remove);
  try {
    const found = await runScale(dir, { accounts, due, delinquencies, check: !values['no-check'] }, say);
    showRun(accounts, found);
    return found;
  } finally {
    process.off('exit', remove);
    remove();
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const runs = { first: await run(small), large: await run(large), last: await run(small) };
const ratio = (figure: 'effectCpuMs' | 'evaluationCpuMs') =>
  (2 * runs.large[figure]) / (runs.first[figure] + runs.last[figure]);
const parameters = { small, large, due, delinquencies };
report('scale', { figure: 'effect-cost-ratio', value: ratio('effectCpuMs'), unit: 'ratio', atMost: GATE }, parameters);
report(
  'scale',
  { figure: 'evaluation-cost-ratio', value: ratio('evaluationCpuMs'), unit: 'ratio', atMost: GATE },
  parameters,
);
