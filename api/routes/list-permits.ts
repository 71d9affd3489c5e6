/** GET /v1/accounts/:creditor/:number/permits: the verdicts on the effects of an account. */
import { z } from 'zod';
import { listPermits } from '../../db/reports/list-permits.ts';
import { PermitView, permitAnswer } from '../../domain/contracts/permit.ts';
import { findAccount } from '../../engine/facts/find-subject.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { AccountPath } from '../schemas.ts';

const Filter = z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(50) });

export function listPermitsRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Verdicts on the effects of an account, newest first: the law that judged, what it saw, and every reason',
    params: AccountPath,
    querystring: Filter,
    response: { 200: z.array(PermitView) },
  };
  api.get('/v1/accounts/:creditor/:number/permits', { schema }, async (request) => {
    const { creditor, number } = request.params;
    const { accountId } = await findAccount(deps.db, `${creditor}/${number}`);
    return (await listPermits(deps.db, accountId, request.query.limit)).map(permitAnswer);
  });
}
