/** `arrears afford FILE`: what an income and expense sheet leaves for debts. Needs nothing running. */
import { assess } from '../../domain/care/affordability/assess.ts';
import type { Sheet } from '../../domain/care/affordability/sheet.ts';
import { type AffordabilityTerms, termsOf } from '../../domain/care/affordability/terms.ts';
import { AffordabilityGuidelines, termsUnder } from '../../domain/contracts/affordability-guidelines.ts';
import { currencyOf, sheetOf } from '../../domain/contracts/income-expense.ts';
import type { Language } from '../../domain/letter.ts';
import { affordAnswer, affordText } from '../afford-text.ts';
import { EXIT, Fault } from '../fault.ts';
import { needed, today } from '../input.ts';
import { faultsIn, fieldOf, readJson, refuseFile } from '../json-file.ts';
import { answer, type OutputOptions } from '../print.ts';
import { readSheetFile } from '../sheet-file.ts';

interface AffordOptions extends OutputOptions {
  language: Language;
  guidelines?: string;
}

const GUIDELINES_REMEDY =
  'Correct it; nothing was answered. docs/affordability-guidelines.schema.json describes guidelines, docs/examples/affordability-guidelines.json shows some.';

export async function assessSheet(path: string | undefined, options: AffordOptions): Promise<number> {
  const file = readSheetFile(needed(path, 'the file of a sheet, or - for standard input', 'which sheet to judge'));
  const sheet = sheetOf(file, today());
  const terms = options.guidelines === undefined ? termsOf(sheet.country) : readTerms(options.guidelines, sheet);
  const result = affordAnswer(sheet, assess(sheet, terms), options.language);
  answer(options, result, () => affordText(result, options.language));
  return EXIT.done;
}

/** Guidelines of another country or currency say nothing of this household. */
function readTerms(path: string, { country, currency }: Sheet): AffordabilityTerms {
  const read = readJson(path, 'The file of guidelines', GUIDELINES_REMEDY);
  const faults = faultsIn(AffordabilityGuidelines, read);
  if (faults.length > 0) refuseFile(faults, (pointer) => `Guidelines, field ${fieldOf(pointer)}`, GUIDELINES_REMEDY);
  const guidelines = AffordabilityGuidelines.parse(read);
  const own = currencyOf(guidelines.country, guidelines.currency);
  if (guidelines.country !== country || own !== currency)
    throw new Fault(
      'file-refused',
      `The guidelines are for ${guidelines.country} in ${own}, the sheet for ${country} in ${currency}.`,
      'Name the guidelines of that country, or none; nothing was answered.',
    );
  return termsUnder(guidelines);
}
