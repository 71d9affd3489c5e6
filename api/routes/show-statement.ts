/** GET /v1/accounts/:creditor/:number/statement: the statement of an account over a month or some days. */
import { StatementQuery, StatementView, statementRequest } from '../../domain/contracts/statement-view.ts';
import { readStatement } from '../../engine/evaluate/read-statement.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { AccountPath } from '../schemas.ts';

export function showStatementRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Statement of an account: balance before, each movement, balance at the end, and what of it was asked for',
    params: AccountPath,
    querystring: StatementQuery,
    response: { 200: StatementView },
  };
  api.get('/v1/accounts/:creditor/:number/statement', { schema }, async (request) => {
    const { creditor, number } = request.params;
    return readStatement(deps.db, `${creditor}/${number}`, statementRequest(request.query), await deps.now());
  });
}
