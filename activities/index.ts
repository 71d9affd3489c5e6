/** What workflows may call: evaluate an account, evaluate a cycle. All other state is in database rows. */
import { ApplicationFailure } from '@temporalio/activity';
import type { CycleAnswer, EvaluationAnswer, SeenEvaluation } from '../domain/contracts/loop.ts';
import type { EvaluationDeps, EvaluationRequest } from '../engine/evaluate/evaluate.ts';
import { evaluateCycle } from '../engine/files/file-cycle.ts';

export interface ActivityDeps extends EvaluationDeps {
  /** Batched: evaluations requested within a few milliseconds share a transaction. */
  evaluateAccount(asked: EvaluationRequest): Promise<EvaluationAnswer | null>;
  /** Receives errors whose wording must not leave the process. */
  warn(error: unknown): void;
}

/**
 * A workflow history keeps errors for ever, so the error carries no paths and no words of the database, which may quote
 * a row.
 */
function bare(deps: ActivityDeps, what: string, error: unknown): ApplicationFailure {
  deps.warn(error);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'error';
  const failure = ApplicationFailure.create({
    message: `${what} failed (${/^[\w-]{1,40}$/.test(code) ? code : 'error'})`,
    type: 'failed',
  });
  failure.stack = '';
  return failure;
}

export function createActivities(deps: ActivityDeps) {
  return {
    /** Evaluates an account. `seen` is what the loop's previous answer returned. */
    async look(accountId: string, seen?: SeenEvaluation | null): Promise<EvaluationAnswer> {
      const answer = await deps.evaluateAccount({ id: accountId, seen: seen ?? undefined }).catch((error: unknown) => {
        throw bare(deps, 'the look', error);
      });
      if (answer === null) throw ApplicationFailure.nonRetryable('there is no such account', 'unknown-account');
      return answer;
    },
    lookAtCycle: (id: string): Promise<CycleAnswer> =>
      evaluateCycle(deps, id).catch((error: unknown) => {
        throw bare(deps, 'the look of a cycle', error);
      }),
  };
}
export type Activities = ReturnType<typeof createActivities>;
