/** GET /v1/check and /v1/summary: does it hold, and how much of it. */
import { z } from 'zod';
import { summarize } from '../../db/reports/summary.ts';
import { checkInvariants, INVARIANTS } from '../../engine/checks/check-invariants.ts';
import type { Api, ApiDeps } from '../deps.ts';

const Checked = z.object({
  checked: z.record(z.enum(INVARIANTS), z.number()),
  violations: z.array(z.object({ invariant: z.enum(INVARIANTS), account: z.string(), evidence: z.string() })),
});

export function checkAll(api: Api, deps: ApiDeps): void {
  api.get('/v1/check', { schema: { summary: 'The six invariants', response: { 200: Checked } } }, async () =>
    checkInvariants(deps.db, deps.rulebook, await deps.now()),
  );
  api.get('/v1/summary', { schema: { summary: 'Counts for a screen' } }, async () => {
    const now = await deps.now();
    return { now: new Date(now).toISOString(), ...(await summarize(deps.db, now)) };
  });
}
