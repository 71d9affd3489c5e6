/** POST /v1/tasks/{no}/outcome: the outcome of a task. */

import { z } from 'zod';
import { byPerson } from '../../domain/act.ts';
import { OutcomeWire } from '../../domain/contracts/outcome.ts';
import { settleTask } from '../../engine/operate/settle-manually.ts';
import { readOutcome } from '../../engine/tasks/read-outcome.ts';
import { recordOutcome } from '../../engine/tasks/record-outcome.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { Name, TaskPath } from '../schemas.ts';

const Body = z.strictObject({ as: Name, outcome: OutcomeWire });

export function recordOutcomeRoute(api: Api, deps: ApiDeps): void {
  const schema = {
    summary: 'Record what came of a task',
    params: TaskPath,
    body: Body,
    response: { 201: z.object({ task: z.number(), facts: z.array(z.uuid()) }) },
  };
  api.post('/v1/tasks/:no/outcome', { schema }, async (request, reply) => {
    const no = BigInt(request.params.no);
    const now = await deps.now();
    const act = byPerson(request.body.as, now);
    const outcome = await readOutcome(deps.db, no, request.body.outcome, now, deps.rulebook);
    if (outcome.of === 'found-out') {
      const freed = await settleTask(deps.db, no, outcome.verdict, { ...act, rulebook: deps.rulebook });
      await deps.nudge(freed.nudge);
      return reply.code(201).send({ task: request.params.no, facts: [] });
    }
    const ended = await recordOutcome(deps.db, no, outcome, act);
    await deps.nudge(ended.nudge);
    return reply.code(201).send({ task: request.params.no, facts: ended.facts.map((fact) => fact.id) });
  });
}
