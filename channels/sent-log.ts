/**
 * The log of a lane that a person supplies after a restore: CSV with the columns key, at and covers, in any order.
 * Without covers the key alone identifies what was sent: the key of a message for one effect is the hash of that
 * effect.
 */
import { Problem } from '../domain/problems.ts';
import type { SentLogRow } from './channel.ts';
import { readCsv } from './csv.ts';

const COLUMNS = ['key', 'at', 'covers'] as const;
const REMEDY =
  'Write key,at,covers: the key of 40 hex digits, a moment like 2026-03-05T09:30:00Z, ' +
  'and the hashes of X-Arrears-Covers with spaces between (docs/operating.md).';
const HASH = /^[0-9a-f]{40}$/;
const MOMENT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

const refused = (reason: string): Problem => new Problem('file-refused', { reason, remedy: REMEDY });

/**
 * Throws Problem `file-refused`, which names rows, never values. A log without rows is valid and means that nothing was
 * sent.
 */
export function readSentLog(bytes: Uint8Array): SentLogRow[] {
  const lines = readCsv(bytes);
  if ('fault' in lines) throw refused(lines.row > 0 ? `row ${lines.row}: ${lines.fault}` : lines.fault);
  const names = (lines[0]?.cells ?? []).map((name, at) => (at === 0 ? name.replace(/^\uFEFF/, '') : name).trim());
  const missing = COLUMNS.filter((name) => !names.includes(name));
  if (missing.length > 0) throw refused(`the column ${missing.join(' and ')} is missing`);
  return lines.slice(1).map(({ row, cells }) => {
    const cell = (name: (typeof COLUMNS)[number]) => (cells[names.indexOf(name)] ?? '').trim();
    const at = MOMENT.test(cell('at')) ? Date.parse(cell('at').replace(' ', 'T')) : Number.NaN;
    const covers = cell('covers').split(/\s+/).filter(Boolean);
    if (!HASH.test(cell('key'))) throw refused(`row ${row} has no key`);
    if (Number.isNaN(at)) throw refused(`row ${row} has no moment with its offset`);
    if (!covers.every((hash) => HASH.test(hash)))
      throw refused(`row ${row} names what it covers by something else than hashes`);
    return { key: cell('key'), at, covers };
  });
}
