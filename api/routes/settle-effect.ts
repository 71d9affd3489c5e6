/** POST /v1/effects/:id/settle: a person found out whether an unknown effect left. */

import { z } from 'zod';
import { byPerson } from '../../domain/act.ts';
import { FOUND_VERDICTS } from '../../domain/contracts/outcome.ts';
import { settleManually } from '../../engine/operate/settle-manually.ts';
import { TERM_DAYS } from '../../stages/agency/stage.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { answerFreed, FreedAnswer } from './freed.ts';
import { Name } from './record-fact.ts';

const Settle = z.strictObject({ as: Name, verdict: z.enum(FOUND_VERDICTS) });

export function settleEffect(api: Api, deps: ApiDeps): void {
  const response = { 200: FreedAnswer };
  api.post(
    '/v1/effects/:id/settle',
    {
      schema: {
        summary: 'A person says what became of an effect that nobody knows about',
        params: z.strictObject({ id: z.uuid() }),
        body: Settle,
        response,
      },
    },
    async (request) =>
      answerFreed(
        deps,
        await settleManually(deps.db, request.params.id, request.body.verdict, {
          ...byPerson(request.body.as, await deps.now()),
          termDays: TERM_DAYS,
        }),
      ),
  );
}
