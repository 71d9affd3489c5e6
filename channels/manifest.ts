/** The manifest of every file for an organisation: kind, count, sums and fingerprints. */
import type { CalendarDate } from '../domain/time.ts';
import { sha256 } from '../platform/sha256.ts';
import type { OutFile } from './channel.ts';

/** Sum of one currency. */
interface ManifestSum {
  currency: string;
  /** Minor units. */
  minor: string;
}
/** Content of the manifest file; fields: docs/file-formats.md. */
export interface Manifest {
  v: 1;
  kind: string;
  creditor: string;
  /** Code of the agency, bureau or court. */
  recipient: string;
  date: CalendarDate;
  sequence: number;
  files: { name: string; bytes: number; sha256: string }[];
  count: number;
  /** One entry per currency, sorted by code. The kind decides which amounts are added: docs/file-formats.md. */
  sums: ManifestSum[];
}

/** Adds up minor units per currency, sorted by currency. */
export function sumByCurrency(amounts: readonly { currency: string; minor: bigint }[]): ManifestSum[] {
  const sums = new Map<string, bigint>();
  for (const { currency, minor } of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + minor);
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, minor]) => ({ currency, minor: minor.toString() }));
}

/**
 * The files and their manifest. The manifest must be placed last: a file without a manifest has not been handed over.
 */
export function withManifest(files: readonly OutFile[], head: Omit<Manifest, 'v' | 'files'>, name: string): OutFile[] {
  const listed = files.map((file) => ({
    name: file.name.split('/').at(-1) ?? file.name,
    bytes: file.content.length,
    sha256: sha256(file.content),
  }));
  const manifest: Manifest = { v: 1, ...head, files: listed };
  return [...files, { name, content: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`, 'utf8') }];
}
