/** GET /v1/creditors: the creditors, with their agencies and bureau. */
import { z } from 'zod';
import { CreditorView } from '../../domain/contracts/views.ts';
import { listCreditors } from '../../engine/import/creditors.ts';
import type { Api, ApiDeps } from '../deps.ts';

export function listCreditorsRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Creditors with the codes of their agencies and bureau',
    response: { 200: z.array(CreditorView) },
  };
  api.get('/v1/creditors', { schema }, async () => listCreditors(deps.db));
}
