/** How people name an account, and which account they mean. */
import type { AccountView, CreditorView } from '../domain/contracts/views.ts';
import { nearest } from '../domain/nearest.ts';
import { Problem } from '../domain/problems.ts';
import type { ApiClient } from './api-client.ts';
import { Fault, UsageFault } from './fault.ts';

export interface NamedAccount {
  /** `creditor/number`, or `creditor/person:number`. */
  name: string;
  creditor: string;
  number: string;
  currency: string;
  /** The creditor's zone. */
  zone: string;
}

/** Path of an account below /v1/accounts. */
export const pathOf = ({ creditor, number }: Pick<NamedAccount, 'creditor' | 'number'>): string =>
  `/v1/accounts/${encodeURIComponent(creditor)}/${encodeURIComponent(number)}`;

/** Most names among which the nearest to a wrong one is searched. */
const MAX_NAMES = 1000;
const PERSON = /^person:/;

/**
 * The account of `creditor/number`, or of a number that only one creditor has. With `person`, `creditor/person:number`
 * is accepted too.
 */
export async function findAccount(api: ApiClient, typed: string, { person = false } = {}): Promise<NamedAccount> {
  const [, creditor, number = ''] = /^(?:([^/]+)\/)?([^/]+)$/.exec(typed.trim()) ?? [];
  const creditors = await api.get<CreditorView[]>('/v1/creditors');
  if (creditor !== undefined && !creditors.some((listed) => listed.creditor === creditor))
    throw unknownCreditor(creditor, creditors);
  if (PERSON.test(number)) return nameOfPerson(creditors, creditor, number, person);
  const found = number === '' ? [] : await api.get<AccountView[]>('/v1/accounts', { creditor, number, limit: 2 });
  const [first, other] = found;
  if (other) throw new Problem('ambiguous-account', { account: typed });
  if (!first) throw await unknownAccount(api, typed, creditor);
  return named(creditors, first.account);
}

function named(creditors: readonly CreditorView[], name: string): NamedAccount {
  const [creditor = '', number = ''] = name.split('/');
  const { zone, currency } = creditors.find((listed) => listed.creditor === creditor) ?? { zone: 'UTC', currency: '' };
  return { name, creditor, number, zone, currency };
}

function nameOfPerson(
  creditors: readonly CreditorView[],
  creditor: string | undefined,
  number: string,
  allowed: boolean,
): NamedAccount {
  if (!allowed)
    throw new Fault(
      'unknown-account',
      'An account is needed, and this names a person.',
      'npx arrears list --person NUMBER shows the accounts.',
    );
  const only = creditor ?? (creditors.length === 1 ? creditors[0]?.creditor : undefined);
  if (only === undefined)
    throw new Fault('ambiguous-account', 'There are several creditors.', `Write it as creditor/${number}.`);
  return named(creditors, `${only}/${number}`);
}

async function unknownAccount(api: ApiClient, typed: string, creditor: string | undefined): Promise<Fault> {
  const listed = await api.get<AccountView[]>('/v1/accounts', { creditor, limit: MAX_NAMES });
  const names = listed.map((item) => (typed.includes('/') ? item.account : (item.account.split('/')[1] ?? '')));
  const near = nearest(typed, names);
  const { code, message, remedy } = new Problem('unknown-account', { account: typed });
  return new Fault(
    code,
    message,
    near === null ? remedy : `Did you mean ${near}? npx arrears list shows the accounts.`,
  );
}

/** The named creditor, else the only one. `unsaid`: what is not said where there are several. */
export async function namedCreditor(api: ApiClient, named: string | undefined, unsaid: string): Promise<string> {
  const creditors = await api.get<CreditorView[]>('/v1/creditors');
  const names = creditors.map(({ creditor }) => creditor);
  if (named !== undefined) {
    if (!names.includes(named)) throw unknownCreditor(named, creditors);
    return named;
  }
  const [only, other] = names;
  if (only !== undefined && other === undefined) return only;
  throw new UsageFault(unsaid, `Add --creditor: ${names.join(' or ')}.`);
}

export function unknownCreditor(typed: string, creditors: readonly CreditorView[]): Fault {
  const { code, message, remedy } = new Problem('unknown-creditor', { creditor: typed });
  const codes = creditors.map((creditor) => creditor.creditor);
  const near = nearest(typed, codes);
  const known = codes.length === 0 ? remedy : `Known are: ${codes.join(', ')}.`;
  return new Fault(code, message, near === null ? known : `Did you mean ${near}?`);
}
