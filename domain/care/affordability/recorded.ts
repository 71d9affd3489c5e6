/**
 * The income and expense sheet that is kept for a person. The fact says what it came to; the sheet itself is personal
 * (engine/persons/income-sheets.ts).
 */
import type { PersonFact } from '../../facts.ts';
import type { SheetRecorded } from './sheet-facts.ts';

/**
 * The sheet that counts: of all that were recorded since the hardship last ended the one of the last day, whenever it
 * was told; of two of one day the later. null when there is none. The facts are in the order of `inOrder`.
 */
export function countingSheet(facts: readonly PersonFact[]): SheetRecorded | null {
  let counting: SheetRecorded | null = null;
  for (const { kind, body } of facts) {
    if (kind === 'hardship-ended') counting = null;
    else if (kind === 'sheet-recorded' && (counting === null || body.on >= counting.on)) counting = body;
  }
  return counting;
}
