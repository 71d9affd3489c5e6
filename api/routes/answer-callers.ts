/** /v1/callers: somebody calls. They are identified before anything is shown. */
import { z } from 'zod';
import { taskAnswer } from '../../domain/contracts/answer.ts';
import { AnswersWire, type CALLS_FOR, CallerView, CallerWire, IdentifiedView } from '../../domain/contracts/caller.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import type { Recipient } from '../../domain/letter.ts';
import { Problem } from '../../domain/problems.ts';
import { situationOf } from '../../domain/situation.ts';
import { permissionsFor } from '../../domain/spoken-to.ts';
import type { Instant } from '../../domain/time.ts';
import { FOUND_BY, QUESTIONS } from '../../domain/worklist/identity.ts';
import { readPersons } from '../../engine/persons/persons.ts';
import { type Identified, identifyCaller, openCaller } from '../../engine/tasks/identify-caller.ts';
import { loadMadeContacts } from '../../engine/tasks/judge-calls.ts';
import { listTasks } from '../../engine/tasks/list-tasks.ts';
import { caseOfAccount } from '../../engine/tasks/read-case.ts';
import { letterFacts } from '../../stages/letter-facts.ts';
import type { Api, ApiDeps } from '../deps.ts';
import { Name } from '../schemas.ts';
import { offersAnswer } from './show-task.ts';

/** Wall milliseconds that every check takes at least: how long it took says nothing of whom it found. */
const CHECK_MS = 250;
const atLeast = async <T>(work: Promise<T>): Promise<T> => {
  const [done] = await Promise.allSettled([work, new Promise((resolve) => setTimeout(resolve, CHECK_MS))]);
  if (done.status === 'rejected') throw done.reason;
  return done.value;
};

type CallsFor = (typeof CALLS_FOR)[number];

export function answerCallersRoute(api: Api, deps: ApiDeps): void {
  api.post(
    '/v1/callers',
    {
      schema: {
        summary: 'Somebody calls: how many persons it may be, and what to ask',
        body: z.strictObject({ as: Name, ...CallerWire }),
        response: { 201: CallerView },
      },
    },
    async ({ body: { as, speaksAs, ...given } }, reply) => {
      const named = FOUND_BY.filter((by) => given[by] !== undefined);
      const [by] = named;
      if (by === undefined || named.length > 1)
        throw new Problem('invalid-request', { faults: 'one of number, reference and name is needed, and only one' });
      const asked = { by, said: given[by] ?? '', speaksAs, as };
      const { no, candidates, ask, triesLeft } = await atLeast(openCaller(deps.db, asked, await deps.now()));
      return reply.code(201).send({
        caller: Number(no),
        candidates,
        ask: ask.map((factor) => ({ factor, question: QUESTIONS[factor] })),
        triesLeft,
      });
    },
  );
  const params = z.strictObject({ caller: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
  api.post(
    '/v1/callers/:caller/identify',
    {
      schema: {
        summary: 'What the caller answered: compared, and shown to nobody; then the accounts, where the answers fit',
        params,
        body: z.strictObject({ as: Name, answers: AnswersWire }),
        response: { 200: IdentifiedView },
      },
    },
    async ({ params: { caller }, body: { as, answers } }) => {
      const now = await deps.now();
      const identified = await atLeast(identifyCaller(deps.db, { no: BigInt(caller), answers, as }, now));
      return { caller, ...(await identifiedAnswer(deps, identified, now)) };
    },
  );
}

async function identifiedAnswer(
  deps: ApiDeps,
  { personId, name, language, number, accountIds, speaksAs }: Identified,
  now: Instant,
): Promise<Omit<IdentifiedView, 'caller'>> {
  const to = (await readPersons(deps.db, [personId])).get(personId);
  const facts = [...(await loadMadeContacts(deps.db, deps.rulebook, accountIds, now)).values()];
  const tasks = await Promise.all(
    facts.map(({ creditor, number: account }) =>
      listTasks(deps.db, { account: `${creditor.code}/${account}`, limit: MOST_TASKS }, now),
    ),
  );
  return {
    person: { number, name, language },
    accounts:
      to === undefined ? [] : facts.map((account) => accountAnswer(deps, to, account, speaksAs as CallsFor, now)),
    tasks: tasks.flat().map(taskAnswer),
  };
}

/** Open tasks of an account that are shown. */
const MOST_TASKS = 20;

function accountAnswer(
  { rulebook }: ApiDeps,
  to: Recipient,
  facts: AccountFacts,
  speaksAs: CallsFor,
  now: Instant,
): IdentifiedView['accounts'][number] {
  const rules = rulebook.rulesFor(facts);
  const { mayHear, words } = permissionsFor(rules, situationOf(facts, now, rules))[speaksAs];
  const { offer } = letterFacts(to, [facts], now, rules);
  const hears = mayHear === 'debt';
  return {
    account: `${facts.creditor.code}/${facts.number}`,
    mayHear,
    permission: words,
    case: hears ? caseOfAccount(facts, now) : null,
    offers: hears && offer !== null ? offersAnswer(offer, facts.currency) : null,
  };
}
