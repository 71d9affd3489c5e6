/** A text without the values that are not its author's: names, addresses, references, and what was agreed before. */
import type { LetterFacts } from '../../letter.ts';
import { showAmount } from '../../money.ts';

/** Stands for a value. */
const GAP = '…';

/** Values shorter than this are no names: they would be found inside words. */
const LEAST = 2;

function valuesOf({ personName, creditor, accounts, agency, bureau, answers, ombudsman }: LetterFacts): string[] {
  const values = [personName, ...Object.values(creditor)];
  for (const { closing } of answers) values.push(closing?.reason ?? '', closing?.record?.bureau ?? '');
  if (ombudsman !== null) values.push(ombudsman);
  for (const { number, paymentReference, agreement, currency } of accounts) {
    values.push(number, paymentReference);
    if (agreement === null) continue;
    values.push(agreement.text, showAmount(agreement.paid, currency), showAmount(agreement.waived, currency));
    if (agreement.next !== null) values.push(showAmount(agreement.next.minor, currency));
  }
  if (agency !== null) values.push(agency.name, agency.phone, agency.complaints);
  if (bureau !== null) values.push(bureau.name);
  return [...new Set(values)].filter((value) => value.length >= LEAST).sort((a, b) => b.length - a.length);
}

/** A value that begins or ends with a letter or digit of an alphabet stands as a word. */
const isWordy = (char: string | undefined): boolean => char !== undefined && /[A-Za-z0-9_]/.test(char);

/** The text with a gap for each value of the letter, whole words only. */
export function withoutValues(text: string, letter: LetterFacts): string {
  return valuesOf(letter).reduce(withoutValue, text);
}

/**
 * By search rather than by a pattern: each letter has values of its own, and to compile a pattern for each costs more.
 */
function withoutValue(text: string, value: string): string {
  const [isBegun, isEnded] = [isWordy(value[0]), isWordy(value.at(-1))];
  let bare = '';
  let kept = 0;
  for (let at = text.indexOf(value); at >= 0; ) {
    const end = at + value.length;
    const isWhole = !(isBegun && isWordy(text[at - 1])) && !(isEnded && isWordy(text[end]));
    if (isWhole) {
      bare += text.slice(kept, at) + GAP;
      kept = end;
    }
    at = text.indexOf(value, isWhole ? end : at + 1);
  }
  return bare + text.slice(kept);
}
