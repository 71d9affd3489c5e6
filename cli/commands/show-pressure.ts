/** `arrears pressure ACCOUNT`: the budget of pressure of the person, what fills it, and who did. */
import type { PressureView } from '../../domain/contracts/views.ts';
import { findAccount, pathOf } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { answer, type OutputOptions, paint, plain } from '../print.ts';
import { readTimes, type TimeOf } from '../times.ts';

export async function showPressure(typed: string, options: OutputOptions): Promise<void> {
  const api = openApiClient();
  const account = await findAccount(api, typed);
  const pressure = await api.get<PressureView>(`${pathOf(account)}/pressure`);
  const timeOf = await readTimes(api);
  answer(options, pressure, () => pressureText(pressure, timeOf));
}

/** The budget and each contact that weighs, newest first. */
export function pressureText(
  { account, budget, days, now, contacts, demandsFrom }: PressureView,
  timeOf: TimeOf,
): string {
  const at = (moment: string) => timeOf(moment, account);
  return [
    paint('bold', plain(`${account}: ${now} of ${budget}; a contact fades in ${days} days`)),
    ...contacts.map((contact) => {
      const what = [contact.channel, ...(contact.outcome === null ? [] : [contact.outcome]), ...contact.steps];
      return plain(`  ${at(contact.at)}  ${contact.left.toFixed(2).padStart(5)}  ${contact.by}: ${what.join(', ')}`);
    }),
    ...demandsFrom.map(({ channel, at: from }) => plain(`  a demand by ${channel} fits from ${at(from)}`)),
  ].join('\n');
}
