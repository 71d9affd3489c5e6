/** `arrears agency-return AGENCY FILE`. */
import type { AgencyReturnSummary } from '../../engine/files/agency-return.ts';
import { count, table } from '../print.ts';
import { type FileOptions, uploadFile } from '../upload-file.ts';

type UploadAnswer = Omit<AgencyReturnSummary, 'nudge'>;

export async function uploadAgencyReturn(agency: string, path: string, options: FileOptions): Promise<void> {
  await uploadFile<UploadAnswer>(agency, path, options, {
    path: '/v1/agency-returns',
    what: 'the agency',
    sendersOf: (creditor) => creditor.agencies,
    text: returnText,
  });
}

function returnText({ before, rows, recorded, repeated, listed }: UploadAnswer): string {
  if (before) return 'This very file was taken before; nothing was done now.';
  const sum = `${count(rows, 'row')} taken: ${count(recorded, 'new fact')}, ${repeated} known before, ${listed.length} without effect.`;
  if (listed.length === 0) return sum;
  const columns = [
    { title: 'row', of: (row: UploadAnswer['listed'][number]) => String(row.row), right: true },
    { title: 'event', of: (row: UploadAnswer['listed'][number]) => row.event },
    { title: 'why it changes nothing', of: (row: UploadAnswer['listed'][number]) => row.reason },
  ];
  return `${sum}\n${table(columns, listed)}`;
}
