/** `arrears contacts ACCOUNT`: who contacted the person of an account, when, how, and what came of it. */
import type { ContactView } from '../../domain/contracts/reservation.ts';
import { findAccount, pathOf } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { answer, type Column, type OutputOptions, showTime, table } from '../print.ts';

interface ContactOptions extends OutputOptions {
  days: number;
}

const columns = (zone: string): Column<ContactView>[] => [
  { title: 'at', of: ({ at }) => showTime(at, zone) },
  { title: 'by', of: ({ by }) => by },
  { title: 'account', of: ({ account }) => account },
  { title: 'channel', of: ({ channel }) => channel },
  { title: 'purpose', of: ({ purpose }) => purpose },
  { title: 'outcome', of: ({ outcome }) => outcome },
  { title: 'state', of: ({ state }) => state },
  { title: 'reasons', of: ({ reasons }) => reasons.join('; ') },
];

export async function listContacts(typed: string, options: ContactOptions): Promise<void> {
  const api = openApiClient();
  const account = await findAccount(api, typed);
  const contacts = await api.get<ContactView[]>(`${pathOf(account)}/contacts`, { days: options.days });
  answer(options, contacts, () =>
    contacts.length === 0
      ? `The person of ${account.name} was not contacted in ${options.days} days.`
      : table(columns(account.zone), contacts),
  );
}
