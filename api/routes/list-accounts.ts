/** GET /v1/accounts: where each account stands. */
import { z } from 'zod';
import { listAccounts as queryAccounts } from '../../db/reports/list-accounts.ts';
import { accountAnswer } from '../../domain/contracts/answer.ts';
import { line, Money } from '../../domain/contracts/event.ts';
import type { Api, ApiDeps } from '../deps.ts';

const Filter = z.strictObject({
  creditor: line(40).optional(),
  number: line(64).optional().describe("the creditor's number of the account"),
  stage: line(40).optional(),
  health: z.enum(['waiting', 'ok', 'blocked', 'held', 'done']).optional(),
  person: line(64).optional().describe("the creditor's number of the person"),
  open: z.stringbool().optional(),
  after: line(110).optional().describe('creditor/number of the last account of the page before'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
const Listed = z.object({
  account: z.string(),
  person: z.string(),
  product: z.string(),
  stage: z.string(),
  health: z.string(),
  dpd: z.number(),
  placedWith: z.string().nullable(),
  closed: z.string().nullable(),
  overdue: Money,
  balance: Money,
  nextEvaluationAt: z.string().nullable(),
});

export function listAccounts(api: Api, deps: ApiDeps): void {
  api.get(
    '/v1/accounts',
    { schema: { summary: 'Accounts and where they stand', querystring: Filter, response: { 200: z.array(Listed) } } },
    async (request) => {
      const rows = await queryAccounts(deps.db, request.query, await deps.now());
      return rows.map(accountAnswer);
    },
  );
}
