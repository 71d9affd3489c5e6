/** GET /v1/tasks: what waits for a person. */
import { z } from 'zod';
import { taskAnswer } from '../../domain/contracts/answer.ts';
import { line, Money } from '../../domain/contracts/event.ts';
import { listTasks as queryTasks } from '../../engine/tasks/list-tasks.ts';
import type { Api, ApiDeps } from '../deps.ts';

const Filter = z.strictObject({
  kind: line(40).optional(),
  account: line(110).optional(),
  state: z.enum(['open', 'done', 'withdrawn']).default('open'),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
const Task = z.object({
  task: z.number(),
  kind: z.string(),
  state: z.string(),
  account: z.string().nullable(),
  person: z.string().nullable(),
  stage: z.string().nullable(),
  occurrence: z.number().nullable(),
  reason: z.string().nullable(),
  dpd: z.number().nullable(),
  overdue: Money.nullable(),
  askedBy: z.string().nullable(),
  openedAt: z.string(),
  dueAt: z.string(),
  endedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
});

export function listTasks(api: Api, deps: ApiDeps): void {
  api.get(
    '/v1/tasks',
    {
      schema: { summary: 'Tasks for people, soonest due first', querystring: Filter, response: { 200: z.array(Task) } },
    },
    async (request) => {
      return (await queryTasks(deps.db, request.query, await deps.now())).map(taskAnswer);
    },
  );
}
