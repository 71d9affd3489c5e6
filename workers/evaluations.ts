/**
 * Evaluations in place: accounts whose facts have changed are evaluated by this process, in batches, and their loops
 * sleep on unless they wait for something else now. What fails here is left to the loop, where trouble is seen.
 */
import { sql } from 'kysely';
import { type EvaluationDeps, evaluateInPlace } from '../engine/evaluate/evaluate.ts';
import { missedItsTime } from '../engine/evaluate/told-loops.ts';
import { collect } from '../platform/collector.ts';

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

/** What comes while batches are under way makes the next ones; in a batch that fails, each account is tried alone. */
const BATCHES = { waitMs: 1, most: 100, inFlight: 2 };

export function openEvaluations(deps: InPlaceDeps): Evaluations {
  const underWay = new Set<Promise<void>>();
  let closed = false;
  const evaluate = collect(async (ids: string[]) => {
    if (!closed) await evaluateBatch(deps, ids);
    return ids;
  }, BATCHES);
  const evaluateOrWake = async (id: string): Promise<void> => {
    try {
      await evaluate(id);
    } catch (error) {
      deps.warn(error);
      await deps.wake([id]);
    }
  };
  return {
    add(accountIds) {
      for (const id of new Set(accountIds)) {
        const run: Promise<void> = evaluateOrWake(id)
          .catch(deps.warn)
          .finally(() => underWay.delete(run));
        underWay.add(run);
      }
    },
    async close() {
      closed = true;
      await Promise.all(underWay);
    },
  };
}

/** Evaluates the stale accounts of a batch, and wakes the loops of those that missed their time or could not be. */
async function evaluateBatch(deps: InPlaceDeps, ids: readonly string[]): Promise<void> {
  const { missed, stale } = await readStale(deps, ids);
  const evaluated = stale.length === 0 ? new Set() : await evaluateInPlace(deps, stale);
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
