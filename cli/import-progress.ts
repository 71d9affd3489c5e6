/** How far an import is. */
import { count } from './print.ts';

interface Progress {
  at(done: number): void;
  end(): void;
}

const NEVER = { at: () => undefined, end: () => undefined };
const BAR = 24;
const SHOWN_EVERY_MS = 200;
const REPORTED_EVERY_MS = 5000;

/** On stderr: one line that moves on a terminal, else a line every few seconds. */
export function openProgress(rows: number): Progress {
  const terminal = process.stderr.isTTY;
  if (rows === 0) return NEVER;
  const started = performance.now();
  let last = started;
  let moved = false;
  return {
    at(done) {
      const now = performance.now();
      if (now - last < (terminal ? SHOWN_EVERY_MS : REPORTED_EVERY_MS)) return;
      last = now;
      const speed = Math.round(done / ((now - started) / 1000));
      const filled = Math.min(BAR, Math.round((BAR * done) / rows));
      const line = `${'#'.repeat(filled)}${'-'.repeat(BAR - filled)}  ${done} of ${count(rows, 'row')}, ${speed} a second`;
      moved = true;
      process.stderr.write(terminal ? `\r${line}` : `${line}\n`);
    },
    end() {
      if (terminal && moved) process.stderr.write('\r\u001b[K');
    },
  };
}
