/** `arrears consents ACCOUNT`: what the person agreed to and asked for, and who speaks for them. */
import type { ConsentView } from '../../domain/contracts/consents.ts';
import { findAccount, pathOf } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { answer, type OutputOptions, paint, plain } from '../print.ts';

export async function listConsents(typed: string, options: OutputOptions): Promise<void> {
  const api = openApiClient();
  const account = await findAccount(api, typed);
  const consents = await api.get<ConsentView[]>(`${pathOf(account)}/consents`);
  answer(options, consents, () => consentsText(account.name, consents));
}

/** What is in force, then what was. */
export function consentsText(account: string, consents: readonly ConsentView[]): string {
  if (consents.length === 0) return `Nothing is known of consents or wishes of the person of ${account}.`;
  const section = (title: string, all: readonly ConsentView[]): string[] =>
    all.length === 0 ? [] : [[paint('bold', title), ...all.map((said) => `  ${plain(line(said))}`)].join('\n')];
  return [
    ...section(
      'In force',
      consents.filter(({ until }) => until === null),
    ),
    ...section(
      'Ended',
      consents.filter(({ until }) => until !== null),
    ),
  ].join('\n\n');
}

function line({ kind, words, proof, source, local }: ConsentView): string {
  const ended = local.until === null ? `since ${local.since}` : `${local.since} to ${local.until}`;
  return `${kind}: ${words}; ${ended}, told by ${source}${proof === null ? '' : ` (${proof})`}`;
}
