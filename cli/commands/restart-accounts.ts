/** `arrears restart`, and its `plan`, `propose`, `approve` and `cancel`: restarts of many accounts, by two people. */
import type { RestartBatchView, RestartPlanView, ShownRestartView } from '../../domain/contracts/restart.ts';
import { type ApiClient, openApiClient } from '../api-client.ts';
import { asTyped } from '../facts.ts';
import { UsageFault } from '../fault.ts';
import { needed, readName } from '../input.ts';
import { answer, type Column, count, type OutputOptions, paint, plain, table } from '../print.ts';

interface RestartOptions extends OutputOptions {
  creditor?: string;
  reason?: string;
  evidence?: string;
  limit?: number;
  as?: string;
}
type Plan = Omit<RestartPlanView, 'next'>;

/** Accounts that are named of each kind. */
const MOST_EXAMPLES = 5;
const PATH = '/v1/restarts';

export async function planRestarts({ creditor, ...options }: RestartOptions): Promise<void> {
  const plan = await readParts(openApiClient(), creditor);
  answer(options, plan, () => planText(plan, creditor));
}

/** Asks part by part until the last account. */
async function readParts(api: ApiClient, creditor: string | undefined): Promise<Plan> {
  const ask = (after: number) => api.get<RestartPlanView>(`${PATH}/plan`, { creditor, after });
  let { next, ...whole } = await ask(0);
  while (next !== null) {
    const { next: following, ...part } = await ask(next);
    whole = joined(whole, part);
    next = following;
  }
  return { ...whole, failing: [...whole.failing].sort((a, b) => b.accounts - a.accounts) };
}

function joined(whole: Plan, part: Plan): Plan {
  const failing = new Map(whole.failing.map((failed) => [failed.check, failed]));
  for (const { check, accounts, examples } of part.failing) {
    const known = failing.get(check) ?? { check, accounts: 0, examples: [] };
    failing.set(check, { check, accounts: known.accounts + accounts, examples: some(known.examples, examples) });
  }
  return {
    waiting: whole.waiting + part.waiting,
    covered: whole.covered + part.covered,
    ready: whole.ready + part.ready,
    examples: some(whole.examples, part.examples),
    failing: [...failing.values()],
  };
}

const some = (first: readonly string[], more: readonly string[]): string[] =>
  [...first, ...more].slice(0, MOST_EXAMPLES);

const CHECKS: Readonly<Record<Plan['failing'][number]['check'], string>> = {
  book: 'no book of the last days confirms the balance',
  limitation: 'the debt is time-barred, or its limitation is not known',
  'contact-point': 'no address or number reaches the person',
  care: 'a hold on the person',
  hold: 'a hold of the account',
  dispute: 'a dispute',
  answer: 'a person has answered',
  silence: 'the task is about to be withdrawn',
  rules: 'a rule fails',
};

function planText({ waiting, covered, ready, examples, failing }: Plan, creditor: string | undefined): string {
  if (waiting === 0) return 'No account waits for a review of its restart.';
  const lines = failing.map(({ check, accounts, examples: names }) =>
    plain(`  ${CHECKS[check]}: ${count(accounts, 'account')}, such as ${names.join(', ')}`),
  );
  const remedy = `npx arrears restart propose --creditor ${creditor ?? 'CODE'} --reason WORDS --evidence WORDS --as NAME`;
  return [
    paint('bold', `${count(waiting, 'account')} wait for a review of their restart, ${covered} in a bulk restart.`),
    `${count(ready, 'account')} could begin again together${ready === 0 ? '.' : plain(`, such as ${examples.join(', ')}.`)}`,
    ...(lines.length === 0 ? [] : ['The others:', ...lines]),
    ...(ready === 0 ? [] : [`Propose them: ${remedy}`]),
  ].join('\n');
}

export async function proposeRestart({ creditor, reason, evidence, limit, as, ...options }: RestartOptions) {
  const body = {
    creditor: needed(creditor, '--creditor CODE', 'whose accounts begin again'),
    reason: needed(reason, '--reason WORDS', 'why collecting begins again'),
    evidence: needed(evidence, '--evidence WORDS', 'how contact data, creditor, owner and authority were verified'),
    ...(limit === undefined ? {} : { limit }),
    as: readName(as),
  };
  const batch = await send(PATH, body);
  answer(options, batch, () => {
    const { batch: no, accounts, aDay } = batch;
    const pace = `It releases at most ${aDay} a working day once a second person approves it`;
    return `Bulk restart ${no} is proposed for ${count(accounts.waiting, 'account')}. ${pace}: npx arrears restart approve ${no} --as NAME`;
  });
}

export async function approveRestart(no: string, { as, ...options }: RestartOptions): Promise<void> {
  const name = readName(as);
  const batch = await send(`${PATH}/${readBatch(no)}/approve`, { as: name });
  answer(options, batch, () => {
    const { accounts, aDay } = batch;
    return `Bulk restart ${batch.batch} is approved by ${name}: ${count(accounts.waiting, 'account')}, at most ${aDay} a working day.`;
  });
}

export async function cancelRestart(no: string, { reason, as, ...options }: RestartOptions): Promise<void> {
  const body = { reason: needed(reason, '--reason WORDS', 'why it is cancelled'), as: readName(as) };
  const batch = await send(`${PATH}/${readBatch(no)}/cancel`, body);
  answer(options, batch, () => {
    const { cancelled, released } = batch.accounts;
    return `Bulk restart ${batch.batch} is cancelled: ${count(cancelled, 'account')} back to their tasks, ${released} had begun again.`;
  });
}

export async function listRestarts(no: string | undefined, options: RestartOptions): Promise<void> {
  const api = openApiClient();
  if (no !== undefined) {
    const batch = await api.get<ShownRestartView>(`${PATH}/${readBatch(no)}`);
    answer(options, batch, () => batchText(batch));
    return;
  }
  const batches = await api.get<RestartBatchView[]>(PATH);
  answer(options, batches, () => (batches.length === 0 ? 'There is no bulk restart.' : table(COLUMNS, batches)));
}

const COLUMNS: Column<RestartBatchView>[] = [
  { title: 'batch', of: ({ batch }) => String(batch), right: true },
  { title: 'creditor', of: ({ creditor }) => creditor },
  { title: 'state', of: ({ state }) => state },
  { title: 'waiting', of: ({ accounts }) => String(accounts.waiting), right: true },
  { title: 'released', of: ({ accounts }) => String(accounts.released), right: true },
  { title: 'dropped', of: ({ accounts }) => String(accounts.dropped), right: true },
  { title: 'proposed by', of: ({ proposedBy }) => proposedBy },
  { title: 'approved by', of: ({ approvedBy }) => approvedBy ?? '' },
  { title: 'reason', of: ({ reason }) => reason },
];

function batchText(batch: ShownRestartView): string {
  const { accounts, cancelledBy, cancelReason, notReleased } = batch;
  return [
    paint('bold', `Bulk restart ${batch.batch} of ${plain(batch.creditor)}: ${batch.state}`),
    `${accounts.waiting} waiting, ${accounts.released} released, ${accounts.dropped} dropped, ${accounts.cancelled} cancelled; at most ${batch.aDay} a working day.`,
    plain(`Reason: ${batch.reason}`),
    plain(`Evidence: ${batch.evidence}`),
    plain(`Proposed by ${batch.proposedBy}${batch.approvedBy === null ? '' : `, approved by ${batch.approvedBy}`}.`),
    ...(cancelledBy === null ? [] : [plain(`Cancelled by ${cancelledBy}: ${cancelReason}`)]),
    ...notReleased.map(({ account, state, reason, judgedOn }) =>
      plain(`  ${account} ${state === 'waiting' ? 'put off' : 'dropped'} on ${judgedOn}: ${reason}`),
    ),
  ].join('\n');
}

function readBatch(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new UsageFault(`"${text}" is no number of a bulk restart.`, 'npx arrears restart shows them.');
}

const send = (path: string, body: object): Promise<ShownRestartView> =>
  openApiClient()
    .post<ShownRestartView>(path, body)
    .catch((error: unknown) => Promise.reject(asTyped(error)));
