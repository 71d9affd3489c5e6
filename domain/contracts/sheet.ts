/** The contract of an income and expense sheet that is recorded for a person. */
import { z } from 'zod';
import { SHEET_TELLERS } from '../care/affordability/sheet-facts.ts';
import { IncomeExpense } from './income-expense.ts';

/** Facts about the means of a person. */
export const SHEET_CONTRACTS = {
  'sheet-recorded': z.strictObject({
    sheet: IncomeExpense.describe('the sheet, as income-expense.schema.json describes it; it has no place for words'),
    toldBy: z.enum(SHEET_TELLERS).default('person').describe('from whom it comes'),
  }),
} as const;
