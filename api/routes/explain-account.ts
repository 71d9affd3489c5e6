/** GET /v1/accounts/{creditor}/{number}: the story of one account. */
import { z } from 'zod';
import { Assumptions, MOST_AHEAD_DAYS } from '../../domain/contracts/ahead.ts';
import { StoryView } from '../../domain/contracts/story-view.ts';
import { readStory } from '../../engine/evaluate/read-story.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { AccountPath } from '../schemas.ts';

/** Without `ahead`, nothing is forecast. */
const Filter = z.strictObject({
  ahead: z.coerce.number().int().min(1).max(MOST_AHEAD_DAYS).optional().describe('Days of forecast'),
  receipts: Assumptions.shape.receipts.default('none'),
  calls: Assumptions.shape.calls.default('open'),
});

export function explainAccountRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Where an account stands, why, what was done and what comes next',
    params: AccountPath,
    querystring: Filter,
    response: { 200: StoryView },
  };
  api.get('/v1/accounts/:creditor/:number', { schema }, async (request) => {
    const { creditor, number } = request.params;
    const { ahead, ...assumes } = request.query;
    const asked = ahead === undefined ? null : { days: ahead, assumes };
    return readStory(deps.db, deps.rulebook, `${creditor}/${number}`, await deps.now(), asked);
  });
}
