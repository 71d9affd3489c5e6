/** `arrears contact-files [AGENCY]`: the files of contacts for agencies without an interface. */
import type { ContactFileView } from '../../domain/contracts/reservation.ts';
import { openApiClient } from '../api-client.ts';
import { answer, type Column, type OutputOptions, table } from '../print.ts';

interface ListOptions extends OutputOptions {
  limit: number;
}

const COLUMNS: readonly Column<ContactFileView>[] = [
  { title: 'date', of: ({ date }) => date },
  { title: 'creditor', of: ({ creditor }) => creditor },
  { title: 'agency', of: ({ agency }) => agency },
  { title: 'file', of: ({ kind, sequence }) => `${kind} #${sequence}` },
  { title: 'permits', of: ({ permits }) => String(permits), right: true },
  { title: 'refused', of: ({ refused }) => String(refused), right: true },
  { title: 'used', of: ({ used }) => String(used), right: true },
  { title: 'unused', of: ({ unused }) => String(unused), right: true },
  { title: 'not reported', of: ({ unreported }) => String(unreported), right: true },
  { title: 'left', of: ({ state, failure }) => (failure === null ? state : `${state}: ${failure}`) },
];

export async function listContactFiles(agency: string | undefined, { limit, ...options }: ListOptions): Promise<void> {
  const files = await openApiClient().get<ContactFileView[]>('/v1/contact-files', {
    limit,
    ...(agency === undefined ? {} : { agency }),
  });
  answer(options, files, () =>
    files.length === 0
      ? 'No file of contacts was made. An agency asks for them in the terms of its creditor: contactFile (docs/operating.md).'
      : table(COLUMNS, files),
  );
}
