/** /v1/experiments: experiments on accounts, which a person starts and may stop, and what happened to each person. */
import { z } from 'zod';
import { byPerson } from '../../domain/act.ts';
import { line } from '../../domain/contracts/event.ts';
import { LiveExperiment } from '../../domain/contracts/experiment.ts';
import { ExperimentOutcomeView, ExperimentView } from '../../domain/contracts/experiment-view.ts';
import { readOutcomes } from '../../engine/strategy/experiment-outcomes.ts';
import { listExperiments, showExperiment, startExperiment, stopExperiment } from '../../engine/strategy/experiments.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { ExperimentPath, Name } from '../schemas.ts';

const Creditor = line(40).trim().min(1);

export function experimentsRoute(api: Api, deps: ApiDeps): void {
  const { db } = deps;
  const shown = async (name: string) => showExperiment(db, name, await deps.now());
  api.get(
    '/v1/experiments',
    {
      schema: {
        summary: 'Experiments on accounts, the newest first',
        querystring: z.strictObject({ creditor: Creditor.optional() }),
        response: { 200: z.array(ExperimentView) },
      },
    },
    async ({ query }) => listExperiments(db, query, await deps.now()),
  );
  const body = z.strictObject({ experiment: LiveExperiment, creditor: Creditor, as: Name });
  api.post(
    '/v1/experiments',
    { schema: { summary: 'Start an experiment on new persons', body, response: { 201: ExperimentView } } },
    async ({ body: { experiment: plan, creditor, as } }, reply) => {
      await startExperiment(db, { creditor, plan }, byPerson(as, await deps.now()));
      return reply.code(201).send(await shown(plan.name));
    },
  );
  api.get(
    '/v1/experiments/:name',
    { schema: { summary: 'One experiment', params: ExperimentPath, response: { 200: ExperimentView } } },
    async ({ params: { name } }) => shown(name),
  );
  api.post(
    '/v1/experiments/:name/stop',
    {
      schema: {
        summary: 'Stop an experiment: nobody enters any more, and who entered stays in their arm',
        params: ExperimentPath,
        body: z.strictObject({ as: Name }),
        response: { 201: ExperimentView },
      },
    },
    async ({ params: { name }, body: { as } }, reply) => {
      await stopExperiment(db, name, byPerson(as, await deps.now()));
      return reply.code(201).send(await shown(name));
    },
  );
  addOutcomes(api, deps);
}

function addOutcomes(api: Api, { db, rulebook, now }: ApiDeps): void {
  const querystring = z.strictObject({
    after: line(64).optional().describe("the creditor's number of the last person of the page before"),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  });
  const response = { 200: z.array(ExperimentOutcomeView) };
  api.get(
    '/v1/experiments/:name/outcomes',
    {
      schema: {
        summary: 'What happened to each person whose days are over',
        params: ExperimentPath,
        querystring,
        response,
      },
    },
    async ({ params: { name }, query }) => readOutcomes(db, rulebook.strategies, { name, ...query }, await now()),
  );
}
