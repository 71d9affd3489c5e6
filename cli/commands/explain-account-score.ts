/** `arrears score explain ACCOUNT`: the score and the classes of one account. */
import type { ScoreView } from '../../domain/contracts/score-view.ts';
import { findAccount, pathOf } from '../account.ts';
import { accountScoreText } from '../account-score.ts';
import { openApiClient } from '../api-client.ts';
import { answer, type OutputOptions } from '../print.ts';

export async function explainAccountScore(typed: string, options: OutputOptions): Promise<void> {
  const api = openApiClient();
  const score = await api.get<ScoreView>(`${pathOf(await findAccount(api, typed))}/score`);
  answer(options, score, () => accountScoreText(score));
}
