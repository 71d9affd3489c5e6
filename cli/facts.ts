/** Records facts that people type, through the API. */
import type { WireKind } from '../domain/contracts/event.ts';
import { type NamedAccount, pathOf } from './account.ts';
import type { ApiClient } from './api-client.ts';
import { Fault } from './fault.ts';
import { needsName, optionOf } from './fields.ts';
import { readMoment, readName } from './input.ts';
import { answer, type OutputOptions } from './print.ts';

export interface FactOptions extends OutputOptions {
  as?: string;
  /** When it happened; now when left out. */
  at?: string;
  /** The amount of a payment is right, however far above what is owed. */
  yes?: boolean;
}
interface Recorded {
  fact: string;
  kind: string;
  subject: string;
}

/** Records one fact and prints it; `words` describes the fact for people. */
export async function sendFact(
  api: ApiClient,
  account: NamedAccount,
  kind: WireKind,
  fact: { facts: object; words: string },
  options: FactOptions,
): Promise<void> {
  const by = needsName(kind) || options.as !== undefined ? { as: readName(options.as) } : {};
  const at = options.at === undefined ? {} : { occurredAt: readMoment(options.at, account.zone, '--at') };
  const confirmed = kind === 'payment' ? { confirmed: options.yes === true } : {};
  const recorded = await api
    .post<Recorded>(`${pathOf(account)}/facts`, { fact: kind, data: fact.facts, ...by, ...at, ...confirmed })
    .catch((error: unknown) => Promise.reject(asTyped(error)));
  const next = account.number.startsWith('person:')
    ? ''
    : `\nnpx arrears explain ${recorded.subject} shows what follows.`;
  answer(options, recorded, () => `Recorded for ${recorded.subject}: ${fact.words}.${next}`);
}

/** Where the typed values of an outcome or an approval are in the body. */
const PLACES =
  /(^|\s)\/(?:outcome\/)?(?:(?:filed|notFiled|disputed)\/)?(as|contact|result|parts|offer|callBackAt|disputed|dues|amount|court|number|until|reason|reviewed|done|decline|hardshipEnded)\b(?:\/[\w/]+)?/g;
const WORDS: Readonly<Record<string, string>> = {
  contact: 'CONTACT',
  disputed: '--dues or --amount',
  result: 'RESULT',
  reviewed: '--reason',
  done: '--reason',
  decline: '--reason',
};

/** Replaces pointers into the body by the options that were typed. */
export function asTyped(error: unknown): unknown {
  if (!(error instanceof Fault)) return error;
  const sentence = error.message
    .replace(/\/data\/(\w+)(\/[\w/]+)?/g, (_, name: string) => optionOf(name))
    .replace(/\/time\b|\/occurredAt\b/g, '--at')
    .replace(PLACES, (_, before: string, name: string) => `${before}${WORDS[name] ?? optionOf(name)}`);
  return new Fault(error.code, sentence, error.remedy, error.exit, error.more);
}
