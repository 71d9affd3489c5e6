/** POST /v1/law/dry-runs: what other rules would change for a part of the open accounts. Changes nothing. */
import { z } from 'zod';
import { CalendarDay } from '../../domain/contracts/event.ts';
import { ownRulesOf, RuleFile } from '../../domain/contracts/rule-file.ts';
import { DryRunView } from '../../domain/contracts/views.ts';
import { localDate } from '../../domain/time.ts';
import { dryRun } from '../../engine/law/dry-run.ts';
import type { Api, ApiDeps } from '../deps.ts';

export function dryRunLawRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'What other rules would change',
    description: 'Answers for a part of the open accounts; `next` of the answer, sent as `after`, gives the next part.',
    body: z.strictObject({
      rules: RuleFile.optional().describe("in place of the lender's own"),
      on: CalendarDay.optional().describe('the day whose rules are tried; today when left out'),
      after: z.uuid().optional(),
    }),
    response: { 200: DryRunView },
  };
  api.post('/v1/law/dry-runs', { schema }, async ({ body: { rules, on, after } }) => {
    const now = await deps.now();
    const own = rules === undefined ? undefined : ownRulesOf(rules);
    return dryRun(deps.db, deps.rulebook, { own, on: on ?? localDate(now, 'UTC'), after }, now);
  });
}
