/** `arrears complaints --month YYYY-MM`: a month of complaints, by cause and by party. */
import type { ComplaintsView } from '../../domain/contracts/complaint-view.ts';
import { openApiClient } from '../api-client.ts';
import { complaintsText } from '../complaint-text.ts';
import { UsageFault } from '../fault.ts';
import { answer, type OutputOptions } from '../print.ts';

interface ComplaintOptions extends OutputOptions {
  month: string;
  creditor?: string;
}

export async function reportComplaints({ month, creditor, ...options }: ComplaintOptions): Promise<void> {
  if (!/^[12]\d{3}-(0[1-9]|1[0-2])$/.test(month))
    throw new UsageFault(
      `--month "${month}" is no month.`,
      'Give it as YYYY-MM: npx arrears complaints --month 2026-11',
    );
  const filter = creditor === undefined ? { month } : { month, creditor };
  const report = await openApiClient().get<ComplaintsView>('/v1/complaints', filter);
  answer(options, report, () => complaintsText(report));
}
