/**
 * Turns a sheet as it is told into the body of its fact: the figures are kept apart, the fact says what they come to.
 */
import type { Transaction } from 'kysely';
import type { z } from 'zod';
import type { Database } from '../../db/schema.ts';
import { assess } from '../../domain/care/affordability/assess.ts';
import type { SheetRecorded } from '../../domain/care/affordability/sheet-facts.ts';
import { termsOf } from '../../domain/care/affordability/terms.ts';
import { sheetOf } from '../../domain/contracts/income-expense.ts';
import type { SHEET_CONTRACTS } from '../../domain/contracts/sheet.ts';
import { Problem } from '../../domain/problems.ts';
import { localDate } from '../../domain/time.ts';
import { storeSheet } from '../persons/income-sheets.ts';
import type { PersonContext } from './person-context.ts';

type Told = z.output<(typeof SHEET_CONTRACTS)['sheet-recorded']>;

/** Stores the sheet unless it is a repeat. Throws `wrong-currency` for another currency than the account's. */
export async function toSheetRecorded(
  trx: Transaction<Database>,
  { sheet: file, toldBy }: Told,
  { subject, by, occurredAt, known }: PersonContext,
): Promise<SheetRecorded> {
  const filled = sheetOf(file, localDate(occurredAt, subject.zone));
  const { currency } = subject;
  if (filled.currency !== currency) throw new Problem('wrong-currency', { given: filled.currency, currency });
  const { verdict, offer, reviewOn, breathingSpaceUntil: quietUntil } = assess(filled, termsOf(filled.country));
  const { creditorId, personId } = subject;
  const { on, flagged } = filled;
  const kept = { creditorId, personId, on, toldBy, by, at: occurredAt, sheet: file };
  return {
    sheet: known ? '' : await storeSheet(trx, kept),
    ...{ on, verdict, reviewOn, toldBy, by },
    ...(offer === null ? {} : { offer: { form: offer.form, minor: offer.minor, currency } }),
    ...(quietUntil === null ? {} : { quietUntil }),
    ...(flagged ? { flagged } : {}),
  };
}
