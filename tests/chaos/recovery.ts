/**
 * Measures recovery: the time from the end of a fault until everything due at that moment is sent, ended or asked
 * about. After each recovery the invariants are checked; a violation counts even if it disappears later.
 */
import type { Kysely } from 'kysely';
import { readClock } from '../../db/clock.ts';
import type { Database } from '../../db/schema.ts';
import { checkInvariants } from '../../engine/checks/check-invariants.ts';
import { isSettled } from '../../engine/effects/next-due.ts';
import { WORKER_GONE } from '../../engine/effects/sweep.ts';
import { RULEBOOK } from '../../stages/rules.ts';
import { pause } from './patience.ts';

export interface Recovery {
  fault: string;
  seconds: number;
}
export interface RecoveryWatch {
  /** Reports the end of a fault. */
  ended(fault: string): void;
  /** Number of faults from which the system has not recovered yet. */
  pending(): number;
  recoveries: readonly Recovery[];
  /** Each violation once, by invariant, account and evidence. */
  violations: ReadonlySet<string>;
  /** Lane of each effect whose worker was gone and whose outcome was unknown for a while, by id. */
  unknown: ReadonlyMap<string, string>;
  /** Number of invariant checks. */
  checks(): number;
  stop(): Promise<void>;
}

interface Open {
  fault: string;
  at: number;
  /** Business time at the end of the fault; null until Postgres answered. */
  clock: number | null;
}
const POLL_MS = 100;
/** Largest share of the run that checks may take. */
const CHECK_SHARE = 0.1;

/** All invariants at one moment: several statements in one snapshot. */
export async function checkAtOnce(db: Kysely<Database>): Promise<string[]> {
  const { violations } = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => checkInvariants(trx, RULEBOOK, (await readClock(trx)).now));
  return violations.map(({ invariant, account, evidence }) => `${invariant}: ${account}: ${evidence}`);
}

export function watchRecovery(db: Kysely<Database>, report: (words: string) => void): RecoveryWatch {
  const open: Open[] = [];
  const recoveries: Recovery[] = [];
  const violations = new Set<string>();
  const unknown = new Map<string, string>();
  let [stopped, checks, nextCheck] = [false, 0, 0];
  const poll = async (): Promise<void> => {
    if (open.length === 0) return;
    const { now } = await readClock(db);
    for (const { id, channel } of await findUnknown(db)) unknown.set(id, channel);
    for (const item of open) item.clock ??= now;
    for (const item of [...open]) {
      if (now <= (item.clock ?? now) && !(await isSettled(db, item.clock ?? now))) continue;
      open.splice(open.indexOf(item), 1);
      recoveries.push({ fault: item.fault, seconds: (performance.now() - item.at) / 1000 });
    }
    if (open.length === 0 && performance.now() >= nextCheck) await check();
  };
  const check = async (): Promise<void> => {
    const began = performance.now();
    for (const found of await checkAtOnce(db)) {
      if (!violations.has(found)) report(`VIOLATED ${found}`);
      violations.add(found);
    }
    checks += 1;
    nextCheck = performance.now() + (performance.now() - began) / CHECK_SHARE;
  };
  const watching = (async () => {
    for (; !stopped; await pause(POLL_MS)) await poll().catch(() => undefined);
  })();
  return {
    ended: (fault) => void open.push({ fault, at: performance.now(), clock: null }),
    pending: () => open.length,
    recoveries,
    violations,
    unknown,
    checks: () => checks,
    async stop() {
      stopped = true;
      await watching;
    },
  };
}

/** Effects that a worker had in hand when it was killed, and of which nobody knows. */
async function findUnknown(db: Kysely<Database>): Promise<{ id: string; channel: string }[]> {
  return db
    .selectFrom('effect')
    .select(['id', 'channel'])
    .where('state', '=', 'unknown')
    .where('reason', '=', WORKER_GONE)
    .execute();
}
