/**
 * Kills one worker at each named point while another lives. Measures how long its work takes to be finished, and
 * whether anything was called twice.
 */

import { readClock, runClockTo } from '../../db/clock.ts';
import { addDays, type Instant, instantAt, localDate } from '../../domain/time.ts';
import { isSettled } from '../../engine/effects/next-due.ts';
import { CRASH_POINTS, type CrashPoint } from '../../platform/crash-points.ts';
import { openApiClient } from './api-client.ts';
import { makeBook } from './book.ts';
import { checkLogs } from './logs.ts';
import { holdsWithin, insist } from './patience.ts';
import { checkAtOnce } from './recovery.ts';
import { type ChaosWorld, openWorld, ZONE } from './world.ts';

export interface Death {
  point: CrashPoint;
  /** Seconds from the death until nothing due at that moment is open; null if that never happened or nobody died. */
  seconds: number | null;
}
export interface CrashReport {
  deaths: Death[];
  /** Calls that the provider saw a second time, plus effects that it accepted twice. */
  repeated: number;
  findings: string[];
}

/** Accounts per try, enough for both workers to get some of everything. */
const ACCOUNTS = 30;
const EVENING = 20 * 60;
const LONGEST_MS = 30_000;
/** All points that a worker passes. Facts are recorded by the API, so no worker can die there. */
export const WORKER_POINTS = CRASH_POINTS.filter((point) => point !== 'fact recorded, workflow not told');

export async function dieAtEach(options: {
  seed: number;
  queue: 'redis' | 'postgres';
  points?: readonly CrashPoint[];
  report(words: string): void;
}): Promise<CrashReport> {
  const world = await openWorld({ ...options, workers: 1 });
  let clean = false;
  try {
    const deaths: Death[] = [];
    for (const [index, point] of (options.points ?? WORKER_POINTS).entries())
      deaths.push(await dieAt(world, point, index * 1000, options.report));
    const report = await showResult(world, deaths);
    clean = report.findings.length === 0;
    return report;
  } finally {
    await world.close(!clean);
  }
}

/** Imports accounts that are due the next day by SMS, whose provider can be asked. */
async function ingestBook(world: ChaosWorld, from: number): Promise<Instant> {
  const today = localDate((await readClock(world.db)).now, ZONE);
  const { csv } = makeBook(from, from + ACCOUNTS, today, { bySms: true, lateBy: () => 0 });
  await openApiClient(world.apiUrl, 'lender', world.secret).sendBook(csv);
  return instantAt(addDays(today, 1), EVENING, ZONE);
}

async function dieAt(
  world: ChaosWorld,
  point: CrashPoint,
  from: number,
  report: (words: string) => void,
): Promise<Death> {
  // Calls without an answer are asked about. They must not have been accepted, or a receipt would settle them first.
  if (point === 'asked, not settled') await world.double.arm({ fault: '500', protocol: 'http', chance: 0.2 });
  const doomed = await world.extraWorker({ ARREARS_CRASH_AT: point });
  let died: number | null = null;
  doomed.onExit(() => {
    died = performance.now();
  });
  const ends = performance.now() + LONGEST_MS;
  for (let tries = 0; died === null && performance.now() < ends; tries += 1) {
    const evening = await ingestBook(world, from + tries * ACCOUNTS);
    await insist(() => runClockTo(world.db, evening));
    await holdsWithin(
      LONGEST_MS,
      async () => died !== null || ((await readClock(world.db)).now >= evening && (await isSettled(world.db, evening))),
      10,
    );
  }
  await world.double.clear();
  if (died === null) {
    await doomed.kill();
    return { point, seconds: null };
  }
  const { now } = await readClock(world.db);
  const recovered = await holdsWithin(
    LONGEST_MS,
    async () => (await readClock(world.db)).now > now || (await isSettled(world.db, now)),
    20,
  );
  const seconds = recovered ? Math.round((performance.now() - died) / 100) / 10 : null;
  report(`${point}: ${seconds} s`);
  return { point, seconds };
}

async function showResult(world: ChaosWorld, deaths: Death[]): Promise<CrashReport> {
  await holdsWithin(LONGEST_MS, async () => isSettled(world.db, (await readClock(world.db)).now));
  const logs = await checkLogs(world);
  const lines = world.double.log();
  return {
    deaths,
    repeated: logs.duplicates.length + lines.filter((line) => line.event === 'repeated').length,
    findings: [
      ...[...logs.duplicates, ...logs.losses, ...logs.violations].map(
        ({ what, account, evidence }) => `${what}: ${account}: ${evidence}`,
      ),
      ...(await checkAtOnce(world.db)),
    ],
  };
}
