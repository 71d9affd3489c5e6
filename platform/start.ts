/** How a process reports that it is ready, or why it cannot start: to its parent over IPC, else on stderr. */
import { Problem, type ProblemCode } from '../domain/problems.ts';

/** Message of a started process over IPC. */
type StartWord =
  | ({ ready: true } & Record<string, unknown>)
  | { problem: { code: ProblemCode; particulars: Readonly<Record<string, string | number>> } };

export function reportReady(more: Readonly<Record<string, unknown>> = {}): void {
  process.send?.({ ...more, ready: true } satisfies StartWord);
}

/** Ends this process with exit code 1. A Problem is reported as its sentence and remedy, once. */
export function failStart(error: unknown): void {
  const end = () => process.exit(1);
  if (error instanceof Problem && process.connected) {
    const { code, particulars } = error;
    process.send?.({ problem: { code, particulars } } satisfies StartWord, end);
    return;
  }
  const words =
    error instanceof Problem
      ? `${error.message}\n${error.remedy}`
      : error instanceof Error
        ? error.stack
        : String(error);
  process.stderr.write(`${words}\n`);
  end();
}

/** The Problem that a started process reported; null if it reported none. */
export function problemOf(word: unknown): Problem | null {
  if (typeof word !== 'object' || word === null || !('problem' in word)) return null;
  const { code, particulars } = (word as Extract<StartWord, { problem: unknown }>).problem;
  return new Problem(code, particulars);
}
