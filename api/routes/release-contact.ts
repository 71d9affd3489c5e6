/** POST /v1/contact-reservations/:id/release: the contact was not made. */
import { ReleaseWire, ReservationView, reservationAnswer } from '../../domain/contracts/reservation.ts';
import { releaseContact } from '../../engine/contacts/report-contact.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { IdPath } from '../schemas.ts';

export function releaseContactRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Say that a reserved contact was not made; after its end with evidence',
    params: IdPath,
    body: ReleaseWire,
    response: { 200: ReservationView },
  };
  api.post('/v1/contact-reservations/:id/release', { schema }, async (request) =>
    reservationAnswer(await releaseContact(deps.db, request.params.id, request.body, await deps.now())),
  );
}
