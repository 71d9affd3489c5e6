/**
 * What kind a file of evidence is, by its content: never by its name or by what its sender says. A file that could be
 * read as anything else beside is refused. No virus scanner looks at it.
 */
import { isUtf8 } from 'node:buffer';
import { asLetters, hasArchiveBehind, hasMarkup } from './bytes.ts';
import type { EvidenceFault } from './faults.ts';
import { jpegFault } from './jpeg.ts';
import { pdfFault } from './pdf.ts';
import { pngFault } from './png.ts';

export const EVIDENCE_KINDS = ['pdf', 'jpeg', 'png', 'text'] as const;
/** One of EVIDENCE_KINDS. */
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** Under which type each kind is handed out. */
export const EVIDENCE_TYPES: Readonly<Record<EvidenceKind, string>> = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  text: 'text/plain; charset=utf-8',
};

/** How files begin that are refused with a word of their own. */
const BEGINNINGS: readonly [EvidenceFault, readonly string[]][] = [
  [
    'archive',
    ['PK\x03', 'PK\x05', 'PK\x07', 'Rar!', '7z\xbc\xaf', '\x1f\x8b', 'BZh', '\xfd7zXZ', '\x28\xb5\x2f\xfd', 'MSCF'],
  ],
  ['office', ['\xd0\xcf\x11\xe0', '{\\rtf']],
  ['other-picture', ['GIF8', 'II*\0', 'MM\0*', 'RIFF', 'BM']],
  ['program', ['MZ', '\x7fELF', '#!', '\xca\xfe\xba\xbe', '\xce\xfa\xed\xfe', '\xcf\xfa\xed\xfe', '%!PS']],
];
/** Of these, what a text may begin with too. */
const TEXT_BUT_NOT_PLAIN = ['{\\rtf', '#!', '%!PS'];
/** Pictures of telephones say what they are after their first four bytes. */
const BOXED = /^ftyp(?:hei|hev|mif1|msf1|avif)/;
/** Parts of packed office documents. */
const OFFICE = /\[Content_Types\]\.xml|mimetypeapplication\/vnd\.oasis|META-INF\/manifest\.xml/;

/** The kind of a file, or why it is not taken. */
export function readEvidence(bytes: Buffer): { kind: EvidenceKind } | { fault: EvidenceFault } {
  if (bytes.length === 0) return { fault: 'empty' };
  const start = asLetters(bytes.subarray(0, 16));
  const kind = kindOf(bytes, start);
  if (kind === null) return { fault: refusedAs(bytes, start) };
  const fault = faultOf(kind, bytes);
  return fault === null ? { kind } : { fault };
}

function kindOf(bytes: Buffer, start: string): EvidenceKind | null {
  if (start.startsWith('%PDF-')) return 'pdf';
  if (start.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (TEXT_BUT_NOT_PLAIN.some((beginning) => start.startsWith(beginning))) return null;
  return isUtf8(bytes) && !/[^\P{Cc}\t\n\r\f]/u.test(bytes.toString('utf8')) ? 'text' : null;
}

/** Why a file of no kind that is taken is refused. */
function refusedAs(bytes: Buffer, start: string): EvidenceFault {
  if (BOXED.test(start.slice(4))) return 'other-picture';
  const known = BEGINNINGS.find(([, beginnings]) => beginnings.some((beginning) => start.startsWith(beginning)))?.[0];
  return known === 'archive' && OFFICE.test(asLetters(bytes.subarray(0, 4096))) ? 'office' : (known ?? 'other-kind');
}

const FAULTS: Readonly<Record<EvidenceKind, (bytes: Buffer) => EvidenceFault | null>> = {
  pdf: pdfFault,
  jpeg: jpegFault,
  png: pngFault,
  text: textFault,
};

function faultOf(kind: EvidenceKind, bytes: Buffer): EvidenceFault | null {
  if (hasArchiveBehind(bytes)) return 'two-kinds';
  return FAULTS[kind](bytes) ?? (hasMarkup(asLetters(bytes)) ? 'markup' : null);
}

/** A PDF may begin somewhat later than its file. */
function textFault(bytes: Buffer): EvidenceFault | null {
  const text = bytes.toString('utf8', 0, 2048);
  if (text.trim() === '') return 'empty';
  if (/^\ufeff?\s*<(?:\?xml|!doctype)/i.test(text)) return 'markup';
  return text.slice(0, 1100).includes('%PDF-') ? 'two-kinds' : null;
}
