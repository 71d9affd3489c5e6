/** POST /v1/accounts/{creditor}/{number}/facts: one fact by a person, the same function as `arrears record`. */

import { z } from 'zod';
import { byPerson, bySystem } from '../../domain/act.ts';
import { ACCOUNT_KINDS, Moment, PERSON_KINDS, type WireKind } from '../../domain/contracts/event.ts';
import { FAR_ABOVE_OWED } from '../../domain/doubt.ts';
import { acceptFact, requireName } from '../../engine/facts/accept-fact.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { AccountPath, Name } from '../schemas.ts';

const Body = z.strictObject({
  fact: z.enum([...ACCOUNT_KINDS, ...PERSON_KINDS]),
  data: z.record(z.string(), z.unknown()).default({}),
  as: Name.optional().describe('who says so'),
  occurredAt: Moment.optional(),
  confirmed: z
    .boolean()
    .optional()
    .describe('of a payment far above what is owed: true confirms the amount, false refuses it, else it is marked'),
});

export function recordFactRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Record a fact of an account or of its person',
    description: 'The data of each fact: docs/events.md.',
    params: AccountPath,
    body: Body,
    response: {
      201: z.object({
        fact: z.uuid(),
        kind: z.string(),
        subject: z.string(),
        doubt: z.literal(FAR_ABOVE_OWED).optional(),
      }),
    },
  };
  api.post('/v1/accounts/:creditor/:number/facts', { schema }, async (request, reply) => {
    const { creditor, number } = request.params;
    const { fact, data, as, occurredAt, confirmed } = request.body;
    requireName(fact, as);
    const wire = {
      subject: `${creditor}/${number}`,
      kind: fact as WireKind,
      data,
      source: 'api',
      ...(occurredAt === undefined ? {} : { occurredAt: Date.parse(occurredAt) }),
      ...(confirmed === undefined ? {} : { confirmed }),
    };
    const now = await deps.now();
    const act = as === undefined ? bySystem('api', now) : byPerson(as, now);
    const accepted = await acceptFact(deps.db, wire, act);
    await deps.nudge(accepted.nudge);
    const { id, kind, subject, doubt } = accepted;
    return reply.code(201).send({ fact: id, kind, subject, ...(doubt === undefined ? {} : { doubt }) });
  });
}
