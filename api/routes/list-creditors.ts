/** GET /v1/creditors: whose accounts these are, and with which agencies and bureau. */
import { z } from 'zod';
import { listCreditors as queryCreditors } from '../../engine/import/creditors.ts';
import type { Api, ApiDeps } from '../deps.ts';

const Listed = z.object({
  creditor: z.string(),
  name: z.string(),
  zone: z.string(),
  currency: z.string(),
  agencies: z.array(z.string()),
  bureau: z.string().nullable(),
});

export function listCreditors(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Creditors with the codes of their agencies and bureau',
    response: { 200: z.array(Listed) },
  };
  api.get('/v1/creditors', { schema }, async () => queryCreditors(deps.db));
}
