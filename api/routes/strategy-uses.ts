/** GET /v1/strategies/uses, POST /v1/creditors/{creditor}/strategy: what new accounts of a creditor begin with. */
import { z } from 'zod';
import { byPerson } from '../../domain/act.ts';
import { Slug } from '../../domain/contracts/strategy-file.ts';
import { StrategyUseView } from '../../domain/contracts/strategy-view.ts';
import { listUses, useStrategy } from '../../engine/strategy/strategy-uses.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { CreditorPath, Name } from '../schemas.ts';

export function strategyUsesRoute(api: Api, deps: ApiDeps): void {
  const { db } = deps;
  api.get(
    '/v1/strategies/uses',
    {
      schema: {
        summary: 'Strategies that new accounts begin with',
        description: 'The last choice for each creditor that has one; the others use the ladder of the code.',
        response: { 200: z.array(StrategyUseView) },
      },
    },
    async () => listUses(db),
  );
  const body = z.strictObject({
    strategy: Slug.nullable().describe('name of a published strategy; null for the ladder of the code'),
    as: Name,
  });
  api.post(
    '/v1/creditors/:creditor/strategy',
    {
      schema: {
        summary: 'Choose the strategy that new accounts of a creditor begin with',
        description: 'Each begins with its newest published version. Accounts that are there keep theirs.',
        params: CreditorPath,
        body,
        response: { 201: StrategyUseView },
      },
    },
    async ({ params: { creditor }, body: { strategy, as } }, reply) =>
      reply.code(201).send(await useStrategy(db, { creditor, strategy }, byPerson(as, await deps.now()))),
  );
}
