/**
 * Parses what the lender's book answers to instructions: a CSV, one instruction a row. A fault of form refuses the
 * file; whether a row fits its instruction is judged by the caller.
 */
import { Words } from '../../domain/contracts/event.ts';
import { type CalendarDate, isCalendarDate } from '../../domain/time.ts';
import { isUuid } from '../../domain/uuid.ts';
import { type ReturnFault, type ReturnFaultCode, returnFault } from '../faults.ts';
import { readTable, type TableRow } from '../table.ts';

/** Header of the file; columns may come in any order. */
export const BOOK_ANSWER_COLUMNS = ['instruction', 'answer', 'reason', 'booked_on'] as const;
type Column = (typeof BOOK_ANSWER_COLUMNS)[number];

/** What the book answers to an instruction. */
export type BookAnswer =
  | { answer: 'confirmed'; bookedOn: CalendarDate | null }
  | { answer: 'rejected'; reason: string };
/** One row of the file. */
export type BookAnswerRow = BookAnswer & { row: number; instruction: string };

function rowFaults({ row, cells }: TableRow<Column>): ReturnFault[] {
  const { instruction, answer, reason, booked_on: bookedOn } = cells;
  const faults: [ReturnFaultCode | null, Column][] = [
    [isUuid(instruction.toLowerCase()) ? null : 'bad-instruction', 'instruction'],
  ];
  if (answer === 'confirmed')
    faults.push(
      [reason === '' ? null : 'not-empty', 'reason'],
      [bookedOn === '' || isCalendarDate(bookedOn) ? null : 'no-such-date', 'booked_on'],
    );
  else if (answer === 'rejected')
    faults.push(
      [reason === '' ? 'empty' : Words.safeParse(reason).success ? null : 'not-plain-words', 'reason'],
      [bookedOn === '' ? null : 'not-empty', 'booked_on'],
    );
  else faults.push([answer === '' ? 'empty' : 'unknown-answer', 'answer']);
  return faults.flatMap(([code, column]) => (code === null ? [] : [returnFault(code, row, column)]));
}

function readRow({ row, cells }: TableRow<Column>): BookAnswerRow {
  const named = { row, instruction: cells.instruction.toLowerCase() };
  if (cells.answer === 'rejected') return { ...named, answer: 'rejected', reason: cells.reason };
  return { ...named, answer: 'confirmed', bookedOn: cells.booked_on === '' ? null : cells.booked_on };
}

/** The rows, or the faults that refuse the file. Each instruction stands in it once. */
export function parseBookAnswers(bytes: Uint8Array): { rows: BookAnswerRow[] } | { faults: ReturnFault[] } {
  const table = readTable(bytes, BOOK_ANSWER_COLUMNS);
  if ('faults' in table) return { faults: table.faults };
  const faults = table.rows.flatMap(rowFaults);
  const seen = new Set<string>();
  for (const { row, cells } of table.rows)
    if (seen.size === seen.add(cells.instruction.toLowerCase()).size)
      faults.push(returnFault('instruction-doubled', row, 'instruction'));
  if (table.end.answer !== String(table.rows.length))
    faults.push(returnFault('count-wrong', table.rows.length + 2, 'answer'));
  return faults.length > 0 ? { faults } : { rows: table.rows.map(readRow) };
}
