/** GET /v1/complaints: a month of complaints, by cause and by party. */
import { z } from 'zod';
import { listComplaints } from '../../db/reports/list-complaints.ts';
import { complaintFigures } from '../../domain/complaint-figures.ts';
import { ComplaintsView } from '../../domain/contracts/complaint-view.ts';
import { Code } from '../../domain/contracts/creditor.ts';
import { Problem } from '../../domain/problems.ts';
import type { Api, ApiDeps } from '../deps.ts';

const Query = z.strictObject({
  month: z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/, 'a month, YYYY-MM'),
  creditor: Code.optional(),
});

export function reportComplaintsRoute(api: Api, { db, now }: ApiDeps): void {
  const schema = {
    summary:
      'Complaints of a month, in the zones of the creditors: received, open, late, closed, by cause and by party',
    querystring: Query,
    response: { 200: ComplaintsView },
  };
  api.get('/v1/complaints', { schema }, async (request) => {
    const { month, creditor } = request.query;
    if (creditor !== undefined) {
      const known = await db.selectFrom('creditor').select('id').where('code', '=', creditor).executeTakeFirst();
      if (known === undefined) throw new Problem('unknown-creditor', { creditor });
    }
    const complaints = await listComplaints(db, { creditor, from: `${month}-01` });
    return { month, creditor: creditor ?? null, ...complaintFigures(complaints, month, await now()) };
  });
}
