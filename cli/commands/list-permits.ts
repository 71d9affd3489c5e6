/** `arrears permits ACCOUNT`: why each effect of an account left or was held back, and under which law. */
import type { PermitView } from '../../domain/contracts/permit.ts';
import { findAccount, pathOf } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { answer, type OutputOptions, paint, plain } from '../print.ts';

interface PermitOptions extends OutputOptions {
  limit: number;
}

export async function listPermits(typed: string, options: PermitOptions): Promise<void> {
  const api = openApiClient();
  const account = await findAccount(api, typed);
  const permits = await api.get<PermitView[]>(`${pathOf(account)}/permits`, { limit: options.limit });
  answer(options, permits, () =>
    permits.length === 0 ? `Nothing of ${account.name} has been judged yet.` : permits.map(permitText).join('\n'),
  );
}

/** A verdict and what it rests on. */
export function permitText(permit: PermitView): string {
  const ended = permit.ended === null || permit.ended === 'held-back' ? '' : `, ${permit.ended}`;
  const head = `${permit.local}  ${permit.effect} by ${permit.channel}: ${permit.verdict}${ended}`;
  return [paint('bold', plain(head)), ...seen(permit), ...permit.reasons.map(reasonLine)].join('\n');
}

function seen({ law, zones, contacts, factsVersion, text, strategy }: PermitView): string[] {
  if (law === null || zones === null || contacts === null) return [];
  const by = `  under ${law.join(', ')}; clock of ${zones.join(' and ')}`;
  const told = `  facts ${factsVersion}; contacts: ${contacts.day} that day, ${contacts.week} in seven days`;
  const follows = strategy === null ? '' : `; strategy ${strategy}`;
  return [plain(by), plain(`${told}${text === null ? '' : `; text ${text}`}${follows}`)];
}

function reasonLine({ policy, rule, severity, words }: PermitView['reasons'][number]): string {
  const by = rule === null ? policy : `${rule}, ${severity}`;
  return plain(`  ${by}: ${words}`);
}
