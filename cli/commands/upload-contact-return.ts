/** `arrears contact-return AGENCY FILE`. */
import type { ContactReturnSummary } from '../../engine/files/contact-return.ts';
import { type Column, count, table } from '../print.ts';
import { type FileOptions, uploadFile } from '../upload-file.ts';

export async function uploadContactReturn(agency: string, path: string, options: FileOptions): Promise<void> {
  await uploadFile<ContactReturnSummary>(agency, path, options, {
    path: '/v1/contact-returns',
    what: 'the agency',
    sendersOf: (creditor) => creditor.agencies,
    text: returnText,
  });
}

type RefusedRow = ContactReturnSummary['refused'][number];
const COLUMNS: readonly Column<RefusedRow>[] = [
  { title: 'row', of: ({ row }) => String(row), right: true },
  { title: 'reservation', of: ({ reservation }) => reservation },
  { title: 'why it is refused', of: ({ reason }) => reason },
  { title: 'what to do', of: ({ remedy }) => remedy },
];

function returnText({ before, rows, recorded, repeated, refused }: ContactReturnSummary): string {
  if (before) return 'This very file was taken before; nothing was done now.';
  const sum = `${count(rows, 'row')}: ${recorded} recorded, ${repeated} known before, ${refused.length} refused.`;
  return refused.length === 0 ? sum : `${sum}\n${table(COLUMNS, refused)}`;
}
