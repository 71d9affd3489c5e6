/** GET /v1/check and /v1/summary: violated invariants, and totals. */
import { z } from 'zod';
import { summarize } from '../../db/reports/summary.ts';
import { CheckView } from '../../domain/contracts/views.ts';
import { DAY_MS } from '../../domain/time.ts';
import { checkInvariants, JUDGED_DAYS } from '../../engine/checks/check-invariants.ts';
import type { Api, ApiDeps } from '../deps.ts';

/** `days`: of which sends are judged again. */
const Filter = z.strictObject({ days: z.coerce.number().int().min(1).max(36_600).default(JUDGED_DAYS) });

export function checkAllRoute(api: Api, deps: ApiDeps): void {
  const schema = { summary: 'The invariants', querystring: Filter, response: { 200: CheckView } };
  api.get('/v1/check', { schema }, async ({ query }) => {
    const now = await deps.now();
    return checkInvariants(deps.db, deps.rulebook, now, now - query.days * DAY_MS);
  });
  api.get('/v1/summary', { schema: { summary: 'Counts for a screen' } }, async () => {
    const now = await deps.now();
    return { now: new Date(now).toISOString(), ...(await summarize(deps.db, now)) };
  });
}
