/** GET /v1/stuck, and POSTs that free one effect, one account, or everything stuck for one cause. */

import { z } from 'zod';
import { bySystem } from '../../domain/act.ts';
import { stuckAnswer } from '../../domain/contracts/answer.ts';
import { FreedView, StuckView } from '../../domain/contracts/views.ts';
import { STUCK_CODES } from '../../domain/stuck.ts';
import { findStuck } from '../../engine/operate/find-stuck.ts';
import { retryAccount, retryCause, retryEffect } from '../../engine/operate/retry-effects.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { AccountPath, IdPath } from '../schemas.ts';
import { answerFreed } from './freed.ts';

export function freeStuckRoute(api: Api, deps: ApiDeps): void {
  const act = async () => bySystem('api', await deps.now());
  const response = { 200: FreedView };
  api.get(
    '/v1/stuck',
    {
      schema: {
        summary: 'What is stuck, since when, and what to do',
        querystring: z.strictObject({ code: z.enum(STUCK_CODES).optional() }),
        response: { 200: z.array(StuckView) },
      },
    },
    async (request) => {
      const { code } = request.query;
      return (await findStuck(deps.db, await deps.now(), code === undefined ? {} : { code })).map(stuckAnswer);
    },
  );
  api.post(
    '/v1/stuck/:code/retry',
    {
      schema: {
        summary: 'Free everything that is stuck for one cause',
        params: z.strictObject({ code: z.enum(STUCK_CODES) }),
        response,
      },
    },
    async (request) => answerFreed(deps, await retryCause(deps.db, request.params.code, await act())),
  );
  api.post(
    '/v1/effects/:id/retry',
    { schema: { summary: 'Free one effect; the gate is asked again', params: IdPath, response } },
    async (request) => answerFreed(deps, await retryEffect(deps.db, request.params.id, await act())),
  );
  api.post(
    '/v1/accounts/:creditor/:number/retry',
    { schema: { summary: 'Free everything of one account', params: AccountPath, response } },
    async (request) =>
      answerFreed(
        deps,
        await retryAccount(deps.db, `${request.params.creditor}/${request.params.number}`, await act()),
      ),
  );
}
