/** /v1/strategy-moves: accounts move from one strategy to another; previewed, begun, listed and undone. */
import { z } from 'zod';
import { byPerson } from '../../domain/act.ts';
import { line } from '../../domain/contracts/event.ts';
import { MOVE_TIMES, MovePreviewView, StrategyMoveView } from '../../domain/contracts/strategy-move.ts';
import { listMoves, showMove } from '../../engine/strategy/list-moves.ts';
import { startMove, undoMove } from '../../engine/strategy/moves.ts';
import { previewMove } from '../../engine/strategy/preview-move.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { IdPath, Name } from '../schemas.ts';

const Followed = line(64).trim().min(1).nullable();
const Terms = z.strictObject({
  creditor: line(40).trim().min(1),
  from: Followed.describe('what the accounts follow, as name@version; null = the ladder of the code'),
  to: Followed.describe('what they are to follow'),
});

export function strategyMovesRoute(api: Api, deps: ApiDeps): void {
  const { db, rulebook, now } = deps;
  const preview = {
    summary: 'What a move would mean if all accounts switched now',
    description: 'Answers for a part of the accounts; `next` of the answer, sent as `after`, gives the next part.',
    body: Terms.extend({ after: z.uuid().optional() }),
    response: { 200: MovePreviewView },
  };
  api.post('/v1/strategy-moves/previews', { schema: preview }, async ({ body }) =>
    previewMove(db, rulebook, body, await now()),
  );
  api.get(
    '/v1/strategy-moves',
    {
      schema: {
        summary: 'Moves between strategies, the newest 100 first',
        response: { 200: z.array(StrategyMoveView) },
      },
    },
    async () => listMoves(db),
  );
  const start = {
    summary: 'Move the open accounts of a creditor from one strategy to another',
    body: Terms.extend({
      at: z.enum(MOVE_TIMES).describe('at their next evaluation, or when they would enter another stage'),
      as: Name,
    }),
    response: { 201: StrategyMoveView },
  };
  api.post('/v1/strategy-moves', { schema: start }, async ({ body: { as, ...terms } }, reply) => {
    const id = await startMove(db, terms, byPerson(as, await now()));
    return reply.code(201).send(await showMove(db, id));
  });
  const undo = {
    summary: 'Undo a move: accounts go back unless something was sent since they switched',
    params: IdPath,
    body: z.strictObject({ as: Name }),
    response: { 201: StrategyMoveView },
  };
  api.post('/v1/strategy-moves/:id/undo', { schema: undo }, async ({ params: { id }, body: { as } }, reply) => {
    await undoMove(db, id, byPerson(as, await now()));
    return reply.code(201).send(await showMove(db, id));
  });
}
