/**
 * Instructions to the lender's book: given, listed, withdrawn, read one after another by the book, and answered by its
 * file.
 */
import { z } from 'zod';
import { byPerson } from '../../domain/act.ts';
import { Code } from '../../domain/contracts/creditor.ts';
import { CalendarDay, line, Reference, Words } from '../../domain/contracts/event.ts';
import { InstructionEvent } from '../../domain/contracts/instruction-event.ts';
import { INSTRUCTIONS_SHOWN, InstructionView } from '../../domain/contracts/instruction-view.ts';
import { INSTRUCTION_KINDS } from '../../domain/instruction-facts.ts';
import { resendBookFile } from '../../engine/instructions/book-files.ts';
import { instructAgain, instructByHand } from '../../engine/instructions/instruct-by-hand.ts';
import { listInstructions, showInstruction } from '../../engine/instructions/list-instructions.ts';
import { pullInstructions } from '../../engine/instructions/told-instructions.ts';
import { withdrawInstruction } from '../../engine/instructions/withdraw-instruction.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { InstructionPath, Name } from '../schemas.ts';

const limit = z.coerce.number().int().min(1).max(1000).default(200);

export function bookInstructionsRoute(api: Api, deps: ApiDeps): void {
  const { db, now } = deps;
  const pull = {
    summary: 'Instructions to the book, one after another, as the book reads them (docs/book-instructions.md)',
    querystring: z.strictObject({
      creditor: Code.optional(),
      after: z
        .string()
        .regex(/^\d{1,19}\.\d{1,18}$/, '`next` of an answer before')
        .optional()
        .describe('`next` of the answer before; from the first one when left out'),
      limit,
    }),
    response: { 200: z.object({ events: z.array(InstructionEvent), next: z.string().nullable() }) },
  };
  api.get('/v1/book-instructions', { schema: pull }, async ({ query }) => pullInstructions(db, query));
  const listed = {
    summary: 'Instructions to the book and what became of them',
    querystring: z.strictObject({
      creditor: Code.optional(),
      account: line(105).optional(),
      state: z.enum(INSTRUCTIONS_SHOWN).optional().describe('open, late and rejected ones when left out'),
      after: z.coerce.number().int().min(0).optional().describe('number of the last one of the page before'),
      limit,
    }),
    response: { 200: z.array(InstructionView) },
  };
  api.get('/v1/instructions', { schema: listed }, async ({ query }) => listInstructions(db, query, await now()));
  const shown = { summary: 'One instruction', params: InstructionPath, response: { 200: InstructionView } };
  api.get('/v1/instructions/:no', { schema: shown }, async ({ params }) =>
    showInstruction(db, BigInt(params.no), await now()),
  );
  addOrders(api, deps);
}

/** What a person orders. */
function addOrders(api: Api, { db, now, nudge }: ApiDeps): void {
  const given = { 201: InstructionView.extend({ repeated: z.boolean() }) };
  const order = z.strictObject({
    account: line(105).trim().min(1),
    kind: z.enum(INSTRUCTION_KINDS),
    body: z.record(z.string(), z.unknown()).default({}).describe('by its kind: docs/book-instructions.md'),
    effectiveOn: CalendarDay.optional().describe('today when left out'),
    key: Reference.optional().describe('names the decision; the same order of one day is one when left out'),
    as: Name,
  });
  api.post(
    '/v1/instructions',
    { schema: { summary: 'Instruct the book', body: order, response: given } },
    async ({ body: { as, ...told } }, reply) => {
      const { no, repeated, nudge: nudged } = await instructByHand(db, told, byPerson(as, await now()));
      await nudge(nudged);
      return reply.code(201).send({ ...(await showInstruction(db, no, await now())), repeated });
    },
  );
  const again = z.strictObject({ effectiveOn: CalendarDay.optional().describe('as before when left out'), as: Name });
  api.post(
    '/v1/instructions/:no/again',
    {
      schema: {
        ...{ summary: 'Instruct once more what the book rejected', params: InstructionPath },
        ...{ body: again, response: given },
      },
    },
    async ({ params, body }, reply) => {
      const act = byPerson(body.as, await now());
      const { no, repeated, nudge: nudged } = await instructAgain(db, BigInt(params.no), body.effectiveOn, act);
      await nudge(nudged);
      return reply.code(201).send({ ...(await showInstruction(db, no, await now())), repeated });
    },
  );
  addWithdrawal(api, { db, now, nudge });
  addResending(api, { db, now });
}

function addWithdrawal(api: Api, { db, now, nudge }: Pick<ApiDeps, 'db' | 'now' | 'nudge'>): void {
  const withdrawn = z.strictObject({ reason: Words, as: Name });
  api.post(
    '/v1/instructions/:no/withdraw',
    {
      schema: {
        ...{ summary: 'Take an instruction back, or give up a rejected one', params: InstructionPath },
        ...{ body: withdrawn, response: { 201: InstructionView } },
      },
    },
    async ({ params, body }, reply) => {
      const no = BigInt(params.no);
      await nudge(await withdrawInstruction(db, no, body.reason, byPerson(body.as, await now())));
      return reply.code(201).send(await showInstruction(db, no, await now()));
    },
  );
}

function addResending(api: Api, { db, now }: Pick<ApiDeps, 'db' | 'now'>): void {
  const resent = z.strictObject({ creditor: Code, on: CalendarDay.describe('the day of the file'), as: Name });
  api.post(
    '/v1/book-files/resend',
    {
      schema: {
        summary: 'Have the file of instructions of a day leave once more',
        body: resent,
        response: { 201: z.object({ sequence: z.number(), instructions: z.number() }) },
      },
    },
    async ({ body: { as, ...file } }, reply) =>
      reply.code(201).send(await resendBookFile(db, file, byPerson(as, await now()))),
  );
}
