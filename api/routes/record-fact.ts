/** POST /v1/accounts/{creditor}/{number}/facts: one fact by a person, the same function as `arrears record`. */

import { z } from 'zod';
import { byPerson, bySystem } from '../../domain/act.ts';
import { ACCOUNT_KINDS, Moment, PERSON_KINDS, type WireKind } from '../../domain/contracts/event.ts';
import { acceptFact, requireName } from '../../engine/facts/accept-fact.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { AccountPath, Name } from '../schemas.ts';

const Body = z.strictObject({
  fact: z.enum([...ACCOUNT_KINDS, ...PERSON_KINDS]),
  data: z.record(z.string(), z.unknown()).default({}),
  as: Name.optional().describe('who says so'),
  occurredAt: Moment.optional(),
});

export function recordFactRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Record a fact of an account or of its person',
    description: 'The data of each fact: docs/events.md.',
    params: AccountPath,
    body: Body,
    response: { 201: z.object({ fact: z.uuid(), kind: z.string(), subject: z.string() }) },
  };
  api.post('/v1/accounts/:creditor/:number/facts', { schema }, async (request, reply) => {
    const { creditor, number } = request.params;
    const { fact, data, as, occurredAt } = request.body;
    requireName(fact, as);
    const wire = {
      subject: `${creditor}/${number}`,
      kind: fact as WireKind,
      data,
      source: 'api',
      ...(occurredAt === undefined ? {} : { occurredAt: Date.parse(occurredAt) }),
    };
    const now = await deps.now();
    const act = as === undefined ? bySystem('api', now) : byPerson(as, now);
    const accepted = await acceptFact(deps.db, wire, act);
    await deps.nudge(accepted.nudge);
    return reply.code(201).send({ fact: accepted.id, kind: accepted.kind, subject: accepted.subject });
  });
}
