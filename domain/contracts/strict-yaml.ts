/**
 * YAML from outside: refused where two readers of YAML could understand it differently, or where its form alone could
 * break one. Each fault has its line and column.
 */
import { isAlias, isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';

/** Line and column in a text, each from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}
/** What is wrong with a text, where, and what to do. */
export interface TextFault extends Place {
  /** Name of the check that found it. */
  readonly rule: string;
  readonly what: string;
  readonly remedy: string;
}
/** "12:7  what is wrong. What to do." */
export const faultLine = ({ line, column, what, remedy }: TextFault): string => `${line}:${column}  ${what}. ${remedy}`;

/** Keys and indexes from the top of a text to a value. */
export type TextPath = readonly (string | number)[];

/** A text that is YAML, and where its values are. */
export interface YamlText {
  readonly value: unknown;
  /**
   * Place of a value, or of what holds it where it is missing; `offset` counts characters within a text of one line.
   */
  placeOf(path: TextPath, offset?: number): Place;
  /** Place of the last key of the path. */
  placeOfKey(path: TextPath): Place;
}

/** Longest text, in characters. */
const LONGEST_YAML = 60_000;
/** Most keys of a text, counted by the marks around them: readers compare each with all others of its block. */
const MOST_KEYS = 2000;
/** Faults of one text that are told; more would hide the first. */
const MOST_FAULTS = 20;

/** Reads a text; its faults where it is no such YAML. */
export function parseStrictYaml(text: string): YamlText | readonly TextFault[] {
  if (text.length > LONGEST_YAML)
    return [at(TOP, `the file is longer than ${LONGEST_YAML} characters`, 'Make it shorter.')];
  if (text.split(/[:,?]/).length > MOST_KEYS)
    return [at(TOP, `the file has more than ${MOST_KEYS} keys`, 'Make it shorter.')];
  const control = controlCharacter(text);
  if (control !== null) return [control];
  const deep = tooDeep(text);
  if (deep !== null) return [deep];
  try {
    return parse(text);
  } catch (error) {
    // Brackets in comments and quotes hide from the count how deep a text is.
    if (error instanceof RangeError) return [at(TOP, TOO_DEEP, SHOWN)];
    throw error;
  }
}
const TOO_DEEP = 'is nested too deep';
const SHOWN = 'Write it as docs/strategies.md shows.';

const TOP: Place = { line: 1, column: 1 };

/** Characters that YAML does not allow, and that the parser lets pass in comments. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/;

/** The first control character. */
function controlCharacter(text: string): TextFault | null {
  const lines = text.split('\n');
  const line = lines.findIndex((words) => CONTROL.test(words));
  if (line === -1) return null;
  const place = { line: line + 1, column: (lines[line] ?? '').search(CONTROL) + 1 };
  return at(place, 'has a control character', 'Leave it out; save the file as plain text.');
}

/** Most levels of nesting; a strategy needs eight. */
const DEEPEST = 32;

/** Open brackets and indents, counted before anything recurses over them. Brackets within quotes count too. */
function tooDeep(text: string): TextFault | null {
  let open = 0;
  for (const [index, line] of text.split('\n').entries()) {
    for (const mark of line) {
      if (mark === '[' || mark === '{') open += 1;
      if (mark === ']' || mark === '}') open -= 1;
      if (open > DEEPEST) break;
    }
    const indent = /^[\s?:-]*/.exec(line)?.[0].length ?? 0;
    if (open > DEEPEST || indent > 4 * DEEPEST) return at({ line: index + 1, column: 1 }, TOO_DEEP, SHOWN);
  }
  return null;
}

function parse(text: string): YamlText | readonly TextFault[] {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    lineCounter: lines,
    prettyErrors: false,
    strict: true,
  });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const faults = [
    ...document.errors.map(({ code, message, pos }) => at(placeAt(pos[0]), ...wordsOf(code, message))),
    ...(document.directives?.yaml.explicit
      ? [at(TOP, 'names a version of YAML', 'Leave the line with % out; YAML 1.2 is read.')]
      : []),
    ...formFaults(document.contents, placeAt),
  ];
  if (faults.length > 0) return inOrder(faults);
  const { contents } = document;
  return {
    value: document.toJS({ maxAliasCount: 0 }),
    placeOf: (path, offset = 0) => placeAt(startOf(contents, path, offset)),
    placeOfKey: (path) => placeAt(startOfKey(contents, path)),
  };
}

/** The first faults, by place. */
export function inOrder(faults: readonly TextFault[]): readonly TextFault[] {
  return [...faults].sort((a, b) => a.line - b.line || a.column - b.column).slice(0, MOST_FAULTS);
}

const at = (place: Place, what: string, remedy: string): TextFault => ({ ...place, rule: 'yaml', what, remedy });

/** Words for errors of the parser that have a remedy of their own. */
function wordsOf(code: string, message: string): [what: string, remedy: string] {
  switch (code) {
    case 'TAB_AS_INDENT':
      return ['a tab stands where the line begins', 'Indent with spaces.'];
    case 'DUPLICATE_KEY':
      return ['the same key stands twice in one block', 'Keep one of them.'];
    case 'MULTIPLE_DOCS':
      return ['there is more than one document', 'Keep one, without lines of ---.'];
    default:
      return [`is no YAML: ${message}`, 'Correct the line; docs/strategies.md shows the form.'];
  }
}

/** Plain words that YAML 1.1 reads as something else than YAML 1.2. */
const AMBIGUOUS: readonly { form: RegExp; what: string }[] = [
  { form: /^(?:y|n|yes|no|on|off)$/i, what: 'some readers of YAML take it for true or false' },
  { form: /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?$/, what: 'some readers of YAML take it for a number of base 60' },
  { form: /^[-+]?0[0-9_]+$/, what: 'some readers of YAML take it for a number of base 8' },
  { form: /^[-+]?\d[\d_]*_[\d_]*$/, what: 'some readers of YAML take it for a number' },
];

function formFaults(contents: unknown, placeAt: (offset: number) => Place): TextFault[] {
  const faults: TextFault[] = [];
  if (!isNode(contents)) return faults;
  const refuse = (node: Node, what: string, remedy: string) =>
    faults.push(at(placeAt(node.range?.[0] ?? 0), what, remedy));
  visit(contents, (_, node) => {
    if (!isNode(node)) return;
    if (isAlias(node)) refuse(node, 'is an alias', 'Write the value itself; aliases and anchors are not read.');
    else if (node.anchor !== undefined)
      refuse(node, 'has an anchor', 'Leave it out; aliases and anchors are not read.');
    if (!isAlias(node) && node.tag !== undefined) refuse(node, 'has a tag', 'Leave it out; tags are not read.');
    if (!isScalar(node) || node.type !== 'PLAIN') return;
    const source = String(node.source ?? '');
    const meant = AMBIGUOUS.find(({ form }) => form.test(source));
    if (meant !== undefined) refuse(node, `${source} is not clear: ${meant.what}`, `Write it in quotes: "${source}".`);
  });
  return faults;
}

/** The node at a path, or the last node before it is missing. */
function nodeAt(contents: unknown, path: TextPath): unknown {
  let node: unknown = contents;
  for (const key of path) {
    const next: unknown = (node as { get?(key: string | number, keep: true): unknown }).get?.(key, true);
    if (next === undefined || next === null) return node;
    node = next;
  }
  return node;
}

function startOf(contents: unknown, path: TextPath, offset: number): number {
  const node = nodeAt(contents, path);
  const start = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  if (offset === 0 || !isScalar(node)) return start;
  if (node.type === 'PLAIN') return start + offset;
  // Within quotes, and where the text is written as it is.
  const isAsWritten = (node.range?.[1] ?? 0) - start === String(node.value).length + 2;
  return isAsWritten ? start + 1 + offset : start;
}

function startOfKey(contents: unknown, path: TextPath): number {
  const holder = nodeAt(contents, path.slice(0, -1));
  const key = path.at(-1);
  if (!isMap(holder)) return startOf(contents, path, 0);
  const pair = holder.items.find(
    (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
  );
  return (isNode(pair?.key) ? pair.key.range?.[0] : undefined) ?? startOf(contents, path, 0);
}
