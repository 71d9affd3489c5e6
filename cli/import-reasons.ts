/** Why rows of a book are not in: one line a reason, with the number of rows. */
import type { RefusalReason } from '../engine/import/refusal-reasons.ts';
import { count } from './print.ts';

/** Reasons that are told; the refused file has all of them. */
const TOLD = 5;

/** The most frequent reasons of a file of so many rows. A reason that refuses every row says that it does. */
export function reasonLines(reasons: readonly RefusalReason[], rows: number): string[] {
  const lines = reasons.slice(0, TOLD).map((reason) => {
    const which = reason.rows === rows && rows > 1 ? `Every row (${rows})` : count(reason.rows, 'row');
    return `${which}${reason.column === '' ? '' : `, column ${reason.column}`}: ${reason.sentence} ${reason.remedy}`;
  });
  if (reasons.length > TOLD) lines.push(`${count(reasons.length - TOLD, 'other reason')} in the refused file.`);
  return lines;
}
