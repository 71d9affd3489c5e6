/** GET /v1/accounts/{creditor}/{number}/score: the score and the classes of one account. */
import { ScoreView } from '../../domain/contracts/score-view.ts';
import { readScore } from '../../engine/score/read-score.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { AccountPath } from '../schemas.ts';

export function explainScoreRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'The classes of ability and willingness of an account, and every reason in words',
    params: AccountPath,
    response: { 200: ScoreView },
  };
  api.get('/v1/accounts/:creditor/:number/score', { schema }, async (request) => {
    const { creditor, number } = request.params;
    return readScore(deps.db, `${creditor}/${number}`);
  });
}
