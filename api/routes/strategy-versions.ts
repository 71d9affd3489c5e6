/**
 * /v1/strategies: versions of strategies. GET and POST /v1/strategies, GET /v1/strategies/{id}, POST .../approve and
 * .../retire.
 */
import { z } from 'zod';
import { byPerson } from '../../domain/act.ts';
import { ShownStrategyView, StrategyVersionView } from '../../domain/contracts/strategy-view.ts';
import {
  approveStrategy,
  listStrategyVersions,
  proposeStrategy,
  retireStrategy,
  showStrategyVersion,
} from '../../engine/strategy/strategy-versions.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { Name, StrategyPath } from '../schemas.ts';

export function strategyVersionsRoute(api: Api, deps: ApiDeps): void {
  const { db } = deps;
  const { base } = deps.rulebook.strategies;
  api.get(
    '/v1/strategies',
    { schema: { summary: 'Versions of strategies', response: { 200: z.array(StrategyVersionView) } } },
    async () => listStrategyVersions(db, base),
  );
  api.get(
    '/v1/strategies/:id',
    {
      schema: {
        summary: 'One version with its text and its faults',
        params: StrategyPath,
        response: { 200: ShownStrategyView },
      },
    },
    async ({ params: { id } }) => showStrategyVersion(db, base, id),
  );
  const body = z.strictObject({ text: z.string().describe('YAML (docs/strategies.md)'), as: Name });
  api.post(
    '/v1/strategies',
    { schema: { summary: 'Propose a version of a strategy', body, response: { 201: ShownStrategyView } } },
    async ({ body: { text, as } }, reply) => {
      const { id } = await proposeStrategy(db, base, text, byPerson(as, await deps.now()));
      return reply.code(201).send(await showStrategyVersion(db, base, id));
    },
  );
  addAnswers(api, deps);
}

/** The second person's approval, and the end of a version for new accounts. */
function addAnswers(api: Api, { db, rulebook, now }: ApiDeps): void {
  const { base } = rulebook.strategies;
  const answer = { params: StrategyPath, body: z.strictObject({ as: Name }), response: { 201: ShownStrategyView } };
  api.post(
    '/v1/strategies/:id/approve',
    { schema: { summary: 'Publish a proposed version; never by the one who proposed it', ...answer } },
    async ({ params: { id }, body: { as } }, reply) => {
      await approveStrategy(db, base, id, byPerson(as, await now()));
      return reply.code(201).send(await showStrategyVersion(db, base, id));
    },
  );
  api.post(
    '/v1/strategies/:id/retire',
    {
      schema: {
        summary: 'Retire a published version',
        description: 'No account begins with it or moves to it any more; those that follow it go on.',
        ...answer,
      },
    },
    async ({ params: { id }, body: { as } }, reply) => {
      await retireStrategy(db, id, byPerson(as, await now()));
      return reply.code(201).send(await showStrategyVersion(db, base, id));
    },
  );
}
