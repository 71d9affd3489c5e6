/** Where a run shows itself: redrawn in place on a terminal, a line a week elsewhere, and nothing but errors when one JSON document is asked for. */
import { rewind, screenLines, type View, weekLine } from './screen.ts';

export interface Show {
  /** A sentence, once. */
  report(words: string): void;
  /** The first line; a redrawn screen puts its first view in the same place. */
  head(words: string): void;
  /** Draws a view where the screen is redrawn, or a line. */
  draw(view: View): void;
  /** Something has happened to the machine; a redrawn screen shows it with the next view. */
  news(words: string): void;
  /** True when a view of this moment is worth asking for. */
  wants(day: number, evening: boolean): boolean;
  /** Lines that stay. */
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
