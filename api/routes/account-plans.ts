/** /v1/plans and /v1/accounts/{creditor}/{number}/plans: repayment plans as agreements. */
import { z } from 'zod';
import { byPerson } from '../../domain/act.ts';
import { AGREEMENT_STATES } from '../../domain/agreements/agreements.ts';
import { AcceptanceWire, AgreementView, EndingWire, ProposalWire } from '../../domain/contracts/agreement.ts';
import { line, Words } from '../../domain/contracts/event.ts';
import { acceptPlan, declinePlan, endPlan, withdrawPlan } from '../../engine/agreements/answer-plan.ts';
import { listPlans, showPlans } from '../../engine/agreements/list-plans.ts';
import { type DonePlan, proposePlan } from '../../engine/agreements/propose-plan.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { AccountPath, Name, PlanPath } from '../schemas.ts';

export function accountPlansRoute(api: Api, deps: ApiDeps): void {
  const { db, now } = deps;
  const querystring = z.strictObject({
    creditor: line(40).trim().min(1).optional(),
    state: z.enum(AGREEMENT_STATES).optional(),
    after: line(105).trim().min(1).optional().describe('the last account of the page before, creditor/number'),
    limit: z.coerce.number().int().min(1).max(1000).default(200).describe('accounts, each with all its plans'),
  });
  api.get(
    '/v1/plans',
    {
      schema: {
        summary: 'Repayment plans, by account',
        querystring,
        response: { 200: z.object({ plans: z.array(AgreementView), next: z.string().nullable() }) },
      },
    },
    async ({ query }) => listPlans(db, query, await now()),
  );
  api.get(
    '/v1/accounts/:creditor/:number/plans',
    { schema: { summary: 'The plans of an account', params: AccountPath, response: { 200: z.array(AgreementView) } } },
    async ({ params: { creditor, number } }) => showPlans(db, `${creditor}/${number}`, await now()),
  );
  const body = ProposalWire.extend({ as: Name });
  api.post(
    '/v1/accounts/:creditor/:number/plans',
    {
      schema: {
        summary: 'Propose a repayment plan; one that is open is replaced by it',
        params: AccountPath,
        body,
        response: { 201: AgreementView },
      },
    },
    async ({ params: { creditor, number }, body: { as, ...proposal } }, reply) => {
      const act = byPerson(as, await now());
      const { view, nudge } = await proposePlan(deps, `${creditor}/${number}`, proposal, act);
      await deps.nudge(nudge);
      return reply.code(201).send(view);
    },
  );
  addAnswers(api, deps);
}

/** What becomes of a plan. Each says it once: a repeat answers the same. */
function addAnswers(api: Api, deps: ApiDeps): void {
  const named = ({ creditor, number, plan }: z.output<typeof PlanPath>) => ({ account: `${creditor}/${number}`, plan });
  const told = async ({ view, nudge }: DonePlan) => {
    await deps.nudge(nudge);
    return view;
  };
  const answer = { params: PlanPath, response: { 201: AgreementView } };
  const accepting = AcceptanceWire.extend({ as: Name });
  api.post(
    '/v1/accounts/:creditor/:number/plans/:plan/accept',
    { schema: { summary: 'Record that the person accepted, with what shows it', body: accepting, ...answer } },
    async ({ params, body: { as, ...said } }, reply) =>
      reply.code(201).send(await told(await acceptPlan(deps, named(params), said, byPerson(as, await deps.now())))),
  );
  const declining = z.strictObject({ as: Name, reason: Words.optional() });
  api.post(
    '/v1/accounts/:creditor/:number/plans/:plan/decline',
    { schema: { summary: 'Record that the person does not want it', body: declining, ...answer } },
    async ({ params, body: { as, reason } }, reply) =>
      reply.code(201).send(await told(await declinePlan(deps, named(params), reason, byPerson(as, await deps.now())))),
  );
  const because = z.strictObject({ as: Name, reason: Words });
  api.post(
    '/v1/accounts/:creditor/:number/plans/:plan/withdraw',
    { schema: { summary: 'Take a proposal back', body: because, ...answer } },
    async ({ params, body: { as, reason } }, reply) =>
      reply.code(201).send(await told(await withdrawPlan(deps, named(params), reason, byPerson(as, await deps.now())))),
  );
  const ending = EndingWire.extend({ as: Name });
  api.post(
    '/v1/accounts/:creditor/:number/plans/:plan/end',
    { schema: { summary: 'End a plan that runs', body: ending, ...answer } },
    async ({ params, body: { as, ...said } }, reply) =>
      reply.code(201).send(await told(await endPlan(deps, named(params), said, byPerson(as, await deps.now())))),
  );
}
