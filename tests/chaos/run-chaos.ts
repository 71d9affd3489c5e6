/**
 * One run: a world, its workload, and faults by the seed. Then the faults stop, the system must converge, and
 * everything is checked.
 */
import { execFileSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { readClock } from '../../db/clock.ts';
import { groupBy } from '../../domain/group.ts';
import type { Finding, LogCheck } from '../support/check-provider-log.ts';
import { openApiClient } from './api-client.ts';
import { CANARIES } from './book.ts';
import { findCanaries } from './canaries.ts';
import { converge } from './converge.ts';
import { openDice } from './dice.ts';
import { type Fire, openFire } from './fire.ts';
import { checkLogs, lostFacts } from './logs.ts';
import { holdsWithin } from './patience.ts';
import { checkAtOnce, type RecoveryWatch, watchRecovery } from './recovery.ts';
import { countEffects, openWorkload, type Workload } from './workload.ts';
import { type ChaosWorld, openWorld } from './world.ts';

export interface ChaosOptions {
  /** Longest duration of the faults, wall minutes. */
  minutes: number;
  seed: number;
  queue: 'redis' | 'postgres';
  /** With this many effects and `kills` kills the run ends early; null: it uses all its time. */
  effects: number | null;
  kills: number;
  killEveryMs: number;
  /** Wall milliseconds between other faults. */
  otherEveryMs: number;
  /** Only these scenarios; null: all that need no request. */
  only: readonly string[] | null;
  /** Accounts per book. */
  wave: number;
  /** Worker processes; default 2. */
  workers?: number;
  ownHomes?: boolean;
  temporal?: 'development' | 'server';
  report(words: string): void;
  /** Aborts the run: it throws and leaves nothing running. */
  signal?: AbortSignal;
}
export interface ChaosReport {
  minutes: number;
  seed: number;
  commit: string;
  workers: number;
  queue: 'redis' | 'postgres';
  effects: number;
  faults: Record<string, number>;
  kills: number;
  races: Record<string, number>;
  providerFaults: Record<string, number>;
  duplicates: number;
  losses: number;
  violations: number;
  unknownOpen: number;
  /** Effects that became unknown because their worker was killed, for each kill of a worker, by lane. */
  unknownAKill: Record<string, number>;
  slowestRecoverySeconds: number;
  /** Slowest recovery by fault. */
  recoverySeconds: Record<string, number>;
  convergedSeconds: number | null;
  contactsAfterPayment: number;
  accepted: number;
  repeated: number;
  accounts: number;
  businessDays: string;
  checks: number;
  endedByThemselves: number;
}

export async function runChaos(options: ChaosOptions): Promise<{ report: ChaosReport; findings: string[] }> {
  const { seed, queue, report, workers, ownHomes = false, temporal = 'development' } = options;
  const smallDisks = options.only?.some((name) => name.startsWith('disk-')) ?? false;
  const world = await openWorld({
    ...{ seed, queue, smallDisks, report, ownHomes, temporal },
    ...(workers === undefined ? {} : { workers }),
  });
  let clean = false;
  try {
    const outcome = await Promise.race([runIn(world, options), interruption(options.signal)]);
    clean = outcome.findings.length === 0;
    return outcome;
  } finally {
    if (!clean) report(`databases and logs of this run are kept in ${world.dir}`);
    await world.close(!clean);
  }
}

/** Rejects when the signal is aborted; never resolves. */
function interruption(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(new Error('interrupted'));
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
  });
}

async function runIn(world: ChaosWorld, options: ChaosOptions): Promise<{ report: ChaosReport; findings: string[] }> {
  const { seed, report } = options;
  const began = performance.now();
  const over = () => performance.now() - began > options.minutes * 60_000;
  const watch = watchRecovery(world.db, report);
  const fire = openFire(world, watch, options);
  let effects = 0;
  const full = () => options.effects !== null && effects >= options.effects && fire.kills() >= options.kills;
  const accepted = (key: string) => world.double.log().some((line) => line.event === 'accepted' && line.key === key);
  const workload = openWorkload({
    db: world.db,
    api: openApiClient(world.apiUrl, 'lender', world.secret),
    dice: openDice(seed, 'life'),
    seed,
    wave: options.wave,
    accepted,
    enough: () => over() || full(),
    report,
  });
  const progress = seldom(report, 10_000);
  world.restored.push(() => workload.resend());
  await fire.misbehave();
  const living = workload.live();
  const counting = holdsWithin(
    options.minutes * 60_000,
    async () => {
      effects = await countEffects(world.db);
      const { now } = await readClock(world.db);
      progress(
        `${effects} effects, ${new Date(now).toISOString().slice(0, 16)}, ${fire.kills()} kills, ` +
          `${watch.pending()} faults not recovered from`,
      );
      return over() || full();
    },
    500,
  );
  const firing = fire.burn(() => over() || full());
  await Promise.all([living, counting, firing]);
  const minutes = (performance.now() - began) / 60_000;
  await fire.cease();
  const convergedSeconds = await converge(world, workload, watch, report);
  await watch.stop();
  return showResult(world, options, { watch, fire, workload, minutes, convergedSeconds });
}

/** Reports at most once per `everyMs`. */
function seldom(report: (words: string) => void, everyMs: number): (words: string) => void {
  let next = 0;
  return (words) => {
    if (performance.now() < next) return;
    next = performance.now() + everyMs;
    report(words);
  };
}

interface Ran {
  watch: RecoveryWatch;
  fire: Fire;
  workload: Workload;
  minutes: number;
  convergedSeconds: number | null;
}

/** All findings in words, and the figures. */
async function showResult(
  world: ChaosWorld,
  options: ChaosOptions,
  ran: Ran,
): Promise<{ report: ChaosReport; findings: string[] }> {
  const { watch, workload } = ran;
  const logs = await checkLogs(world);
  const broken = new Set([...watch.violations, ...(await checkAtOnce(world.db))]);
  const leaks = findCanaries(world.dir, CANARIES).map(({ where, what }) => `canary: ${where} holds ${what}`);
  const lost = [...logs.losses.map(words), ...(await lostFacts(world.db, workload))];
  if (ran.convergedSeconds === null) lost.push('no convergence: something that is due is still open');
  const violations = [...broken, ...logs.violations.map(words), ...leaks];
  const report = await reportOf(world, options, ran, { logs, lost: lost.length, violations: violations.length });
  return { report, findings: [...logs.duplicates.map(words), ...lost, ...violations] };
}

const words = ({ what, account, evidence }: Finding): string => `${what}: ${account}: ${evidence}`;
const rounded = (seconds: number): number => Math.round(seconds * 10) / 10;

async function reportOf(
  world: ChaosWorld,
  { seed, queue }: ChaosOptions,
  { watch, fire, workload, minutes, convergedSeconds }: Ran,
  found: { logs: LogCheck; lost: number; violations: number },
): Promise<ChaosReport> {
  const slowest: Record<string, number> = {};
  for (const { fault, seconds } of watch.recoveries) slowest[fault] = Math.max(slowest[fault] ?? 0, rounded(seconds));
  const { logs } = found;
  return {
    minutes: rounded(minutes),
    seed,
    commit: commitOf(),
    workers: world.workers().length,
    queue,
    effects: await countEffects(world.db),
    faults: fire.faults,
    kills: fire.kills(),
    races: workload.races,
    providerFaults: await fire.met(),
    duplicates: logs.duplicates.length,
    losses: found.lost,
    violations: found.violations,
    unknownOpen: logs.unknown.length,
    unknownAKill: unknownAKill(watch, fire.faults['kill -9 of a worker'] ?? 0),
    slowestRecoverySeconds: Math.max(0, ...Object.values(slowest)),
    recoverySeconds: slowest,
    convergedSeconds: convergedSeconds === null ? null : rounded(convergedSeconds),
    contactsAfterPayment: logs.contactsAfterPayment,
    accepted: logs.accepted,
    repeated: world.double.log().filter((line) => line.event === 'repeated').length,
    accounts: workload.accounts(),
    businessDays: workload.day(),
    checks: watch.checks(),
    endedByThemselves: world.parts.reduce((sum, part) => sum + part.endedByItself(), 0),
  };
}

function unknownAKill({ unknown }: RecoveryWatch, kills: number): Record<string, number> {
  const lanes = [...groupBy([...unknown.values()], (lane) => lane)];
  return Object.fromEntries(lanes.map(([lane, effects]) => [lane, rounded(effects.length / Math.max(kills, 1))]));
}

function commitOf(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
