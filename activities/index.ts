/** What workflows may ask: look at an account, look at a cycle. Everything else is in the rows. */
import { ApplicationFailure } from '@temporalio/activity';
import { type CycleAnswer, lookAtCycle } from './cycles.ts';
import type { LookAnswer, LookDeps } from './look.ts';

export interface ActivityDeps extends LookDeps {
  /** Collected: looks that arrive within a few milliseconds share a transaction. */
  lookOne(accountId: string): Promise<LookAnswer | null>;
}

export function createActivities(deps: ActivityDeps) {
  return {
    async look(accountId: string): Promise<LookAnswer> {
      const answer = await deps.lookOne(accountId);
      if (answer === null) throw ApplicationFailure.nonRetryable('there is no such account', 'unknown-account');
      return answer;
    },
    lookAtCycle: (id: string): Promise<CycleAnswer> => lookAtCycle(deps, id),
  };
}
export type Activities = ReturnType<typeof createActivities>;
