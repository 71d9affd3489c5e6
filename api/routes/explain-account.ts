/** GET /v1/accounts/{creditor}/{number}: the story of one account. */
import { z } from 'zod';
import { line } from '../../domain/contracts/event.ts';
import { explainAccount as queryStory } from '../../engine/evaluate/explain-account.ts';
import type { Api, ApiDeps } from '../deps.ts';

/** `%20` at an end is no slip of the fingers here. */
const part = (most: number) => line(most).refine((text) => text === text.trim(), 'no blanks around it');
export const AccountPath = z.strictObject({ creditor: part(40), number: part(64) });

export function explainAccount(api: Api, deps: ApiDeps): void {
  const schema = { summary: 'Where an account stands, why, what was done and what comes next', params: AccountPath };
  api.get('/v1/accounts/:creditor/:number', { schema }, async (request) => {
    const { creditor, number } = request.params;
    return queryStory(deps.db, deps.rulebook, `${creditor}/${number}`, await deps.now());
  });
}
