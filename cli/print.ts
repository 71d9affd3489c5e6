/** How answers are printed: one JSON document, or plain aligned text. Colour on a terminal only. */
import { toJson } from '../domain/contracts/answer.ts';
import { showAmount, type WireMoney } from '../domain/money.ts';
import { plain } from '../domain/plain-text.ts';

export { count } from '../domain/count.ts';
export { plain };

type Stream = Pick<NodeJS.WriteStream, 'isTTY'>;
const STYLES = { red: 31, green: 32, yellow: 33, bold: 1, dim: 2 } as const;
type Style = keyof typeof STYLES;

/** NO_COLOR: https://no-color.org. */
export function hasColour(stream: Stream = process.stdout, environment: NodeJS.ProcessEnv = process.env): boolean {
  return Boolean(stream.isTTY) && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
}

export function paint(style: Style, text: string, stream: Stream = process.stdout): string {
  return hasColour(stream) ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text;
}

export interface OutputOptions {
  json?: boolean | undefined;
}

/** Prints the one answer of a command: JSON when asked for, else text, which is made only then. */
export function answer(options: OutputOptions, value: unknown, text: () => string): void {
  const shown = options.json ? toJson(value, process.stdout.isTTY ? 2 : undefined) : text();
  process.stdout.write(shown === '' || shown.endsWith('\n') ? shown : `${shown}\n`);
}

/** A note besides the answer, on stderr. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Chinese, Japanese and Korean characters and full-width forms take two columns of a terminal. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/gu;
export const widthOf = (text: string): number => [...text].length + (text.match(WIDE)?.length ?? 0);
function pad(text: string, width: number, right: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return right ? blanks + text : text + blanks;
}

export interface Column<T> {
  title: string;
  of(row: T): string;
  /** Numbers and amounts. */
  right?: boolean;
}

/** A table with a head. Cells are one line; control characters in them become spaces. */
export function table<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  const cells = rows.map((row) => columns.map((column) => plain(column.of(row))));
  const widths = columns.map((column, index) =>
    Math.max(widthOf(column.title), ...cells.map((row) => widthOf(row[index] ?? ''))),
  );
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) => pad(text, widths[index] ?? 0, columns[index]?.right ?? false))
      .join('  ')
      .trimEnd();
  return [paint('dim', line(columns.map((column) => column.title))), ...cells.map(line)].join('\n');
}

/** Names on the left, values beside them; empty values are left out. */
export function pairs(rows: readonly (readonly [name: string, value: string | null])[]): string {
  const shown = rows.flatMap(([name, value]) => (value === null || value === '' ? [] : [[name, value] as const]));
  const width = Math.max(0, ...shown.map(([name]) => widthOf(name)));
  return shown.map(([name, value]) => `${pad(name, width, false)}  ${plain(value)}`).join('\n');
}

export const showMoney = (money: WireMoney | null): string =>
  money === null ? '' : showAmount(BigInt(money.minor), money.currency);

/** "2026-03-05 14:30" in a zone, by default this terminal's. */
export function showTime(iso: string | null, zone?: string): string {
  if (iso === null) return '';
  const parts = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).formatToParts(new Date(iso));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}`;
}

const WIDTH = 110;

/** Wraps a text into lines of at most WIDTH columns, each indented. */
export function wrap(text: string, indent: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && widthOf(`${indent}${line} ${word}`) > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => indent + line).join('\n');
}
