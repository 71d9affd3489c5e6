/** /v1/work: the team's worklist. Tasks are taken, kept, given back and freed; the order and the team are shown. */
import { z } from 'zod';
import { readTeam } from '../../db/reports/work-team.ts';
import { maybeMoment, wireAmount, wireMoment } from '../../domain/contracts/answer.ts';
import { line, Words } from '../../domain/contracts/event.ts';
import { NextView, TakenView, TeamView, WorkView } from '../../domain/contracts/work.ts';
import { Problem } from '../../domain/problems.ts';
import type { Instant } from '../../domain/time.ts';
import type { Ranked } from '../../domain/worklist/priority.ts';
import { readCase } from '../../engine/tasks/read-case.ts';
import {
  keepWork,
  LOCK_MINUTES,
  leaveWork,
  MOST_LOCK_MINUTES,
  releaseWork,
  type Taken,
  takeNext,
  takeTask,
} from '../../engine/tasks/take-work.ts';
import { type Candidate, readWork } from '../../engine/tasks/work-candidates.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { Name, TaskPath } from '../schemas.ts';
import { shownTask } from './show-task.ts';

const filter = {
  kind: line(40).optional(),
  creditor: line(40).trim().min(1).optional(),
  language: z.enum(['en', 'zh-Hans']).optional().describe('of the person'),
};
const minutes = z
  .number()
  .int()
  .min(1)
  .max(MOST_LOCK_MINUTES)
  .default(LOCK_MINUTES)
  .describe('wall minutes for which nobody else may do it');

const params = TaskPath;
const timed = z.strictObject({ as: Name, minutes });

export function takeWorkRoute(api: Api, deps: ApiDeps): void {
  showOrder(api, deps);
  giveBack(api, deps);
  api.post(
    '/v1/work/next',
    {
      schema: {
        summary: 'Take the most important task that may be done right now, or the one that you have',
        body: z.strictObject({ as: Name, minutes, ...filter }),
        response: { 200: NextView },
      },
    },
    async ({ body: { as, minutes, ...wanted } }) => {
      await knowsCreditor(deps, wanted.creditor);
      const now = await deps.now();
      const { taken, skipped } = await takeNext({ ...deps, now }, wanted, { as, minutes });
      return { taken: taken && (await takenAnswer(deps, taken, now)), skipped };
    },
  );
  api.post(
    '/v1/tasks/:no/take',
    { schema: { summary: 'Take this task', params, body: timed, response: { 200: TakenView } } },
    async ({ params, body }) => {
      const now = await deps.now();
      return takenAnswer(deps, await takeTask({ ...deps, now }, BigInt(params.no), body), now);
    },
  );
}

/** What happens to a task that somebody has. */
function giveBack(api: Api, deps: ApiDeps): void {
  const kept = z.object({ task: z.number(), heldUntil: z.string() });
  api.post(
    '/v1/tasks/:no/keep',
    { schema: { summary: 'Keep a task that you have', params, body: timed, response: { 200: kept } } },
    async ({ params, body }) => {
      const heldUntil = await keepWork({ ...deps, now: await deps.now() }, BigInt(params.no), body);
      return { task: params.no, heldUntil: wireMoment(heldUntil) };
    },
  );
  const left = z.object({ task: z.number() });
  api.post(
    '/v1/tasks/:no/leave',
    {
      schema: {
        summary: 'Give a task back undone',
        params,
        body: z.strictObject({ as: Name }),
        response: { 200: left },
      },
    },
    async ({ params, body }) => {
      await leaveWork({ ...deps, now: await deps.now() }, BigInt(params.no), body.as);
      return { task: params.no };
    },
  );
  const freed = z.object({ task: z.number(), holder: z.string() });
  const because = z.strictObject({ as: Name, reason: Words });
  api.post(
    '/v1/tasks/:no/release',
    { schema: { summary: 'Free a task that somebody else has', params, body: because, response: { 200: freed } } },
    async ({ params, body: { as, reason } }) => {
      const holder = await releaseWork({ ...deps, now: await deps.now() }, BigInt(params.no), as, reason);
      return { task: params.no, holder };
    },
  );
}

/** The order of the tasks, and the team. */
function showOrder(api: Api, deps: ApiDeps): void {
  const { db, now } = deps;
  const querystring = z.strictObject({ ...filter, limit: z.coerce.number().int().min(1).max(1000).default(50) });
  api.get(
    '/v1/work',
    {
      schema: { summary: 'Open tasks in the order of the worklist', querystring, response: { 200: z.array(WorkView) } },
    },
    async ({ query: { limit, ...wanted } }) => {
      await knowsCreditor(deps, wanted.creditor);
      return (await readWork(db, wanted, await now(), { held: true })).slice(0, limit).map(workAnswer);
    },
  );
  const ofTeam = z.strictObject({ creditor: filter.creditor });
  api.get(
    '/v1/work/team',
    {
      schema: {
        summary: 'The team: what is open, who has what, what was done',
        querystring: ofTeam,
        response: { 200: TeamView },
      },
    },
    async ({ query: { creditor } }) => {
      await knowsCreditor(deps, creditor);
      const { kinds, held, doneToday, missedCallBacks } = await readTeam(db, creditor ?? null, await now());
      return {
        kinds: kinds.map((row) => ({ ...row, oldest: wireMoment(row.oldest) })),
        held: held.map(({ task, since, until, ...row }) => ({
          task: Number(task),
          ...row,
          since: wireMoment(since),
          until: wireMoment(until),
        })),
        doneToday,
        missedCallBacks: missedCallBacks.map(({ task, account, wishedAt }) => ({
          task: Number(task),
          account,
          wishedAt: wireMoment(wishedAt),
        })),
      };
    },
  );
}

/** Throws `unknown-creditor`. */
async function knowsCreditor({ db }: ApiDeps, creditor: string | undefined): Promise<void> {
  if (creditor === undefined) return;
  const known = await db.selectFrom('creditor').select('id').where('code', '=', creditor).executeTakeFirst();
  if (known === undefined) throw new Problem('unknown-creditor', { creditor });
}

async function takenAnswer(
  deps: ApiDeps,
  { no, because, heldUntil, callUntil }: Taken,
  now: Instant,
): Promise<TakenView> {
  return {
    task: await shownTask(deps, no, now),
    because,
    heldUntil: wireMoment(heldUntil),
    callUntil: maybeMoment(callUntil),
    case: await readCase(deps.db, deps.rulebook, no, now),
  };
}

function workAnswer({
  no,
  kind,
  account,
  person,
  currency,
  overdue,
  dueAt,
  priority,
  ...row
}: Ranked<Candidate>): WorkView {
  const { holder, takenAt, heldUntil } = row;
  return {
    task: Number(no),
    kind,
    account,
    person,
    overdue: currency === null ? null : wireAmount(currency, overdue),
    dueAt: wireMoment(dueAt),
    because: priority.reasons,
    held:
      holder === null || takenAt === null || heldUntil === null
        ? null
        : { holder, since: wireMoment(takenAt), until: wireMoment(heldUntil) },
  };
}
