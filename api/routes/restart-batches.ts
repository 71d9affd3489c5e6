/** /v1/restarts: restarts of many accounts, which one person proposes and a second one approves. */
import { z } from 'zod';
import { byPerson } from '../../domain/act.ts';
import { line } from '../../domain/contracts/event.ts';
import { RestartBatchView, RestartPlanView, ShownRestartView } from '../../domain/contracts/restart.ts';
import { listRestarts, showRestart } from '../../engine/restarts/list-restarts.ts';
import { planRestarts } from '../../engine/restarts/plan-restarts.ts';
import { approveRestart, cancelRestart, MOST_ACCOUNTS, proposeRestart } from '../../engine/restarts/restart-batches.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { Name, RestartPath } from '../schemas.ts';

const Words = line(500).trim().min(1);
const Creditor = line(40).trim().min(1);

export function restartBatchesRoute(api: Api, deps: ApiDeps): void {
  const { db, rulebook } = deps;
  const shown = async (batch: number) => showRestart(db, BigInt(batch), await deps.now());
  const querystring = z.strictObject({
    creditor: Creditor.optional(),
    after: z.coerce.number().int().min(0).default(0).describe('`next` of the part before'),
  });
  api.get(
    '/v1/restarts/plan',
    {
      schema: {
        summary: 'What waits for a review of its restart',
        description: 'Answers for a part of the accounts; `next` of the answer, sent as `after`, gives the next part.',
        querystring,
        response: { 200: RestartPlanView },
      },
    },
    async ({ query: { creditor, after } }) =>
      planRestarts(db, rulebook, { creditor, after: BigInt(after) }, await deps.now()),
  );
  api.get(
    '/v1/restarts',
    { schema: { summary: 'Bulk restarts, the newest 100 first', response: { 200: z.array(RestartBatchView) } } },
    async () => listRestarts(db, await deps.now()),
  );
  api.get(
    '/v1/restarts/:batch',
    { schema: { summary: 'One bulk restart', params: RestartPath, response: { 200: ShownRestartView } } },
    async ({ params: { batch } }) => shown(batch),
  );
  const body = z.strictObject({
    creditor: Creditor,
    reason: Words.describe('why collecting begins again'),
    evidence: Words.describe('how contact data, creditor, owner and authority were verified'),
    limit: z.number().int().min(1).max(MOST_ACCOUNTS).optional(),
    as: Name,
  });
  api.post(
    '/v1/restarts',
    { schema: { summary: 'Propose a bulk restart', body, response: { 201: ShownRestartView } } },
    async ({ body: { as, ...proposal } }, reply) => {
      const no = await proposeRestart(db, rulebook, proposal, byPerson(as, await deps.now()));
      return reply.code(201).send(await shown(Number(no)));
    },
  );
  addAnswers(api, deps, shown);
}

/** The second person's approval, and the end of what is left. */
function addAnswers(api: Api, { db, now }: ApiDeps, shown: (batch: number) => Promise<ShownRestartView>): void {
  const answer = { params: RestartPath, response: { 201: ShownRestartView } };
  api.post(
    '/v1/restarts/:batch/approve',
    {
      schema: {
        summary: 'Approve a bulk restart; never by the one who proposed it',
        body: z.strictObject({ as: Name }),
        ...answer,
      },
    },
    async ({ params: { batch }, body: { as } }, reply) => {
      await approveRestart(db, BigInt(batch), byPerson(as, await now()));
      return reply.code(201).send(await shown(batch));
    },
  );
  api.post(
    '/v1/restarts/:batch/cancel',
    {
      schema: {
        summary: 'Cancel what is left of a bulk restart',
        body: z.strictObject({ as: Name, reason: Words }),
        ...answer,
      },
    },
    async ({ params: { batch }, body: { as, reason } }, reply) => {
      await cancelRestart(db, BigInt(batch), reason, byPerson(as, await now()));
      return reply.code(201).send(await shown(batch));
    },
  );
}
