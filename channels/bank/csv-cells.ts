/** Dates and amounts as banks write them into CSV. */
import type { BankMapping, DateForm } from '../../domain/contracts/bank-mapping.ts';
import { isRealDate } from '../../domain/contracts/cells.ts';
import { type AmountFault, parseAmount } from '../../domain/money.ts';
import type { CalendarDate } from '../../domain/time.ts';

/** How the parts of a form are written; a zero may be missing in front where marks stand between them. */
const PARTS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  YY: '(?<year>\\d{2})',
  MM: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{1,2})',
  // A time is checked for its form only.
  hh: '\\d\\d?',
  mm: '\\d\\d',
  ss: '\\d\\d',
};

/** Reads the dates of one form. Null: no date of it. */
export function dateReader(form: DateForm): (text: string) => CalendarDate | null {
  const isJoined = form.startsWith('YYYYMM');
  const source = form
    .replace(/[./]/g, '\\$&')
    .replace(/YYYY|YY|MM|DD|hh|mm|ss/g, (part) => PARTS[part] ?? '')
    .replace(/\{1,2\}/g, isJoined ? '{2}' : '$&');
  const pattern = new RegExp(`^${source}$`);
  return (text) => {
    const { year = '', month = '', day = '' } = pattern.exec(text)?.groups ?? {};
    const date = `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
    return isRealDate(date) ? date : null;
  };
}

/** Marks that stand for others: a long minus, narrow spaces, a curved apostrophe. */
const LIKENESSES: readonly (readonly [RegExp, string])[] = [
  [/\u2212/g, '-'],
  [/[\u00a0\u2009\u202f]/g, ' '],
  [/\u2019/g, "'"],
];

/** Reads amounts with the separators of a mapping and a sign before or behind. Minor units, or why not. */
export function amountReader({
  decimalSeparator,
  thousandsSeparator,
}: Pick<BankMapping, 'decimalSeparator' | 'thousandsSeparator'>): (
  text: string,
  currency: string,
) => bigint | AmountFault {
  const group = thousandsSeparator === '' ? null : `\\${thousandsSeparator}`;
  const whole = group === null ? '\\d+' : `\\d+|\\d{1,3}(?:${group}\\d{3})+`;
  const pattern = new RegExp(`^([+-]?)(${whole})(?:\\${decimalSeparator}(\\d+))?([+-]?)$`);
  return (text, currency) => {
    const alike = LIKENESSES.reduce((all, [mark, plain]) => all.replace(mark, plain), text).trim();
    const [, before, digits, fraction, behind] = pattern.exec(alike) ?? [];
    // Told by the form that a person expects: 1.434,50 under a mapping that knows no thousands has its mark.
    if (digits === undefined || (before && behind)) return hasOtherMark(alike) ? 'thousands-mark' : 'not-a-number';
    const sign = before === '-' || behind === '-' ? '-' : '';
    const plain = digits.replace(/\D/g, '');
    return parseAmount(`${sign}${plain}${fraction === undefined ? '' : `.${fraction}`}`, currency);
  };
}

function hasOtherMark(text: string): boolean {
  return /^[+-]?\d{1,3}([.,' ]\d{3})+([.,]\d+)?[+-]?$/.test(text);
}
