/** GET /v1/check and /v1/summary: violated invariants, and totals. */
import { summarize } from '../../db/reports/summary.ts';
import { CheckView } from '../../domain/contracts/views.ts';
import { checkInvariants } from '../../engine/checks/check-invariants.ts';
import type { Api, ApiDeps } from '../deps.ts';

export function checkAllRoute(api: Api, deps: ApiDeps): void {
  api.get('/v1/check', { schema: { summary: 'The invariants', response: { 200: CheckView } } }, async () =>
    checkInvariants(deps.db, deps.rulebook, await deps.now()),
  );
  api.get('/v1/summary', { schema: { summary: 'Counts for a screen' } }, async () => {
    const now = await deps.now();
    return { now: new Date(now).toISOString(), ...(await summarize(deps.db, now)) };
  });
}
