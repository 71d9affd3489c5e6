/** POST /v1/lanes/:lane/open and /close. */

import { z } from 'zod';
import { bySystem } from '../../domain/act.ts';
import { Words } from '../../domain/contracts/event.ts';
import { FreedView } from '../../domain/contracts/views.ts';
import { closeLane, openLane } from '../../engine/operate/lanes.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { LanePath, Name } from '../schemas.ts';
import { answerFreed } from './freed.ts';

export function openLaneRoute(api: Api, deps: ApiDeps): void {
  const response = { 200: FreedView };
  api.post(
    '/v1/lanes/:lane/open',
    { schema: { summary: 'Open a lane and free what failed on it', params: LanePath, response } },
    async (request) =>
      answerFreed(deps, await openLane(deps.db, request.params.lane, bySystem('api', await deps.now()))),
  );
  const closed = z.object({ lane: z.string(), closed: z.boolean() });
  api.post(
    '/v1/lanes/:lane/close',
    {
      schema: {
        summary: 'Let nothing more leave by a lane',
        params: LanePath,
        body: z.strictObject({ as: Name, reason: Words }),
        response: { 200: closed },
      },
    },
    async (request) => {
      await closeLane(deps.db, request.params.lane, `${request.body.reason} (${request.body.as})`);
      return { lane: request.params.lane, closed: true };
    },
  );
}
