/** GET /v1/accounts/:creditor/:number/consents: what the person of an account agreed to and asked for. */
import { z } from 'zod';
import { loadFacts } from '../../db/load-facts.ts';
import { ConsentView, consentsOf } from '../../domain/contracts/consents.ts';
import { Problem } from '../../domain/problems.ts';
import { findAccount } from '../../engine/facts/find-subject.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { AccountPath } from '../schemas.ts';

export function listConsentsRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Consents, preferences, stops and representation of the person of an account: in force first, then past',
    params: AccountPath,
    response: { 200: z.array(ConsentView) },
  };
  api.get('/v1/accounts/:creditor/:number/consents', { schema }, async (request) => {
    const { creditor, number } = request.params;
    const { accountId, name } = await findAccount(deps.db, `${creditor}/${number}`);
    const facts = (await loadFacts(deps.db, [accountId], await deps.now(), deps.rulebook)).get(accountId);
    if (!facts) throw new Problem('unknown-account', { account: name });
    return consentsOf(facts);
  });
}
