/** `arrears conduct [AGENCY]`: what agencies did that they should not have done. */
import type { BreachView } from '../../domain/contracts/reservation.ts';
import { openApiClient } from '../api-client.ts';
import { answer, type Column, type OutputOptions, table } from '../print.ts';
import { readTimes, type TimeOf } from '../times.ts';

interface ConductOptions extends OutputOptions {
  limit: number;
}

const columns = (timeOf: TimeOf): Column<BreachView>[] => [
  { title: 'at', of: ({ at, account }) => timeOf(at, account) },
  { title: 'agency', of: ({ agency }) => agency },
  { title: 'account', of: ({ account }) => account },
  { title: 'channel', of: ({ channel }) => channel },
  { title: 'breach', of: ({ reasons }) => reasons.map(({ words }) => words).join('; ') },
];

export async function listConduct(agency: string | undefined, { limit, ...options }: ConductOptions): Promise<void> {
  const api = openApiClient();
  const path = agency === undefined ? '/v1/breaches' : `/v1/agencies/${encodeURIComponent(agency)}/breaches`;
  const breaches = await api.get<BreachView[]>(path, { limit });
  const timeOf = await readTimes(api);
  answer(options, breaches, () =>
    breaches.length === 0
      ? `No breach${agency === undefined ? '' : ` of agency ${agency}`} is recorded.`
      : table(columns(timeOf), breaches),
  );
}
