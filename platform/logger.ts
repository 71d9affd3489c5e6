/** One logger a process, JSON lines on stderr. Nothing personal is logged by construction; redaction by name is the second net. */
import pino from 'pino';

export type Logger = pino.Logger;

const PERSONAL = ['name', 'personName', 'email', 'phone', 'address', 'to', 'to_value', 'value', 'body', 'subject'];

export function openLogger(level: string, fields: Record<string, string> = {}): Logger {
  return pino(
    { level, base: fields, redact: { paths: [...PERSONAL, ...PERSONAL.map((field) => `*.${field}`)], censor: '[personal]' } },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** Logs the first of a kind at once and then at most one in `everyMs`, with the number left out: an outage must not fill the disk. */
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
    log({ ...fields, ...(last && last.left > 0 ? { leftOut: last.left } : {}) }, words);
    seen.set(kind, { at: now, left: 0 });
  };
}
