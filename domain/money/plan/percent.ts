/** Percentages as plans use them: exact, in millionths of a percent; never a float. */

/** A hundred percent in millionths of a percent. */
export const HUNDRED_PERCENT = 100_000_000n;
const DECIMALS = 6;

/** A percentage from 0 to 100 as text. */
export const PERCENT_TEXT = /^(?:100(?:\.0{1,6})?|\d{1,2}(?:\.\d{1,6})?)$/;

/** Reads "12.5" into millionths of a percent; the text fits PERCENT_TEXT. */
export function readPercent(text: string): bigint {
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(DECIMALS, '0'));
}

/** "12.5" of millionths of a percent. */
export function showPercent(millionths: bigint): string {
  const digits = millionths.toString().padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  return `${digits.slice(0, -DECIMALS)}${fraction === '' ? '' : `.${fraction}`}`;
}
