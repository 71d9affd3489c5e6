/**
 * One logger per process, JSON lines on stderr. By design nothing personal is logged; redaction by name is the second
 * safety net.
 */
import pino from 'pino';

export type Logger = pino.Logger;

const PERSONAL = [
  'name',
  'personName',
  'email',
  'phone',
  'address',
  'to',
  'to_value',
  'to_key',
  'value',
  'value_key',
  'body',
  'subject',
];

/** The words with every quotation replaced. */
const unquoted = (words: string): string => words.replace(/"[^"]*"|'[^']*'/g, '"..."');

/**
 * The parts of an error that may be logged. Postgres and JSON.parse quote the offending value, and `detail` of a broken
 * constraint holds a row.
 */
function showError(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, table, constraint } = error as { code?: unknown; table?: unknown; constraint?: unknown };
  return {
    type: error.name,
    message: unquoted(error.message),
    ...Object.fromEntries(Object.entries({ code, table, constraint }).filter(([, field]) => typeof field === 'string')),
    stack: error.stack
      ?.split('\n')
      .filter((frame) => /^ {4}at /.test(frame))
      .join('\n'),
  };
}

/** Writes to stderr, or to `to`. */
export function openLogger(level: string, fields: Record<string, string> = {}, to?: pino.DestinationStream): Logger {
  const redact = { paths: [...PERSONAL, ...PERSONAL.map((field) => `*.${field}`)], censor: '[personal]' };
  return pino(
    { level, base: fields, redact, serializers: { err: showError } },
    to ?? pino.destination({ fd: 2, sync: true }),
  );
}

/**
 * Logs the first message of a kind at once, then at most one per `everyMs` with the number suppressed, so that an
 * outage cannot fill the disk.
 */
export function limitLog(
  log: (fields: object, words: string) => void,
  everyMs = 5000,
): (kind: string, fields: object, words: string) => void {
  const seen = new Map<string, { at: number; left: number }>();
  return (kind, fields, words) => {
    const last = seen.get(kind);
    const now = performance.now();
    if (last && now - last.at < everyMs) {
      last.left += 1;
      return;
    }
    const reason = 'reason' in fields && typeof fields.reason === 'string' ? { reason: unquoted(fields.reason) } : {};
    log({ ...fields, ...reason, ...(last && last.left > 0 ? { leftOut: last.left } : {}) }, words);
    seen.set(kind, { at: now, left: 0 });
  };
}
