/** GET /v1/accounts/{creditor}/{number}: the story of one account. */
import { StoryView } from '../../domain/contracts/views.ts';
import { readStory } from '../../engine/evaluate/read-story.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { AccountPath } from '../schemas.ts';

export function explainAccountRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Where an account stands, why, what was done and what comes next',
    params: AccountPath,
    response: { 200: StoryView },
  };
  api.get('/v1/accounts/:creditor/:number', { schema }, async (request) => {
    const { creditor, number } = request.params;
    return readStory(deps.db, deps.rulebook, `${creditor}/${number}`, await deps.now());
  });
}
