/** GET /v1/stuck and what frees: one effect, one account, one cause, a lane. */
import { z } from 'zod';
import { CHANNELS } from '../../domain/channels.ts';
import { stuckAnswer } from '../../domain/contracts/answer.ts';
import { Money, Words } from '../../domain/contracts/event.ts';
import { findStuck, STUCK_CODES } from '../../engine/operate/find-stuck.ts';
import {
  closeLane,
  type Freed,
  openLane,
  retryAccount,
  retryCause,
  retryEffect,
} from '../../engine/operate/retry-effects.ts';
import { settleByHand } from '../../engine/operate/settle-by-hand.ts';
import { TERM_DAYS } from '../../stages/agency/stage.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { AccountPath } from './explain-account.ts';
import { Name } from './record-fact.ts';

const Stuck = z.object({
  account: z.string().nullable(),
  code: z.enum(STUCK_CODES),
  cause: z.string(),
  since: z.string(),
  money: Money.nullable(),
  remedy: z.string(),
  effect: z.string().nullable(),
  task: z.number().nullable(),
  file: z.string().nullable(),
});
const FreedAnswer = z.object({ effects: z.array(z.uuid()), lanes: z.array(z.string()) });
const EffectPath = z.strictObject({ id: z.uuid() });
const Settle = z.strictObject({ as: Name, verdict: z.enum(['sent', 'unsent', 'give-up']) });
const LanePath = z.strictObject({ lane: z.enum(CHANNELS) });

export function freeStuck(api: Api, deps: ApiDeps): void {
  const clock = async () => ({ now: await deps.now() });
  const answer = async (freed: Freed) => {
    await deps.nudge(freed.nudge);
    return { effects: freed.effects, lanes: freed.lanes };
  };
  const response = { 200: FreedAnswer };
  api.get(
    '/v1/stuck',
    {
      schema: {
        summary: 'What is stuck, since when, and what to do',
        querystring: z.strictObject({ code: z.enum(STUCK_CODES).optional() }),
        response: { 200: z.array(Stuck) },
      },
    },
    async (request) => {
      const { code } = request.query;
      return (await findStuck(deps.db, await deps.now(), code === undefined ? {} : { code })).map(stuckAnswer);
    },
  );
  api.post(
    '/v1/stuck/:code/retry',
    {
      schema: {
        summary: 'Free everything that is stuck for one cause',
        params: z.strictObject({ code: z.enum(STUCK_CODES) }),
        response,
      },
    },
    async (request) => answer(await retryCause(deps.db, request.params.code, await clock())),
  );
  api.post(
    '/v1/effects/:id/retry',
    { schema: { summary: 'Free one effect; the gate is asked again', params: EffectPath, response } },
    async (request) => answer(await retryEffect(deps.db, request.params.id, await clock())),
  );
  api.post(
    '/v1/effects/:id/settle',
    {
      schema: {
        summary: 'A person says what became of an effect that nobody knows about',
        params: EffectPath,
        body: Settle,
        response,
      },
    },
    async (request) =>
      answer(
        await settleByHand(deps.db, request.params.id, request.body.verdict, request.body.as, {
          ...(await clock()),
          termDays: TERM_DAYS,
        }),
      ),
  );
  api.post(
    '/v1/accounts/:creditor/:number/retry',
    { schema: { summary: 'Free everything of one account', params: AccountPath, response } },
    async (request) =>
      answer(await retryAccount(deps.db, `${request.params.creditor}/${request.params.number}`, await clock())),
  );
  api.post(
    '/v1/lanes/:lane/open',
    { schema: { summary: 'Open a lane and free what failed on it', params: LanePath, response } },
    async (request) => answer(await openLane(deps.db, request.params.lane, await clock())),
  );
  const closed = z.object({ lane: z.string(), closed: z.boolean() });
  api.post(
    '/v1/lanes/:lane/close',
    {
      schema: {
        summary: 'Let nothing more leave by a lane',
        params: LanePath,
        body: z.strictObject({ as: Name, reason: Words }),
        response: { 200: closed },
      },
    },
    async (request) => {
      await closeLane(deps.db, request.params.lane, `${request.body.reason} (${request.body.as})`);
      return { lane: request.params.lane, closed: true };
    },
  );
}
