/** GET /v1/debits: what is to be drawn, and what became of it. */
import { z } from 'zod';
import { ListedDebitView } from '../../domain/contracts/debit.ts';
import { line } from '../../domain/contracts/event.ts';
import { listDebits } from '../../engine/payments/list-debits.ts';
import type { Api, ApiDeps } from '../deps.ts';

export function listDebitsRoute(api: Api, { db }: ApiDeps): void {
  const querystring = z.strictObject({
    creditor: line(40).trim().min(1).optional(),
    after: z.coerce.number().int().min(0).optional().describe('number of the last debit of the page before'),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
  });
  api.get(
    '/v1/debits',
    {
      schema: {
        summary: 'Debits in the order of scheduling, with what became of each',
        querystring,
        response: { 200: z.array(ListedDebitView) },
      },
    },
    async ({ query: { after, ...filter } }) =>
      listDebits(db, { ...filter, after: after === undefined ? undefined : BigInt(after) }),
  );
}
