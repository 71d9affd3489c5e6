/** GET /v1/effects: the effects, by business key. */
import { z } from 'zod';
import { listEffects } from '../../db/reports/list-effects.ts';
import { CHANNELS } from '../../domain/channels.ts';
import { effectAnswer } from '../../domain/contracts/answer.ts';
import { EffectView } from '../../domain/contracts/views.ts';
import { EFFECT_STATES } from '../../domain/effects.ts';
import type { Api, ApiDeps } from '../deps.ts';

const Filter = z.strictObject({
  state: z.enum(EFFECT_STATES).optional(),
  channel: z.enum(CHANNELS).optional(),
  account: z.string().max(110).optional().describe('creditor/number'),
  after: z.uuid().optional().describe('the last effect of the page before'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
export function listEffectsRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Effects by their business key, in the order in which they were planned',
    querystring: Filter,
  };
  api.get('/v1/effects', { schema: { ...schema, response: { 200: z.array(EffectView) } } }, async (request) => {
    return (await listEffects(deps.db, request.query)).map(effectAnswer);
  });
}
