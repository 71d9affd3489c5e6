/** Counts why rows are refused, so that one cause is told once, however many rows it refuses. */
import { BOOK_FAULTS, type BookFaultCode } from '../../domain/contracts/book-faults.ts';

/** Why rows of a file are not in. */
export interface RefusalReason {
  /** Empty when the whole row is at fault. */
  column: string;
  code: BookFaultCode;
  /** Rows with this fault; a row may have several faults. */
  rows: number;
  sentence: string;
  remedy: string;
}

/** Adds to the reasons, most frequent first. */
export function addReasons(
  reasons: RefusalReason[],
  refusals: readonly { column: string; code: BookFaultCode }[],
): void {
  for (const { column, code } of refusals) {
    const known = reasons.find((reason) => reason.code === code && reason.column === column);
    if (known) known.rows += 1;
    else {
      const { sentence, remedy } = BOOK_FAULTS[code];
      reasons.push({ column, code, rows: 1, sentence, remedy });
    }
  }
  reasons.sort((a, b) => b.rows - a.rows);
}
