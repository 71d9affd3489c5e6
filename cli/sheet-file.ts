/** Reads the file of an income and expense sheet, or refuses it with every fault. */
import { IncomeExpense } from '../domain/contracts/income-expense.ts';
import { faultsIn, fieldOf, readJson, refuseFile } from './json-file.ts';

const REMEDY =
  'Correct it; nothing was answered. npx arrears afford sheet UK --json writes a blank one, docs/examples/income-expense.json is filled in.';

/** The checked file; `-` is standard input. */
export function readSheetFile(path: string): IncomeExpense {
  const read = readJson(path, 'The sheet', REMEDY);
  const faults = faultsIn(IncomeExpense, read);
  if (faults.length > 0) refuseFile(faults, (pointer) => `Sheet, field ${fieldOf(pointer)}`, REMEDY);
  return IncomeExpense.parse(read);
}
