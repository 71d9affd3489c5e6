/** `arrears strategy segment NAME|FILE`: the segment of a described account, and why. Needs nothing running. */
import { faultsOf } from '../../domain/contracts/event.ts';
import { BLANK_ACCOUNT, type SegmentField } from '../../domain/contracts/segment-input.ts';
import { JsonFault, parseStrictJson } from '../../domain/contracts/strict-json.ts';
import { AXES } from '../../domain/strategy/score/axes.ts';
import { fieldsRead, SegmentInput, segmentOf } from '../../domain/strategy/strategy.ts';
import { EXIT, Fault, UsageFault } from '../fault.ts';
import { readChoice } from '../input.ts';
import { fieldOf } from '../json-file.ts';
import { answer, type OutputOptions, paint, plain } from '../print.ts';
import { readNamedStrategy } from '../strategy-source.ts';

interface SegmentOptions extends OutputOptions {
  input: string;
  previous?: string;
  days: number;
}

const REMEDY = 'Correct it; docs/strategies.md lists the fields.';

export async function findSegment(typed: string, options: SegmentOptions): Promise<void> {
  const strategy = readNamedStrategy(typed);
  const input = readInput(options.input, fieldsRead(strategy));
  const names = strategy.segments.map(({ name }) => name);
  const previous =
    options.previous === undefined
      ? null
      : { segment: readChoice(options.previous, names, '--previous'), days: options.days };
  const { segment, because } = segmentOf(strategy, input, previous);
  const ladder = strategy.segments.find(({ name }) => name === segment)?.ladder ?? null;
  answer(options, { strategy: strategy.name, version: strategy.version, segment, ladder, because }, () =>
    [`${paint('bold', segment)}, ladder ${ladder}`, ...because.map(({ words }) => plain(`  ${words}`))].join('\n'),
  );
}

/** What conditions do not read may be left out, and a score that is left out is unknown. */
function readInput(text: string, read: readonly SegmentField[]): SegmentInput {
  let given: unknown;
  try {
    given = parseStrictJson(text);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    throw new UsageFault(`--input ${error.message}.`, REMEDY);
  }
  const needed: readonly string[] = read.filter((field) => !(AXES as readonly string[]).includes(field));
  const others = Object.fromEntries(Object.entries(BLANK_ACCOUNT).filter(([field]) => !needed.includes(field)));
  const isBlock = typeof given === 'object' && given !== null && !Array.isArray(given);
  const parsed = SegmentInput.safeParse(isBlock ? Object.assign({}, others, given) : given);
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error).map(({ pointer, words }) => ({
    pointer,
    words: words.endsWith('received undefined') ? 'is missing, and the strategy reads it' : words,
  }));
  const shown = faults.map(({ pointer, words }) => `${fieldOf(pointer)}: ${words}`).join('; ');
  throw new Fault('file-refused', `The account was refused. ${shown}.`, REMEDY, EXIT.usage, { faults });
}
