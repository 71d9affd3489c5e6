/** POST /v1/effects/:id/settle: a person found out whether an effect of unknown outcome left. */

import { z } from 'zod';
import { byPerson } from '../../domain/act.ts';
import { FOUND_VERDICTS } from '../../domain/contracts/outcome.ts';
import { FreedView } from '../../domain/contracts/views.ts';
import { settleManually } from '../../engine/operate/settle-manually.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { IdPath, Name } from '../schemas.ts';
import { answerFreed } from './freed.ts';

const Settle = z.strictObject({ as: Name, verdict: z.enum(FOUND_VERDICTS) });

export function settleEffectRoute(api: Api, deps: ApiDeps): void {
  const response = { 200: FreedView };
  api.post(
    '/v1/effects/:id/settle',
    {
      schema: {
        summary: 'A person says what became of an effect that nobody knows about',
        params: IdPath,
        body: Settle,
        response,
      },
    },
    async (request) =>
      answerFreed(
        deps,
        await settleManually(deps.db, request.params.id, request.body.verdict, {
          ...byPerson(request.body.as, await deps.now()),
          rulebook: deps.rulebook,
        }),
      ),
  );
}
