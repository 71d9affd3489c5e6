/** GET /healthz: this process lives. GET /readyz: the services it needs answer. */
import { sql } from 'kysely';
import { z } from 'zod';
import { readEpoch } from '../../db/epoch.ts';
import type { Api, ApiDeps } from '../deps.ts';

const Ready = z.object({ ready: z.boolean(), database: z.string(), temporal: z.string(), lanes: z.string() });

export function showHealthRoute(api: Api, deps: ApiDeps): void {
  api.get(
    '/healthz',
    { schema: { summary: 'This process lives', response: { 200: z.object({ ok: z.boolean() }) } } },
    async () => ({
      ok: true,
    }),
  );
  api.get(
    '/readyz',
    { schema: { summary: 'Postgres and Temporal answer', response: { 200: Ready, 503: Ready } } },
    async (_, reply) => {
      const database = await sql`select 1`.execute(deps.db).then(
        () => 'ok',
        () => 'does not answer',
      );
      const temporal = (await deps.temporal?.().catch(() => 'does not answer')) ?? 'ok';
      const lanes = await readEpoch(deps.db).then(
        ({ closedSince, reason }) => (closedSince === null ? 'ok' : `all closed: ${reason}`),
        () => 'not known',
      );
      // Facts are accepted without Temporal and while nothing may be sent; the sweep catches up.
      const ready = database === 'ok';
      return reply.code(ready ? 200 : 503).send({ ready, database, temporal, lanes });
    },
  );
}
