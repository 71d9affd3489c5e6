/** The income and expense sheets of a person, as the API and the CLI show them to trained staff. */
import { z } from 'zod';
import { countingSheet } from '../care/affordability/recorded.ts';
import { SHEET_TELLERS } from '../care/affordability/sheet-facts.ts';
import { VERDICTS } from '../care/affordability/verdicts.ts';
import type { PersonFact } from '../facts.ts';
import { wireAmount } from './answer.ts';
import { Money } from './fields.ts';
import { IncomeExpense } from './income-expense.ts';

/** One sheet; gains fields only. */
export const SheetView = z.object({
  /** Id of its fact. */
  fact: z.uuid(),
  on: z.string(),
  recordedAt: z.string(),
  by: z.string(),
  toldBy: z.enum(SHEET_TELLERS),
  verdict: z.enum(VERDICTS),
  /** What this creditor may ask for a month; null: nothing. */
  offer: z.object({ form: z.enum(['pro-rata', 'token']), amount: Money }).nullable(),
  reviewOn: z.string(),
  /** Last day on which nothing presses; null where there is an offer. */
  quietUntil: z.string().nullable(),
  /** It is the one that counts. */
  counts: z.boolean(),
  sheet: IncomeExpense,
});
export type SheetView = z.infer<typeof SheetView>;

/** The view of each sheet, the newest first. `facts` are in the order of `inOrder`. */
export function sheetViews(
  facts: readonly PersonFact[],
  sheets: ReadonlyMap<string, z.output<typeof IncomeExpense>>,
): SheetView[] {
  const counting = countingSheet(facts);
  return facts
    .flatMap(({ kind, body, id, occurredAt }): SheetView[] => {
      const sheet = kind === 'sheet-recorded' ? sheets.get(body.sheet) : undefined;
      if (kind !== 'sheet-recorded' || sheet === undefined) return [];
      const { on, by, toldBy, verdict, offer, reviewOn, quietUntil = null } = body;
      return [
        {
          ...{
            fact: id,
            on,
            recordedAt: new Date(occurredAt).toISOString(),
            by,
            toldBy,
            verdict,
            reviewOn,
            quietUntil,
          },
          offer: offer === undefined ? null : { form: offer.form, amount: wireAmount(offer.currency, offer.minor) },
          ...{ counts: body === counting, sheet },
        },
      ];
    })
    .reverse();
}
