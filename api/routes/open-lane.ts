/** POST /v1/lanes/:lane/open and /close. */

import { z } from 'zod';
import { bySystem } from '../../domain/act.ts';
import { CHANNELS } from '../../domain/channels.ts';
import { Words } from '../../domain/contracts/event.ts';
import { closeLane, openLane as reopenLane } from '../../engine/operate/retry-effects.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { answerFreed, FreedAnswer } from './freed.ts';
import { Name } from './record-fact.ts';

const LanePath = z.strictObject({ lane: z.enum(CHANNELS) });

export function openLane(api: Api, deps: ApiDeps): void {
  const response = { 200: FreedAnswer };
  api.post(
    '/v1/lanes/:lane/open',
    { schema: { summary: 'Open a lane and free what failed on it', params: LanePath, response } },
    async (request) =>
      answerFreed(deps, await reopenLane(deps.db, request.params.lane, bySystem('api', await deps.now()))),
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
