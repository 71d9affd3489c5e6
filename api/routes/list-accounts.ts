/** GET /v1/accounts: where each account stands. */
import { z } from 'zod';
import { listAccounts } from '../../db/reports/list-accounts.ts';
import { accountAnswer } from '../../domain/contracts/answer.ts';
import { line } from '../../domain/contracts/event.ts';
import { AccountView } from '../../domain/contracts/views.ts';
import { SCORE_CLASSES } from '../../domain/strategy/score/axes.ts';
import type { Api, ApiDeps } from '../deps.ts';

const Filter = z.strictObject({
  creditor: line(40).optional(),
  number: line(64).optional().describe("the creditor's number of the account"),
  stage: line(40).optional(),
  health: z.enum(['waiting', 'ok', 'blocked', 'held', 'done']).optional(),
  person: line(64).optional().describe("the creditor's number of the person"),
  ability: z.enum(SCORE_CLASSES).optional(),
  willingness: z.enum(SCORE_CLASSES).optional(),
  strategy: line(80).optional().describe('name@version; none = the ladder of the code'),
  segment: line(40).optional(),
  open: z.stringbool().optional(),
  after: line(110).optional().describe('creditor/number of the last account of the page before'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export function listAccountsRoute(api: Api, deps: ApiDeps): void {
  api.get(
    '/v1/accounts',
    {
      schema: {
        summary: 'Accounts and where they stand',
        querystring: Filter,
        response: { 200: z.array(AccountView) },
      },
    },
    async (request) => {
      const rows = await listAccounts(deps.db, request.query, await deps.now());
      return rows.map(accountAnswer);
    },
  );
}
