/** POST /v1/tasks/{no}/approve and /refuse: the second person. */

import { z } from 'zod';
import { byPerson } from '../../domain/act.ts';
import { Words } from '../../domain/contracts/event.ts';
import { recordApproval } from '../../engine/tasks/record-outcome.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { Name, TaskPath } from '../schemas.ts';

const Answer = z.object({ task: z.number(), facts: z.array(z.uuid()) });

export function answerApprovalRoute(api: Api, deps: ApiDeps): void {
  const answer = async (no: number, what: { approve: true } | { approve: false; reason: string }, by: string) => {
    const ended = await recordApproval(deps.db, BigInt(no), what, byPerson(by, await deps.now()));
    await deps.nudge(ended.nudge);
    return { task: no, facts: ended.facts.map((fact) => fact.id) };
  };
  const common = { params: TaskPath, response: { 201: Answer } };
  api.post(
    '/v1/tasks/:no/approve',
    {
      schema: {
        summary: 'Approve what a task asks for; never by the one who asked',
        ...common,
        body: z.strictObject({ as: Name }),
      },
    },
    async (request, reply) => reply.code(201).send(await answer(request.params.no, { approve: true }, request.body.as)),
  );
  const refusal = z.strictObject({ as: Name, reason: Words });
  api.post(
    '/v1/tasks/:no/refuse',
    { schema: { summary: 'Refuse what a task asks for', ...common, body: refusal } },
    async (request, reply) =>
      reply
        .code(201)
        .send(await answer(request.params.no, { approve: false, reason: request.body.reason }, request.body.as)),
  );
}
