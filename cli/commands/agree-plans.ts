/** `arrears plan propose`, `accept`, `decline`, `withdraw`, `end`, `show`, and `arrears plans`: plans as agreements. */
import type { AgreementView } from '../../domain/contracts/agreement.ts';
import { findAccount, pathOf } from '../account.ts';
import { agreementText, plansTable } from '../agreement-text.ts';
import { type ApiClient, openApiClient } from '../api-client.ts';
import { asTyped } from '../facts.ts';
import { Fault, UsageFault } from '../fault.ts';
import { needed, readDate, readMoney, readName } from '../input.ts';
import { readJson } from '../json-file.ts';
import { answer, type OutputOptions, plain, showMoney } from '../print.ts';
import { type ScheduleOptions, scheduleOfOptions } from './calculate-plan.ts';

interface NamedPlan extends OutputOptions {
  plan?: number;
  as?: string;
  reason?: string;
}
interface ProposeOptions extends OutputOptions, ScheduleOptions {
  amount?: string;
  settle?: string;
  settleSum?: string;
  terms?: string;
  validUntil?: string;
  reviewOn?: string;
  affordability?: string;
  from?: string;
  as?: string;
}
type Account = Awaited<ReturnType<typeof findAccount>>;

const FILE_REMEDY = 'Correct it; nothing was proposed. docs/plan-terms.schema.json describes the file.';
/** Options that say what a file says. */
const IN_FILE = [
  'amount',
  'settle',
  'settleSum',
  'number',
  'instalment',
  'first',
  'every',
  'day',
  'rate',
  'lastDay',
] as const;

export async function proposePlan(typed: string, options: ProposeOptions): Promise<void> {
  const api = openApiClient();
  const account = await findAccount(api, typed);
  const { validUntil, reviewOn, affordability, from } = options;
  const body = {
    terms: termsOf(options, account.currency),
    ...(from === undefined ? {} : { from }),
    ...(validUntil === undefined ? {} : { validUntil: readDate(validUntil, '--valid-until') }),
    ...(reviewOn === undefined ? {} : { reviewOn: readDate(reviewOn, '--review-on') }),
    ...(affordability === undefined ? {} : { affordability }),
    as: readName(options.as),
  };
  const view = await send(api, `${pathOf(account)}/plans`, body);
  answer(options, view, () => [agreementText(view), nextStep(view)].join('\n\n'));
}

function termsOf(options: ProposeOptions, currency: string): object {
  const { amount, settle, settleSum, terms } = options;
  if (terms !== undefined) {
    if (IN_FILE.some((name) => options[name] !== undefined))
      throw new UsageFault('The file says the terms.', 'Give either --terms or the options that say them.');
    const value = readJson(terms, 'The file of terms', FILE_REMEDY);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    throw new Fault('file-refused', 'The file of terms holds no object.', FILE_REMEDY);
  }
  if (settle !== undefined && settleSum !== undefined)
    throw new UsageFault('Either --settle or --settle-sum says what is accepted.', 'Leave one out.');
  return {
    ...(amount === undefined ? {} : { amount: readMoney(amount, currency, '--amount') }),
    ...(settle === undefined ? {} : { settlement: { percent: settle } }),
    ...(settleSum === undefined ? {} : { settlement: { amount: readMoney(settleSum, currency, '--settle-sum') } }),
    ...scheduleOfOptions(options, currency),
  };
}

function nextStep({ account, plan, state, validUntil, exceeds }: AgreementView): string {
  return state === 'needs-approval'
    ? plain(`A second person is needed (${exceeds.join('; ')}): npx arrears tasks --kind approve-plan`)
    : `When they agree, until ${validUntil}: npx arrears plan accept ${account} --plan ${plan} --by call --proof WORDS --as NAME`;
}

export async function acceptPlan(
  typed: string,
  { by, proof, digest, as, plan, ...options }: NamedPlan & { by?: string; proof?: string; digest?: string },
): Promise<void> {
  const said = {
    how: needed(by, '--by WAY', 'how they accepted'),
    proof: needed(proof, '--proof WORDS', 'what shows that they accepted'),
    as: readName(as),
  };
  const api = openApiClient();
  const account = await findAccount(api, typed);
  const known = await findPlan(api, account, plan, ['proposed', 'needs-approval']);
  const body = { ...said, digest: digest ?? known.digest };
  const view = await send(api, `${planPath(account, known)}/accept`, body);
  answer(options, view, () => {
    const { next, total, parts } = view;
    const first = next === null ? '' : ` The next part is ${showMoney(next.amount)} on ${next.on}.`;
    return `Plan ${view.plan} of ${view.account} is accepted: ${showMoney(total)} in ${parts.length === 1 ? 'one payment' : `${parts.length} payments`}.${first} The person gets a copy, and the book is told.`;
  });
}

export async function declinePlan(typed: string, { reason, as, plan, ...options }: NamedPlan): Promise<void> {
  const body = { ...(reason === undefined ? {} : { reason }), as: readName(as) };
  await tell(typed, plan, ['proposed', 'needs-approval'], 'decline', body, options);
}

export async function withdrawPlan(typed: string, { reason, as, plan, ...options }: NamedPlan): Promise<void> {
  const body = { reason: needed(reason, '--reason WORDS', 'why it is taken back'), as: readName(as) };
  await tell(typed, plan, ['proposed', 'needs-approval'], 'withdraw', body, options);
}

export async function endPlan(
  typed: string,
  { by = 'person', reason, as, plan, ...options }: NamedPlan & { by?: string },
): Promise<void> {
  const body = { why: `by-${by}`, reason: needed(reason, '--reason WORDS', 'why it is ended'), as: readName(as) };
  await tell(typed, plan, ['booking', 'running', 'late'], 'end', body, options);
}

/** Says something of a plan, and answers how it stands then. */
async function tell(
  typed: string,
  plan: number | undefined,
  states: readonly AgreementView['state'][],
  what: string,
  body: object,
  options: OutputOptions,
): Promise<void> {
  const api = openApiClient();
  const account = await findAccount(api, typed);
  const known = await findPlan(api, account, plan, states);
  const view = await send(api, `${planPath(account, known)}/${what}`, body);
  answer(options, view, () => `Plan ${view.plan} of ${view.account} is ${view.state}.`);
}

const planPath = (account: Account, { plan }: AgreementView): string => `${pathOf(account)}/plans/${plan}`;

/** The plan of a number, or the last one in these states. Throws a Fault where there is none. */
async function findPlan(
  api: ApiClient,
  account: Account,
  plan: number | undefined,
  states: readonly AgreementView['state'][],
): Promise<AgreementView> {
  const plans = await api.get<AgreementView[]>(`${pathOf(account)}/plans`);
  const found = plans.findLast((view) => (plan === undefined ? states.includes(view.state) : view.plan === plan));
  if (found !== undefined) return found;
  const words = plan === undefined ? `no plan that is ${states.join(' or ')}` : `no plan ${plan}`;
  throw new Fault(
    'unknown-plan',
    `${account.name} has ${words}.`,
    `npx arrears plan show ${account.name} lists its plans.`,
  );
}

export async function showPlans(typed: string, { plan, ...options }: NamedPlan): Promise<void> {
  const api = openApiClient();
  const account = await findAccount(api, typed);
  if (plan !== undefined) {
    const view = await findPlan(api, account, plan, []);
    answer(options, view, () => agreementText(view));
    return;
  }
  const plans = await api.get<AgreementView[]>(`${pathOf(account)}/plans`);
  answer(options, plans, () =>
    plans.length === 0
      ? `${account.name} has no plan. npx arrears plan propose ${account.name} --number 6 --first DATE --as NAME proposes one.`
      : plans.map(agreementText).join('\n\n'),
  );
}

interface ListOptions extends OutputOptions {
  creditor?: string;
  state?: string;
}

export async function listPlans({ creditor, state, ...options }: ListOptions): Promise<void> {
  const api = openApiClient();
  const plans: AgreementView[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page: { plans: AgreementView[]; next: string | null } = await api.get('/v1/plans', {
      creditor,
      state,
      after,
    });
    plans.push(...page.plans);
    after = page.next;
  }
  answer(options, plans, () => (plans.length === 0 ? 'There is no such plan.' : plansTable(plans)));
}

const send = (api: ApiClient, path: string, body: object): Promise<AgreementView> =>
  api.post<AgreementView>(path, body).catch((error: unknown) => Promise.reject(asTyped(error)));
