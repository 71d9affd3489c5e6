/** GET /v1/contact-reservations/:id: one reservation as it is now. */
import { ReservationView, reservationAnswer } from '../../domain/contracts/reservation.ts';
import { Problem } from '../../domain/problems.ts';
import { findReservation } from '../../engine/contacts/reservation-row.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { IdPath } from '../schemas.ts';

export function showReservationRoute(api: Api, deps: ApiDeps): void {
  const schema = { summary: 'A contact reservation', params: IdPath, response: { 200: ReservationView } };
  api.get('/v1/contact-reservations/:id', { schema }, async (request) => {
    const { id } = request.params;
    const found = await findReservation(deps.db, id);
    if (found === null) throw new Problem('unknown-reservation', { reservation: id });
    return reservationAnswer(found);
  });
}
