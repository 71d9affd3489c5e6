/**
 * `<file>.refused.csv`: each refusal with its reason and remedy. No personal values, only row number, account number
 * and column.
 */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { BOOK_FAULTS, type BookFault } from '../../domain/contracts/book-faults.ts';

/** Read and write for the owner only. */
const PRIVATE = 0o600;
const HEADER = 'row,account,column,reason,sentence,remedy\n';

/** Collects refusals; the file is created with the first. */
export interface RefusedFile {
  path: string;
  add(refusals: readonly (BookFault & { account?: string })[]): void;
  /** Returns true if anything was written. */
  close(): boolean;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** One CSV line of the refused file. */
export function refusedLine({ row, account, column, code }: BookFault & { account?: string }): string {
  const { sentence, remedy } = BOOK_FAULTS[code];
  return `${row},${account ?? ''},${column},${code},${quoted(sentence)},${quoted(remedy)}\n`;
}

/** Removes the file of an earlier run. A new file is created with the first refusal. */
export function openRefused(path: string): RefusedFile {
  rmSync(path, { force: true });
  let file: number | null = null;
  return {
    path,
    add(refusals) {
      if (refusals.length === 0) return;
      if (file === null) {
        file = openSync(path, 'wx', PRIVATE);
        writeSync(file, HEADER);
      }
      writeSync(file, refusals.map(refusedLine).join(''));
    },
    close() {
      if (file !== null) closeSync(file);
      return file !== null;
    },
  };
}
