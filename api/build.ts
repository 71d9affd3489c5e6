/** The HTTP API, built but not listening. One file per route in routes/; errors in problem-reply.ts. */
import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance, LogController } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { toJson } from '../domain/contracts/answer.ts';
import { Problem } from '../domain/problems.ts';
import { followPublished } from '../engine/law/follow-rules.ts';
import type { Api, ApiDeps, Route } from './deps.ts';
import { reserveKey, saveAnswer } from './idempotency.ts';
import { limits, readJson, refuseMisread } from './limits.ts';
import { ProblemAnswer, replyProblem } from './problem-reply.ts';
import { accountPlansRoute } from './routes/account-plans.ts';
import { addCreditorsRoute } from './routes/add-creditors.ts';
import { answerApprovalRoute } from './routes/answer-approval.ts';
import { answerCallersRoute } from './routes/answer-callers.ts';
import { bankLinesRoute } from './routes/bank-lines.ts';
import { bookInstructionsRoute } from './routes/book-instructions.ts';
import { checkAllRoute } from './routes/check-all.ts';
import { confirmContactRoute } from './routes/confirm-contact.ts';
import { dryRunLawRoute } from './routes/dry-run-law.ts';
import { evidenceFilesRoute } from './routes/evidence-files.ts';
import { experimentsRoute } from './routes/experiments.ts';
import { explainAccountRoute } from './routes/explain-account.ts';
import { explainScoreRoute } from './routes/explain-score.ts';
import { freeStuckRoute } from './routes/free-stuck.ts';
import { houseVersionsRoute } from './routes/house-versions.ts';
import { ingestFilesRoute } from './routes/ingest-files.ts';
import { listAccountsRoute } from './routes/list-accounts.ts';
import { listBreachesRoute } from './routes/list-breaches.ts';
import { listConsentsRoute } from './routes/list-consents.ts';
import { listContactFilesRoute } from './routes/list-contact-files.ts';
import { listContactsRoute } from './routes/list-contacts.ts';
import { listCreditorsRoute } from './routes/list-creditors.ts';
import { listDebitsRoute } from './routes/list-debits.ts';
import { listEffectsRoute } from './routes/list-effects.ts';
import { listPermitsRoute } from './routes/list-permits.ts';
import { listSheetsRoute } from './routes/list-sheets.ts';
import { listTasksRoute } from './routes/list-tasks.ts';
import { openLaneRoute } from './routes/open-lane.ts';
import { paymentNoticesRoute, receiveWebhooksRoute } from './routes/payment-webhooks.ts';
import { receiveEventsRoute } from './routes/receive-events.ts';
import { recordFactRoute } from './routes/record-fact.ts';
import { recordOutcomeRoute } from './routes/record-outcome.ts';
import { releaseContactRoute } from './routes/release-contact.ts';
import { releaseEpochRoute, uploadSentLogsRoute } from './routes/release-epoch.ts';
import { releaseFileRoute } from './routes/release-file.ts';
import { reportComplaintsRoute } from './routes/report-complaints.ts';
import { reserveContactRoute } from './routes/reserve-contact.ts';
import { restartBatchesRoute } from './routes/restart-batches.ts';
import { runClockRoute } from './routes/run-clock.ts';
import { settleEffectRoute } from './routes/settle-effect.ts';
import { showHealthRoute } from './routes/show-health.ts';
import { showPressureRoute } from './routes/show-pressure.ts';
import { showReservationRoute } from './routes/show-reservation.ts';
import { showStatementRoute } from './routes/show-statement.ts';
import { showTaskRoute } from './routes/show-task.ts';
import { strategyMovesRoute } from './routes/strategy-moves.ts';
import { strategyUsesRoute } from './routes/strategy-uses.ts';
import { strategyVersionsRoute } from './routes/strategy-versions.ts';
import { takeWorkRoute } from './routes/take-work.ts';
import { checkHolder, keepBytes } from './signature.ts';

/** Routes with JSON bodies. */
const ROUTES: readonly Route[] = [
  listAccountsRoute,
  explainAccountRoute,
  explainScoreRoute,
  showStatementRoute,
  accountPlansRoute,
  recordFactRoute,
  listCreditorsRoute,
  addCreditorsRoute,
  listEffectsRoute,
  listTasksRoute,
  showTaskRoute,
  recordOutcomeRoute,
  answerApprovalRoute,
  freeStuckRoute,
  settleEffectRoute,
  openLaneRoute,
  releaseFileRoute,
  releaseEpochRoute,
  runClockRoute,
  checkAllRoute,
  listPermitsRoute,
  showReservationRoute,
  listContactsRoute,
  listContactFilesRoute,
  listBreachesRoute,
  listConsentsRoute,
  listSheetsRoute,
  reportComplaintsRoute,
  showPressureRoute,
  houseVersionsRoute,
  dryRunLawRoute,
  restartBatchesRoute,
  bankLinesRoute,
  bookInstructionsRoute,
  paymentNoticesRoute,
  listDebitsRoute,
  strategyVersionsRoute,
  strategyUsesRoute,
  strategyMovesRoute,
  experimentsRoute,
];
/** Routes that only a source with a secret may call; each is idempotent by what it carries. */
const SIGNED: readonly Route[] = [reserveContactRoute, confirmContactRoute, releaseContactRoute];
/** Routes whose answers name persons: nothing is kept of them, so they take no Idempotency-Key. */
const UNKEPT: readonly Route[] = [takeWorkRoute, answerCallersRoute];
const OPENAPI = {
  openapi: '3.1.0',
  info: {
    title: 'Arrears',
    version: '0.1.0',
    description: 'Facts come in, the story comes out. Errors are RFC 9457 problem details.',
    license: { name: 'Apache-2.0' },
  },
};

/** Builds the API; the caller starts and closes it. */
export async function buildApi(given: ApiDeps): Promise<FastifyInstance> {
  const app = fastify({
    ...(given.logger ? { loggerInstance: given.logger } : { logger: false }),
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: replyProblem,
    ...limits(given.patience),
    bodyLimit: 4 * 1024 * 1024,
    forceCloseConnections: 'idle',
  });
  const deps: ApiDeps = { ...given, nudge: bestEffort(given, app) };
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // Response schemas are documentation only; big integers are written as text.
  app.setReplySerializer((payload) => toJson(payload));
  app.setErrorHandler(replyProblem);
  app.setNotFoundHandler((request, reply) => replyProblem(new Problem('not-found'), request, reply));
  app.decorateRequest('keyed', null);
  app.decorateRequest('bytes', null);
  app.addHook('onRequest', refuseMisread);
  readJson(app);
  await describe(app);
  await app.register(async (scope) => {
    showHealthRoute(scope as unknown as Api, deps);
    scope.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  });
  await app.register(async (scope) => receiveEventsRoute(scope as unknown as Api, deps));
  await app.register(async (scope) => receiveWebhooksRoute(scope as unknown as Api, deps));
  await app.register(async (scope) => signed(scope, deps, SIGNED));
  await app.register(async (scope) => keyed(scope, deps, [ingestFilesRoute, uploadSentLogsRoute]));
  await app.register(async (scope) => keyed(scope, deps, [evidenceFilesRoute]));
  await app.register(async (scope) => keyed(scope, deps, ROUTES));
  await app.register(async (scope) => unkept(scope, deps, UNKEPT));
  await app.ready();
  return app;
}

/** Sets up /openapi.json, before the routes. */
async function describe(app: FastifyInstance): Promise<void> {
  await app.register(swagger, { openapi: OPENAPI, transform: describeRoute });
}

/** Adds to every route that it may answer with a problem. */
const PROBLEM = {
  default: {
    description: 'Problem details (RFC 9457)',
    content: { 'application/problem+json': { schema: z.toJSONSchema(ProblemAnswer) } },
  },
};
const describeRoute: typeof jsonSchemaTransform = (route) => {
  const described = jsonSchemaTransform(route);
  const { schema } = described;
  if (schema && !schema.hide)
    schema.response = { ...(schema.response ?? { 200: { description: 'Done' } }), ...PROBLEM };
  return described;
};

/** Routes whose bodies are signed by the holder that they name. */
function signed(scope: FastifyInstance, deps: ApiDeps, routes: readonly Route[]): void {
  keepBytes(scope);
  scope.addHook('preValidation', async (request) => checkHolder(request, deps.eventSecrets));
  for (const route of routes) route(scope as unknown as Api, deps);
}

/** Routes whose POSTs take an Idempotency-Key. */
function keyed(scope: FastifyInstance, deps: ApiDeps, routes: readonly Route[]): void {
  scope.addHook('preHandler', () => followPublished(deps.db, deps.rulebook));
  scope.addHook('preHandler', (request, reply) => reserveKey(deps.db, request, reply));
  scope.addHook('onSend', async (request, reply, payload) => {
    await saveAnswer(deps.db, request, reply, payload);
    return payload;
  });
  for (const route of routes) route(scope as unknown as Api, deps);
}

/** Routes of which no answer is stored. */
function unkept(scope: FastifyInstance, deps: ApiDeps, routes: readonly Route[]): void {
  scope.addHook('preHandler', () => followPublished(deps.db, deps.rulebook));
  for (const route of routes) route(scope as unknown as Api, deps);
}

/** Most wall milliseconds that a request waits for its nudge. */
const NUDGE_BUDGET_MS = 2000;
/** The fact is committed: a failed or slow nudge costs seconds, never the request. */
function bestEffort({ nudge }: ApiDeps, app: FastifyInstance): ApiDeps['nudge'] {
  return async (accountIds) => {
    if (accountIds.length === 0) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, NUDGE_BUDGET_MS);
    });
    const nudged = nudge(accountIds).catch((error: unknown) =>
      app.log.warn({ err: error }, 'a nudge failed; the sweep nudges again'),
    );
    await Promise.race([nudged, late]);
    clearTimeout(timer);
  };
}
