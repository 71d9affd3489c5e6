/**
 * What went wrong, for people (a sentence and its remedy) and for programs (one JSON document and an exit code). A
 * foreseen error never prints a stack.
 */
import { Problem } from '../domain/problems.ts';
import { paint } from './print.ts';

/** Exit codes; docs/operating.md lists them. */
export const EXIT = { done: 0, notDone: 1, usage: 2, interrupted: 130 } as const;

/** The command was understood but could not be done. */
export class Fault extends Error {
  readonly code: string;
  readonly remedy: string;
  readonly exit: number;
  /** Further fields of the API's answer. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    sentence: string,
    remedy: string,
    exit: number = EXIT.notDone,
    more: Readonly<Record<string, unknown>> = {},
  ) {
    super(sentence);
    this.name = 'Fault';
    this.code = code;
    this.remedy = remedy;
    this.exit = exit;
    this.more = more;
  }
}

/** The command line itself is wrong. */
export class UsageFault extends Fault {
  constructor(sentence: string, remedy: string) {
    super('usage', sentence, remedy, EXIT.usage);
  }
}

interface Reported {
  code: string;
  detail: string;
  remedy: string;
}

/** Any error as it is reported. */
function toReport(error: unknown): Reported & Record<string, unknown> {
  if (error instanceof Fault) return { ...error.more, code: error.code, detail: error.message, remedy: error.remedy };
  if (error instanceof Problem)
    return { code: error.code, detail: error.message, remedy: error.remedy, retry: error.retry };
  const system = systemWords(error);
  if (system !== null) return { code: 'not-done', ...system };
  return {
    code: 'unexpected',
    detail: `Something unexpected went wrong: ${error instanceof Error ? error.message : String(error)}`,
    remedy: 'LOG_LEVEL=debug shows where.',
  };
}

const FILE_WORDS: Readonly<Record<string, [string, string]>> = {
  ENOENT: ['There is no file', 'Check the path.'],
  EACCES: ['It is not allowed to open', 'Check the permissions of the file and its folder.'],
  EISDIR: ['A file is needed, and a folder is', 'Name a file in it.'],
  ENOSPC: ['No space is left to write', 'Free some space and try again.'],
};

function systemWords(error: unknown): { detail: string; remedy: string } | null {
  const { code = '', path = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  const words = FILE_WORDS[code];
  return words === undefined ? null : { detail: `${words[0]} ${path}`.trim().concat('.'), remedy: words[1] };
}

/** Prints the fault on stderr, and with `json` as the one document on stdout; sets the exit code. */
export function report(error: unknown, json: boolean): void {
  const told = toReport(error);
  process.stderr.write(`${paint('red', told.detail, process.stderr)}\n${told.remedy === '' ? '' : `${told.remedy}\n`}`);
  if (told.code === 'unexpected' && process.env['LOG_LEVEL'] === 'debug' && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  if (json) process.stdout.write(`${JSON.stringify({ problem: told })}\n`);
  process.exitCode = error instanceof Fault ? error.exit : EXIT.notDone;
}
