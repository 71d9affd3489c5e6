/** /v1/bank-lines: movements on the bank accounts of creditors, and what people decide about the doubtful. */
import { z } from 'zod';
import { byPerson } from '../../domain/act.ts';
import { BANK_LINE_STATES, BankLineView, ShownBankLineView } from '../../domain/contracts/bank-line.ts';
import { line, Money, Words } from '../../domain/contracts/event.ts';
import { allocateLine, setLineAside, takeLineBack } from '../../engine/payments/decide-line.ts';
import { listBankLines, showBankLine } from '../../engine/payments/list-lines.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { BankLinePath, Name } from '../schemas.ts';

const Account = line(105).trim().min(1);
/** Accounts that may share the money of one line. */
const MOST_PARTS = 20;

export function bankLinesRoute(api: Api, deps: ApiDeps): void {
  const { db, now } = deps;
  const querystring = z.strictObject({
    creditor: line(40).trim().min(1).optional(),
    state: z.enum(BANK_LINE_STATES).optional().describe('`review` when left out: what waits for a person'),
    after: z.coerce.number().int().min(0).optional().describe('number of the last line of the page before'),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
  });
  api.get(
    '/v1/bank-lines',
    { schema: { summary: 'Movements on bank accounts', querystring, response: { 200: z.array(BankLineView) } } },
    async ({ query: { after, ...filter } }) =>
      listBankLines(db, { ...filter, after: after === undefined ? undefined : BigInt(after) }),
  );
  api.get(
    '/v1/bank-lines/:line',
    {
      schema: {
        summary: 'One movement, with the payer and what speaks for each account',
        params: BankLinePath,
        response: { 200: ShownBankLineView },
      },
    },
    async ({ params }) => showBankLine(db, BigInt(params.line), await now()),
  );
  addDecisions(api, deps);
}

/** What a person decides about a line. The answers are stored by their Idempotency-Key: they leave out the payer. */
function addDecisions(api: Api, { db, now, nudge }: ApiDeps): void {
  const decided = { params: BankLinePath, response: { 201: BankLineView } };
  const shown = async (no: bigint, accounts: readonly string[]) => {
    await nudge(accounts);
    return BankLineView.parse(await showBankLine(db, no, await now()));
  };
  const parts = z
    .array(z.strictObject({ account: Account, amount: Money.optional().describe('the whole line when left out') }))
    .min(1)
    .max(MOST_PARTS);
  api.post(
    '/v1/bank-lines/:line/allocate',
    {
      schema: {
        summary: 'Give the money to an account, or parts of it to several',
        body: z.strictObject({ parts, as: Name }),
        ...decided,
      },
    },
    async ({ params, body }, reply) => {
      const no = BigInt(params.line);
      const nudged = await allocateLine(db, no, body.parts, byPerson(body.as, await now()));
      return reply.code(201).send(await shown(no, nudged));
    },
  );
  const because = z.strictObject({ as: Name, reason: Words });
  api.post(
    '/v1/bank-lines/:line/set-aside',
    { schema: { summary: 'Say that it is no payment of a debtor', body: because, ...decided } },
    async ({ params, body }, reply) => {
      const no = BigInt(params.line);
      const nudged = await setLineAside(db, no, body.reason, byPerson(body.as, await now()));
      return reply.code(201).send(await shown(no, nudged));
    },
  );
  api.post(
    '/v1/bank-lines/:line/take-back',
    { schema: { summary: 'Take a wrong allocation back', body: because, ...decided } },
    async ({ params, body }, reply) => {
      const no = BigInt(params.line);
      const nudged = await takeLineBack(db, no, body.reason, byPerson(body.as, await now()));
      return reply.code(201).send(await shown(no, nudged));
    },
  );
}
