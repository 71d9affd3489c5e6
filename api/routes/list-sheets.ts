/** GET /v1/accounts/:creditor/:number/income-expense: the income and expense sheets of a person, for trained staff. */
import { z } from 'zod';
import { SheetView } from '../../domain/contracts/sheet-view.ts';
import { findSubject } from '../../engine/facts/find-subject.ts';
import { readSheets } from '../../engine/persons/read-sheets.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { AccountPath } from '../schemas.ts';

export function listSheetsRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Income and expense sheets of a person, the newest first, with their figures and what each came to',
    description: 'They are recorded as the fact `sheet-recorded` (docs/events.md). The number may be `person:NUMBER`.',
    params: AccountPath,
    response: { 200: z.array(SheetView) },
  };
  api.get('/v1/accounts/:creditor/:number/income-expense', { schema }, async (request) => {
    const { creditor, number } = request.params;
    const { personId } = await findSubject(deps.db, `${creditor}/${number}`);
    return readSheets(deps.db, personId);
  });
}
