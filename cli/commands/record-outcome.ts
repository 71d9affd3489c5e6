/** `arrears outcome TASK ...`: records the outcome of a task of any kind. */

import { CALL_RESULT_NAMES, CONTACTS } from '../../domain/call-results.ts';
import type { DisputedPart } from '../../domain/contracts/event.ts';
import type { OutcomeWire } from '../../domain/contracts/outcome.ts';
import type { ShownTaskView } from '../../domain/contracts/views.ts';
import { LADDER_ANSWERS, OFFERS } from '../../domain/fact-choices.ts';
import { suggest } from '../../domain/nearest.ts';
import { REPLY_MEANINGS } from '../../domain/replies.ts';
import { findAccount } from '../account.ts';
import { type ApiClient, openApiClient } from '../api-client.ts';
import { asTyped } from '../facts.ts';
import { UsageFault } from '../fault.ts';
import { readChoice, readDate, readMoment, readMoney, readName, readParts, readTask } from '../input.ts';
import { answer, type OutputOptions } from '../print.ts';
import { waysToEnd } from '../task-help.ts';

interface OutcomeOptions extends OutputOptions {
  parts?: string[];
  offer?: string;
  callBackAt?: string;
  dues?: string[];
  amount?: string;
  court?: string;
  number?: string;
  until?: string;
  hardshipEnded?: boolean;
  means?: string;
  reason?: string;
  as?: string;
}
type Given = Omit<OutcomeOptions, 'as' | 'json'>;
interface Where {
  currency: string;
  zone: string;
  /** The offers of this task. */
  offers: NonNullable<ShownTaskView['call']>['offers'];
}

const FOUND = ['found-sent', 'found-unsent', 'give-up'] as const;
const NOWHERE: Where = { currency: '', zone: 'UTC', offers: null };
const FIRST_WORDS: readonly string[] = [
  ...CONTACTS,
  'filed',
  'not-filed',
  ...LADDER_ANSWERS,
  'reviewed',
  'begin-again',
  'wait-again',
  'read',
  'lifted',
  ...FOUND,
  'accept',
  'decline',
  'correct',
  'delete',
  'done',
];

export async function recordOutcome(no: string, words: readonly string[], options: OutcomeOptions): Promise<void> {
  const task = readTask(no);
  const api = openApiClient();
  if (words.length === 0) throw await unsaid(api, task);
  const { as, json, ...given } = options;
  const outcome = readOutcome(words, given, needsAccount(given) ? await whereOf(api, task) : null);
  const path = `/v1/tasks/${task}/outcome`;
  const recorded = await api
    .post<{ task: number; facts: string[] }>(path, { as: readName(as), outcome })
    .catch((error) => Promise.reject(asTyped(error)));
  answer({ json }, recorded, () => `Recorded for task ${task}: ${words.join(' ')}.`);
}

/** The fault when no outcome was typed: names what this task accepts. */
async function unsaid(api: ApiClient, no: number): Promise<UsageFault> {
  const task = await api.get<ShownTaskView>(`/v1/tasks/${no}`);
  if (task.state !== 'open') return new UsageFault(`Task ${no} has ended.`, 'npx arrears tasks shows the open ones.');
  return new UsageFault(
    `Say what came of task ${no} (${task.kind}); npx arrears tasks ${no} shows it.`,
    waysToEnd(task).join('\n'),
  );
}

const needsAccount = ({ parts, offer, callBackAt, amount }: Given): boolean =>
  [parts, offer, callBackAt, amount].some((item) => item !== undefined);
async function whereOf(api: ApiClient, no: number): Promise<Where> {
  const { account, call } = await api.get<ShownTaskView>(`/v1/tasks/${no}`);
  if (account === null)
    throw new UsageFault(
      `Task ${no} is about no account, so it takes no amounts and moments.`,
      `npx arrears tasks ${no} shows it.`,
    );
  const { currency, zone } = await findAccount(api, account);
  return { currency, zone, offers: call?.offers ?? null };
}

/** The outcome of words and options, in the API's form. */
export function readOutcome(words: readonly string[], given: Given, where: Where | null): OutcomeWire {
  const [first = '', second, ...rest] = words;
  if (!FIRST_WORDS.includes(first))
    throw new UsageFault(`The outcome "${first}" is not known.`, suggest(first, FIRST_WORDS));
  const surplus = first === 'right-party' ? rest : words.slice(1);
  if (surplus.length > 0)
    throw new UsageFault(`"${surplus[0]}" is one word too many.`, 'Put words that belong together into quotes.');
  const allow = (...names: (keyof Given)[]) => allowOnly(first, given, names);
  const need = (name: 'reason' | 'court' | 'number' | 'until') => needOption(first, given, name);
  switch (first) {
    case 'filed':
      allow('court', 'number');
      return { filed: { court: need('court'), number: need('number') } };
    case 'not-filed':
      allow('reason');
      return { notFiled: { reason: need('reason') } };
    case 'reviewed':
      allow('reason', 'hardshipEnded');
      return { reviewed: need('reason'), hardshipEnded: given.hardshipEnded ?? false };
    case 'begin-again':
      allow();
      return { restart: 'begin' };
    case 'wait-again':
      allow('until');
      return { restart: 'wait', until: readDate(need('until'), '--until') };
    case 'read':
      allow('means', 'reason');
      return {
        means: readChoice(needOption(first, given, 'means'), REPLY_MEANINGS, '--means'),
        ...(given.reason === undefined ? {} : { reason: given.reason }),
      };
    case 'lifted':
      allow('reason');
      return { lift: need('reason') };
    case 'found-sent':
    case 'found-unsent':
    case 'give-up':
      allow();
      return { found: first === 'give-up' ? first : first === 'found-sent' ? 'sent' : 'unsent' };
    case 'accept':
      allow();
      return { accept: true };
    case 'decline':
      allow('reason');
      return { decline: need('reason') };
    case 'correct':
    case 'delete':
      allow('reason');
      return { remedy: first, reason: need('reason') };
    case 'done':
      allow('reason');
      return { done: need('reason') };
    case 'write-off':
    case 'sell':
    case 'wait':
      allow(...(first === 'wait' ? (['until'] as const) : []));
      return { answer: first, ...(given.until === undefined ? {} : { until: readDate(given.until, '--until') }) };
    default:
      allow('parts', 'offer', 'callBackAt', 'dues', 'amount');
      return callOutcome(first, second, given, where);
  }
}

function callOutcome(first: string, second: string | undefined, given: Given, where: Where | null): OutcomeWire {
  const contact = readChoice(first, CONTACTS, 'The contact');
  if (contact === 'right-party' && second === undefined)
    throw new UsageFault('Say what the right person answered.', `One of: ${CALL_RESULT_NAMES.join(', ')}.`);
  const { currency, zone, offers } = where ?? NOWHERE;
  const { callBackAt } = given;
  const offer = given.offer === undefined ? undefined : readChoice(given.offer, OFFERS, '--offer');
  // An offer accepted as made needs no typed parts.
  if (given.parts === undefined && offer !== undefined && offers?.[offer].length === 0)
    throw new UsageFault(`The task offers no ${offer}.`, 'Give what was agreed with --parts, without --offer.');
  const parts = given.parts === undefined ? offer && offers?.[offer] : readParts(given.parts, currency, '--parts');
  return {
    contact,
    ...(second === undefined ? {} : { result: readChoice(second, CALL_RESULT_NAMES, 'The result') }),
    ...(parts === undefined ? {} : { parts }),
    ...(offer === undefined ? {} : { offer }),
    ...(callBackAt === undefined ? {} : { callBackAt: readMoment(callBackAt, zone, '--call-back-at') }),
    ...disputedPart(given, currency),
  };
}

/** The part that is disputed; nothing where none is named. */
function disputedPart({ dues, amount }: Given, currency: string): { disputed?: DisputedPart } {
  if (dues === undefined && amount === undefined) return {};
  return {
    disputed: {
      ...(dues === undefined ? {} : { dues: dues.map((date) => readDate(date, '--dues')) }),
      ...(amount === undefined ? {} : { amount: readMoney(amount, currency, '--amount') }),
    },
  };
}

const shown = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function allowOnly(first: string, given: Given, names: readonly (keyof Given)[]): void {
  const surplus = (Object.keys(given) as (keyof Given)[]).find(
    (name) => given[name] !== undefined && !names.includes(name),
  );
  if (surplus === undefined) return;
  const remedy = names.length === 0 ? 'Leave it out.' : `It takes ${names.map(shown).join(', ')}.`;
  throw new UsageFault(`The outcome ${first} takes no ${shown(surplus)}.`, remedy);
}

function needOption(first: string, given: Given, name: 'reason' | 'court' | 'number' | 'until' | 'means'): string {
  const value = given[name];
  if (value !== undefined) return value;
  throw new UsageFault(`The outcome ${first} needs ${shown(name)}.`, `Add ${shown(name)} "...".`);
}
