/** `arrears law dry-run`: what other rules would change for the open accounts. Changes nothing. */
import type { DryRunView } from '../../domain/contracts/views.ts';
import { type ApiClient, openApiClient } from '../api-client.ts';
import { readDate } from '../input.ts';
import { answer, count, type OutputOptions, paint, plain } from '../print.ts';
import { readRuleFile } from '../rule-file.ts';

interface DryRunOptions extends OutputOptions {
  rules?: string;
  on?: string;
}
type DryRun = Omit<DryRunView, 'next'>;

/** Accounts that are named. */
const MOST_EXAMPLES = 20;

export async function dryRunLaw({ rules, on, ...options }: DryRunOptions): Promise<void> {
  const body = {
    ...(rules === undefined ? {} : { rules: readRuleFile(rules, 'nothing was tried') }),
    ...(on === undefined ? {} : { on: readDate(on, '--on') }),
  };
  const result = await readParts(openApiClient(), body);
  answer(options, result, () => dryRunText(result));
}

/** Asks part by part until the last account. */
async function readParts(api: ApiClient, body: object): Promise<DryRun> {
  let { next, ...whole } = await api.post<DryRunView>('/v1/law/dry-runs', body);
  while (next !== null) {
    const { next: following, ...part } = await api.post<DryRunView>('/v1/law/dry-runs', { ...body, after: next });
    whole = joined(whole, part);
    next = following;
  }
  return { ...whole, changes: [...whole.changes].sort((a, b) => b.accounts - a.accounts) };
}

function joined(whole: DryRun, part: DryRun): DryRun {
  const changes = whole.changes.map((change) => ({ ...change }));
  for (const { rule, kind, accounts } of part.changes) {
    const known = changes.find((change) => change.rule === rule && change.kind === kind);
    if (known) known.accounts += accounts;
    else changes.push({ rule, kind, accounts });
  }
  return {
    ...whole,
    accounts: whole.accounts + part.accounts,
    different: whole.different + part.different,
    failed: whole.failed + part.failed,
    changes,
    examples: [...whole.examples, ...part.examples].slice(0, MOST_EXAMPLES),
  };
}

const KINDS: Readonly<Record<DryRun['changes'][number]['kind'], string>> = {
  'held-back': 'a step is held back',
  freed: 'a step is freed',
  step: 'another step is planned',
  channel: 'a step goes by another channel',
  day: 'a step moves to another day',
  hour: 'a step moves to another hour',
};

function dryRunText({ inForce, tried, accounts, different, failed, changes, examples }: DryRun): string {
  const head = `${tried} instead of ${inForce}: ${count(accounts, 'open account')}, ${different} contacted differently.`;
  return [
    paint('bold', head),
    ...(failed === 0 ? [] : [`${count(failed, 'account')} could not be decided; npx arrears stuck shows why.`]),
    ...changes.map(({ rule, kind, accounts: n }) =>
      plain(`  ${rule ?? 'planning'}: ${KINDS[kind]}, ${count(n, 'account')}`),
    ),
    ...(examples.length === 0 ? [] : [plain(`Such as ${examples.join(', ')}.`)]),
  ].join('\n');
}
