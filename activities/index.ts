/** What workflows may ask: look at an account, look at a cycle. Everything else is in the rows. */
import { ApplicationFailure } from '@temporalio/activity';
import type { CycleAnswer, EvaluationAnswer, SeenEvaluation } from '../domain/contracts/loop.ts';
import type { EvaluationDeps, EvaluationRequest } from '../engine/evaluate/evaluate.ts';
import { evaluateCycle } from '../engine/files/file-cycle.ts';

export interface ActivityDeps extends EvaluationDeps {
  /** Collected: looks that arrive within a few milliseconds share a transaction. */
  evaluateAccount(asked: EvaluationRequest): Promise<EvaluationAnswer | null>;
  /** Told of errors whose words must not leave the process. */
  warn(error: unknown): void;
}

/** A history keeps what an activity threw for ever: no words of the database, which may quote a row, and no paths. */
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
    /** `seen`: what the loop's last answer said, handed back. */
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
