/** GET /v1/accounts/:creditor/:number/contacts: the contacts with the person of an account. */
import { z } from 'zod';
import { listContacts } from '../../db/reports/list-contacts.ts';
import { ContactView, contactAnswer } from '../../domain/contracts/reservation.ts';
import { DAY_MS } from '../../domain/time.ts';
import { findAccount } from '../../engine/facts/find-subject.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { AccountPath } from '../schemas.ts';

const Filter = z.strictObject({ days: z.coerce.number().int().min(1).max(3660).default(8) });

export function listContactsRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Contacts with the person of an account: made, reserved, released and refused, of all their accounts',
    params: AccountPath,
    querystring: Filter,
    response: { 200: z.array(ContactView) },
  };
  api.get('/v1/accounts/:creditor/:number/contacts', { schema }, async (request) => {
    const { creditor, number } = request.params;
    const { personId } = await findAccount(deps.db, `${creditor}/${number}`);
    const since = (await deps.now()) - request.query.days * DAY_MS;
    return (await listContacts(deps.db, personId, since)).map(contactAnswer);
  });
}
