/** GET /v1/contact-files: the files of contacts for agencies without an interface. */
import { z } from 'zod';
import { listContactFiles } from '../../db/reports/list-contact-files.ts';
import { ContactFileView } from '../../domain/contracts/reservation.ts';
import type { Api, ApiDeps } from '../deps.ts';

const Filter = z.strictObject({
  agency: z.string().max(40).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(30),
});

export function listContactFilesRoute(api: Api, { db }: ApiDeps): void {
  const schema = {
    summary: 'Files of contacts for agencies, the newest first',
    querystring: Filter,
    response: { 200: z.array(ContactFileView) },
  };
  api.get('/v1/contact-files', { schema }, async (request) => listContactFiles(db, request.query));
}
