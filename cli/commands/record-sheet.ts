/** `arrears afford record` and `arrears afford recorded`: the income and expense sheets that are kept for a person. */
import { VERDICT_WORDS } from '../../domain/care/affordability/reasons.ts';
import { SHEET_TELLERS } from '../../domain/care/affordability/sheet-facts.ts';
import type { SheetView } from '../../domain/contracts/sheet-view.ts';
import { findAccount, pathOf } from '../account.ts';
import { openApiClient } from '../api-client.ts';
import { asTyped } from '../facts.ts';
import { readChoice, readMoment, readName } from '../input.ts';
import { answer, type OutputOptions, paint, plain, showMoney } from '../print.ts';
import { readSheetFile } from '../sheet-file.ts';

interface RecordOptions extends OutputOptions {
  as?: string;
  toldBy: string;
  at?: string;
}

export async function recordSheet(typed: string, file: string, options: RecordOptions): Promise<void> {
  const sheet = readSheetFile(file);
  const toldBy = readChoice(options.toldBy, SHEET_TELLERS, '--told-by');
  const by = readName(options.as);
  const api = openApiClient();
  const account = await findAccount(api, typed, { person: true });
  const at = options.at === undefined ? {} : { occurredAt: readMoment(options.at, account.zone, '--at') };
  const recorded = await api
    .post<{ fact: string }>(`${pathOf(account)}/facts`, {
      ...{ fact: 'sheet-recorded', data: { sheet, toldBy }, as: by },
      ...at,
    })
    .catch((error: unknown) => Promise.reject(asTyped(error)));
  const sheets = await api.get<SheetView[]>(`${pathOf(account)}/income-expense`);
  const shown = sheets.find(({ fact }) => fact === recorded.fact);
  answer(options, shown ?? recorded, () => `Recorded for ${account.name}: ${shown === undefined ? '' : line(shown)}`);
}

export async function listSheets(typed: string, options: OutputOptions): Promise<void> {
  const api = openApiClient();
  const account = await findAccount(api, typed, { person: true });
  const sheets = await api.get<SheetView[]>(`${pathOf(account)}/income-expense`);
  answer(options, sheets, () =>
    sheets.length === 0
      ? `No sheet is recorded for ${account.name}.`
      : sheets.map((sheet) => (sheet.counts ? paint('bold', line(sheet)) : line(sheet))).join('\n'),
  );
}

/**
 * "2026-03-02, from adviser, by Ann: affordable, something can be paid; £44.87 a month (pro-rata); look again by ...".
 */
function line({ on, toldBy, by, verdict, offer, reviewOn, quietUntil, counts }: SheetView): string {
  const share = offer === null ? [] : [`${showMoney(offer.amount)} a month (${offer.form})`];
  const quiet = quietUntil === null ? [] : [`nothing presses until ${quietUntil}`];
  const words = [...share, ...quiet, `look again by ${reviewOn}`, ...(counts ? ['it counts'] : [])].join('; ');
  return plain(`${on}, from ${toldBy}, by ${by}: ${verdict}, ${VERDICT_WORDS[verdict].en}; ${words}.`);
}
