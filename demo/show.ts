/**
 * Output of a run: redrawn in place on a terminal, one line per week elsewhere. With `json`, the lines go to stderr.
 */
import { rewind, screenLines, type View, weekLine } from './screen.ts';

export interface Show {
  /** Prints a sentence once. */
  report(words: string): void;
  /** Prints the first line; a redrawn screen later puts its view there. */
  head(words: string): void;
  /** Draws a view as a screen or as a line. */
  draw(view: View): void;
  /** Reports an event of the machine; a redrawn screen shows it with the next view. */
  news(words: string): void;
  /** True if a view of this moment would be shown. */
  wants(day: number, evening: boolean): boolean;
  /** Prints lines that stay. */
  end(lines: readonly string[]): void;
}

const WEEK = 7;
const WIDTH = 110;

export function openShow(options: {
  json: boolean;
  out?: NodeJS.WriteStream;
  err?: NodeJS.WriteStream;
  days: number;
}): Show {
  const { out = process.stdout, err = process.stderr, json, days } = options;
  return out.isTTY && !json ? redrawn(out) : linewise(json ? err : out, days);
}

function redrawn(out: NodeJS.WriteStream): Show {
  let drawn = 0;
  const write = (text: string) => out.write(text);
  return {
    report: (words) => {
      write(`${rewind(drawn)}${words}\n`);
      drawn = 0;
    },
    head: (words) => {
      write(`${rewind(drawn)}${words}\n`);
      drawn = 1;
    },
    draw: (view) => {
      const lines = screenLines(view, Math.min(out.columns ?? WIDTH, WIDTH) - 1);
      write(`${rewind(drawn)}${lines.join('\n')}\n`);
      drawn = lines.length;
    },
    news: () => undefined,
    wants: () => true,
    end: (lines) => {
      write(`${lines.join('\n')}\n`);
      drawn = 0;
    },
  };
}

function linewise(out: NodeJS.WriteStream, days: number): Show {
  return {
    report: (words) => out.write(`${words}\n`),
    head: (words) => out.write(`${words}\n`),
    draw: (view) => out.write(`${weekLine(view)}\n`),
    news: (words) => out.write(`  ${words}\n`),
    wants: (day, evening) => evening && ((day + 1) % WEEK === 0 || day + 1 === days),
    end: (lines) => out.write(`${lines.join('\n')}\n`),
  };
}
