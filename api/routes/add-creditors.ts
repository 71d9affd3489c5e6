/** POST /v1/creditors: adds creditors or changes their terms, without a restart. */
import { z } from 'zod';
import { CreditorFile } from '../../domain/contracts/creditor.ts';
import { CreditorChangeView } from '../../domain/contracts/views.ts';
import { addCreditors } from '../../engine/import/creditors.ts';
import type { Api, ApiDeps } from '../deps.ts';

export function addCreditorsRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Add creditors, or change their name and terms',
    description: 'The body is a creditors file. Zone and currency of a known creditor cannot change.',
    body: CreditorFile,
    response: { 200: z.array(CreditorChangeView) },
  };
  api.post('/v1/creditors', { schema }, async (request) => addCreditors(deps.db, request.body));
}
