/** POST /v1/contact-reservations/:id/confirm: the contact was made. */
import { ConfirmWire, ReservationView, reservationAnswer } from '../../domain/contracts/reservation.ts';
import { confirmContact } from '../../engine/contacts/report-contact.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { IdPath } from '../schemas.ts';

export function confirmContactRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Say that a reserved contact was made, and what became of it; however late',
    params: IdPath,
    body: ConfirmWire,
    response: { 200: ReservationView },
  };
  api.post('/v1/contact-reservations/:id/confirm', { schema }, async (request) =>
    reservationAnswer(await confirmContact(deps.db, request.params.id, request.body, await deps.now())),
  );
}
