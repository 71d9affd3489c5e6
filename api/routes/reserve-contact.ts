/** POST /v1/contact-reservations: may this contact be made? */
import { z } from 'zod';
import { wireMoment } from '../../domain/contracts/answer.ts';
import {
  RefusalView,
  ReservationView,
  ReservationWire,
  reservationAnswer,
} from '../../domain/contracts/reservation.ts';
import { reserveContact } from '../../engine/contacts/reserve-contact.ts';
import type { Api, ApiDeps } from '../deps.ts';

const Allowed = ReservationView.extend({ verdict: z.literal('allow') });

export function reserveContactRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Reserve a contact with the person of an account, before it is made',
    description:
      'Signed like events, by the source that the body names as holder. Idempotent on holder and reference. ' +
      'States and what counts: docs/contact-reservations.md.',
    body: ReservationWire,
    response: { 200: RefusalView, 201: Allowed },
  };
  api.post('/v1/contact-reservations', { schema }, async (request, reply) => {
    const answer = await reserveContact(deps, request.body);
    if ('reservation' in answer)
      return reply.code(201).send({ verdict: 'allow', ...reservationAnswer(answer.reservation) });
    const { verdict, reasons, until } = answer.refused;
    return reply.send({ verdict, reasons, until: until === null ? null : wireMoment(until) } as RefusalView);
  });
}
