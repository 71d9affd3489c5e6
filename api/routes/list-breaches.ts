/** GET /v1/breaches and GET /v1/agencies/:code/breaches: what agencies did that they should not have done. */
import { z } from 'zod';
import { listBreaches } from '../../db/reports/list-breaches.ts';
import { BreachView, breachAnswer } from '../../domain/contracts/reservation.ts';
import type { Api, ApiDeps } from '../deps.ts';

const Filter = z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(100) });
const AgencyPath = z.strictObject({ code: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/) });

export function listBreachesRoute(api: Api, { db }: ApiDeps): void {
  const read = async (filter: { agency?: string; limit: number }) => (await listBreaches(db, filter)).map(breachAnswer);
  const response = { 200: z.array(BreachView) };
  const all = { summary: 'Breaches of all agencies, the newest first', querystring: Filter, response };
  api.get('/v1/breaches', { schema: all }, async (request) => read(request.query));
  const ofAgency = {
    summary: 'Breaches of an agency, the newest first',
    params: AgencyPath,
    querystring: Filter,
    response,
  };
  api.get('/v1/agencies/:code/breaches', { schema: ofAgency }, async (request) =>
    read({ agency: request.params.code, ...request.query }),
  );
}
