/** Reads a JSON file, or standard input, against its contract. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { type Fault as FieldFault, faultsOf } from '../domain/contracts/event.ts';
import { JsonFault, parseStrictBytes } from '../domain/contracts/strict-json.ts';
import { EXIT, Fault } from './fault.ts';
import { count, note } from './print.ts';

/** Faults that are told; more would hide the first. */
const MOST_FAULTS = 20;

/** The JSON of a file; `-` is standard input. Throws a Fault with the remedy for what is no JSON. */
export function readJson(path: string, what: string, remedy: string): unknown {
  try {
    return parseStrictBytes(readFileSync(path === '-' ? 0 : path));
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw new Fault('file-refused', `${what} ${error.message}.`, remedy);
  }
}

/** The faults of a value; `root` is its JSON pointer in the file. */
export function faultsIn(contract: z.ZodType, value: unknown, root = ''): FieldFault[] {
  const parsed = contract.safeParse(value);
  if (parsed.success) return [];
  return faultsOf(parsed.error, root).map(({ pointer, words }) => ({ pointer, words: plainWords(words) }));
}

/** The contract's words where they are those of people, else ours. */
function plainWords(words: string): string {
  if (words.endsWith('received undefined')) return 'is missing';
  if (words === 'Invalid ISO datetime') return 'a moment with its offset is needed, such as 2026-03-05T09:30:00+08:00';
  return words;
}

/** Refuses a file: the first fault in the sentence, the others as notes before it, all of them with `--json`. */
export function refuseFile(faults: readonly FieldFault[], nameOf: (pointer: string) => string, remedy: string): never {
  const shown = faults.slice(0, MOST_FAULTS);
  const [first = '', ...others] = shown.map(({ pointer, words }) => `${nameOf(pointer)}: ${words}`);
  for (const words of others) note(words);
  const more = faults.length > 1 ? `; and ${count(faults.length - 1, 'fault')} more` : '';
  throw new Fault('file-refused', `The file was refused. ${first}${more}.`, remedy, EXIT.notDone, { faults: shown });
}

/** "contacts[3].at" of the pointer `/contacts/3/at`; "the whole" of an empty one. */
export function fieldOf(pointer: string): string {
  const parts = pointer.split('/').filter((part) => part !== '');
  if (parts.length === 0) return 'the whole';
  return parts.map((part, at) => (/^\d+$/.test(part) ? `[${part}]` : at === 0 ? part : `.${part}`)).join('');
}
