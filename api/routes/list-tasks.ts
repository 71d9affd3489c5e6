/** GET /v1/tasks: the tasks for people. */
import { z } from 'zod';
import { taskAnswer } from '../../domain/contracts/answer.ts';
import { line } from '../../domain/contracts/event.ts';
import { TaskView } from '../../domain/contracts/views.ts';
import { TASK_STATES } from '../../domain/tasks.ts';
import { listTasks } from '../../engine/tasks/list-tasks.ts';
import type { Api, ApiDeps } from '../deps.ts';

const Filter = z.strictObject({
  kind: line(40).optional(),
  account: line(110).optional(),
  state: z.enum(TASK_STATES).default('open'),
  after: z.coerce.number().int().min(1).optional().describe('number of the last task of the page before'),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export function listTasksRoute(api: Api, deps: ApiDeps): void {
  api.get(
    '/v1/tasks',
    {
      schema: {
        summary: 'Tasks for people, soonest due first',
        querystring: Filter,
        response: { 200: z.array(TaskView) },
      },
    },
    async (request) => {
      return (await listTasks(deps.db, request.query, await deps.now())).map(taskAnswer);
    },
  );
}
