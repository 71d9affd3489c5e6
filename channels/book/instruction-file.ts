/**
 * Writes the instructions of a day to the lender's book: JSON Lines with a manifest. Pure. docs/book-instructions.md
 */
import type { InstructionEvent } from '../../domain/contracts/instruction-event.ts';
import type { CalendarDate } from '../../domain/time.ts';
import type { OutFile } from '../channel.ts';
import { withManifest } from '../manifest.ts';

/** What the file name is built from; equal values give the same name. */
export interface InstructionFile {
  creditor: string;
  /** Business date in the creditor's zone. */
  on: CalendarDate;
  /** 1, and one more each time it is sent again. */
  sequence: number;
}

/** The events in their order, one a line, with the manifest last. */
export function writeInstructions(file: InstructionFile, events: readonly InstructionEvent[]): OutFile[] {
  const { creditor, on, sequence } = file;
  const name = `${creditor}/${on}/instructions-${creditor}-${on}-${String(sequence).padStart(3, '0')}`;
  const lines = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  const head = {
    kind: 'instructions',
    creditor,
    recipient: 'book',
    date: on,
    sequence,
    count: events.length,
    sums: [],
  };
  return withManifest([{ name: `${name}.jsonl`, content: Buffer.from(lines, 'utf8') }], head, `${name}.manifest.json`);
}
