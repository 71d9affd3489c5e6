/**
 * Evaluations in place: accounts whose facts have changed are evaluated by this process, in batches, and their loops
 * sleep on unless they wait for something else now. What fails here is left to the loop, where trouble is seen.
 */
import { sql } from 'kysely';
import { type EvaluationDeps, evaluateInPlace } from '../engine/evaluate/evaluate.ts';
import { missedItsTime } from '../engine/evaluate/told-loops.ts';

export interface InPlaceDeps extends EvaluationDeps {
  wake(accountIds: readonly string[]): Promise<void>;
  /** Wall milliseconds after which a loop has missed its time. */
  graceMs: number;
  warn(error: unknown): void;
}
export interface Evaluations {
  /** Evaluates accounts soon. What fails or is dropped at the end, the sweep finds again. */
  add(accountIds: readonly string[]): void;
  /** Begins no further batch and waits for those under way. */
  close(): Promise<void>;
}

const MOST = 100;
const AT_ONCE = 2;

/** What comes while batches are under way makes the next ones. */
export function openEvaluations(deps: InPlaceDeps): Evaluations {
  const waiting = new Set<string>();
  const running = new Set<Promise<void>>();
  let closed = false;
  const start = () => {
    while (!closed && running.size < AT_ONCE && waiting.size > 0) {
      const batch = [...waiting].slice(0, MOST);
      for (const id of batch) waiting.delete(id);
      const run: Promise<void> = evaluateBatch(deps, batch)
        .catch(deps.warn)
        .then(() => {
          running.delete(run);
          start();
        });
      running.add(run);
    }
  };
  return {
    add(accountIds) {
      for (const id of accountIds) waiting.add(id);
      setImmediate(start);
    },
    async close() {
      closed = true;
      await Promise.all(running);
    },
  };
}

/** Evaluates the stale accounts of a batch, and wakes the loops of those that missed their time or could not be. */
async function evaluateBatch(deps: InPlaceDeps, ids: readonly string[]): Promise<void> {
  const { missed, stale } = await readStale(deps, ids);
  const evaluated = await evaluateEach(deps, stale);
  const left = [...missed, ...stale.filter((id) => !evaluated.has(id))];
  if (left.length > 0) await deps.wake(left);
}

async function readStale(
  { db, now, graceMs }: InPlaceDeps,
  ids: readonly string[],
): Promise<{ missed: string[]; stale: string[] }> {
  const at = (await now()) - graceMs;
  const { rows } = await sql<{ id: string; missed: boolean | null }>`
    select id, ${missedItsTime(at)} as missed
    from account a
    where id = any(${[...ids]}::uuid[])
      and (evaluated_version < facts_version or ${missedItsTime(at)})`.execute(db);
  return {
    missed: rows.filter((row) => row.missed).map((row) => row.id),
    stale: rows.filter((row) => !row.missed).map((row) => row.id),
  };
}

/** One bad account never fails its neighbours: when a batch fails, each is tried alone. */
async function evaluateEach(deps: InPlaceDeps, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  try {
    return await evaluateInPlace(deps, ids);
  } catch (error) {
    if (ids.length === 1) {
      deps.warn(error);
      return new Set();
    }
  }
  const evaluated = new Set<string>();
  for (const id of ids) for (const each of await evaluateEach(deps, [id])) evaluated.add(each);
  return evaluated;
}
