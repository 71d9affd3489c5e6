/** GET /v1/tasks/{no}: what the person who does it must see. The only answer that names a person and a number to call. */
import { z } from 'zod';
import { showTask as queryTask, situationOfTask } from '../../db/queries/show-task.ts';
import { courtChecklist } from '../../stages/legal/checklist.ts';
import type { Api, ApiDeps } from '../deps.ts';

export const TaskPath = z.strictObject({ no: z.coerce.number().int().min(1) });

export function showTask(api: Api, deps: ApiDeps): void {
  const schema = { summary: 'One task with what its doer must see: whom to call, or the checklist to approve', params: TaskPath };
  api.get('/v1/tasks/:no', { schema }, async (request) => {
    const no = BigInt(request.params.no);
    const now = await deps.now();
    const task = await queryTask(deps.db, no, now);
    const situation = task.kind === 'approve-court' ? await situationOfTask(deps.db, no, now) : null;
    return { ...task, checklist: situation === null ? null : courtChecklist(situation) };
  });
}
