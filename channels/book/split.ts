/**
 * Splits one line of a CSV (RFC 4180) into cells. Written by hand and by line, because an unclosed quote must cost one
 * row, not the rest of the file. Cells with line breaks are refused anyway.
 */

/**
 * `open`: a quote is not closed on this line. `misplaced`: text next to a quoted cell, or a quote inside a plain cell.
 */
type Split = string[] | 'open' | 'misplaced';

/** Index of the quote that closes the cell whose content starts at `start`; -1 if it is not closed. */
function closingQuote(line: string, start: number): number {
  for (let at = line.indexOf('"', start); at >= 0; at = line.indexOf('"', at + 2)) {
    if (line[at + 1] !== '"') return at;
  }
  return -1;
}

/** Cells of a line without its line end, or why it cannot be split. */
export function splitLine(line: string): Split {
  if (!line.includes('"')) return line.split(',');
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] === '"') {
      const end = closingQuote(line, at + 1);
      if (end < 0) return 'open';
      if (end + 1 < line.length && line[end + 1] !== ',') return 'misplaced';
      cells.push(line.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
    } else {
      const comma = line.indexOf(',', at);
      const end = comma < 0 ? line.length : comma;
      const cell = line.slice(at, end);
      if (cell.includes('"')) return 'misplaced';
      cells.push(cell);
      at = end;
    }
    if (at >= line.length) return cells;
    at += 1;
    if (at === line.length) return [...cells, ''];
  }
}

/** Lines that a cell with line breaks may span before its quote counts as never closed. */
const MAX_LINES = 20;

/**
 * Number of `lines` in a record whose first line has an open quote; 0 if no record of `columns` cells closes it. Such a
 * record is refused as a whole: its inner lines must not be read as rows.
 */
export function spanOf(lines: readonly string[], columns: number): number {
  let text = lines[0] ?? '';
  for (let count = 1; count < Math.min(lines.length, MAX_LINES); count += 1) {
    text += `\n${lines[count]}`;
    const cells = splitLine(text);
    if (cells === 'misplaced') return 0;
    if (cells !== 'open') return cells.length === columns ? count + 1 : 0;
  }
  return 0;
}
