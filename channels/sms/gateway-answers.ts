/** Parses the answers of an SMS gateway. Anything that does not follow the contract (docs/sms-gateway.md) is null. */
import type { SentLogRow } from '../channel.ts';
import { isKey } from '../outbox/names.ts';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** The gateway's reference of a message that it accepted. */
export function readAccepted(text: string): string | null {
  try {
    const answer: unknown = JSON.parse(text);
    const reference = isObject(answer) ? answer['reference'] : null;
    return typeof reference === 'string' && /^[\w.:/-]{1,128}$/.test(reference) ? reference : null;
  } catch {
    return null;
  }
}

/** Retry-After as wall milliseconds from now. The header is seconds or an HTTP date. */
export function readRetryAfter(header: string | undefined, now = Date.now()): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** One page of `{"messages": [{"key", "at", "covers"}], "next": KEY or null}`. */
export function readLogPage(answer: unknown): { rows: SentLogRow[]; next: string | null } | null {
  if (!isObject(answer) || !Array.isArray(answer['messages'])) return null;
  const next = answer['next'] ?? null;
  if (next !== null && (typeof next !== 'string' || !isKey(next))) return null;
  const rows = answer['messages'].map(readRow);
  return rows.includes(null) ? null : { rows: rows as SentLogRow[], next };
}

function readRow(row: unknown): SentLogRow | null {
  if (!isObject(row)) return null;
  const { key, at, covers } = row;
  const moment = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  if (typeof key !== 'string' || !isKey(key) || Number.isNaN(moment)) return null;
  if (
    !Array.isArray(covers) ||
    !covers.every((cover): cover is string => typeof cover === 'string' && /^[0-9a-f]{40}$/.test(cover))
  )
    return null;
  return { key, at: moment, covers };
}
