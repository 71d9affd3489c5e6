/**
 * Looks through a PDF for what it must not have: a password, scripts, programs, files inside. Its objects may be packed
 * together, so those packs are opened, each to a bound.
 */
import { inflateSync } from 'node:zlib';
import { asLetters } from './bytes.ts';
import type { EvidenceFault } from './faults.ts';

/** Most bytes of one opened pack, and of all of a file. */
const MOST_OF_PACK = 4 * 1024 * 1024;
const MOST_OF_ALL = 32 * 1024 * 1024;

/** What must not be there, by the names that stand for it: long enough never to stand in packed pixels by chance. */
const FORBIDDEN: readonly [EvidenceFault, readonly string[]][] = [
  ['encrypted', ['Encrypt']],
  ['runs-something', ['JavaScript', 'Launch', 'SubmitForm', 'ImportData', 'GoToE', 'GoToR', 'XFA']],
  ['attachments', ['EmbeddedFile', 'EmbeddedFiles', 'RichMedia', 'Movie', 'Sound', 'Rendition']],
];

/** What is wrong with the file; null when nothing is. */
export function pdfFault(bytes: Buffer): EvidenceFault | null {
  const letters = asLetters(bytes);
  if (!/^%PDF-[12]\.\d[\r\n \t%]/.test(letters)) return 'broken';
  const end = letters.lastIndexOf('%%EOF');
  if (end === -1) return 'cut-short';
  if (/[^\s\0]/.test(letters.slice(end + 5))) return 'goes-on';
  if (!/\bobj\b/.test(letters) || !/startxref\s+\d+\s*$/.test(letters.slice(0, end))) return 'broken';
  return forbiddenIn(letters) ?? packsFault(bytes, letters);
}

/** Names of a PDF may spell their letters as numbers: /J#61vaScript. */
function forbiddenIn(letters: string): EvidenceFault | null {
  const names = new Set<string>();
  for (const [, name = ''] of letters.matchAll(/\/([^\s/()<>[\]{}%]+)/g))
    names.add(
      name.includes('#')
        ? name.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
        : name,
    );
  return FORBIDDEN.find(([, words]) => words.some((word) => names.has(word)))?.[0] ?? null;
}

/** Opens every pack of objects and looks through it. */
function packsFault(bytes: Buffer, letters: string): EvidenceFault | null {
  let opened = 0;
  for (const { index } of letters.matchAll(/\bstream\r?\n/g)) {
    const about = letters.slice(Math.max(letters.lastIndexOf('obj', index), 0), index);
    if (!/\/(?:ObjStm|#4fbjStm)\b/i.test(about) && !/\/Type\s*\/[^\s/>]*#/.test(about)) continue;
    if (!/\/Filter\s*\[?\s*\/FlateDecode\s*\]?\s*(?:\/|>>|$)/.test(about) || /\/DecodeParms/.test(about)) {
      if (/\/Filter/.test(about)) return 'hides';
      continue;
    }
    const begin = letters.indexOf('\n', index) + 1;
    const pack = open(bytes.subarray(begin, letters.indexOf('endstream', begin)));
    opened += pack?.length ?? 0;
    if (pack === null || opened > MOST_OF_ALL) return 'hides';
    const fault = forbiddenIn(asLetters(pack));
    if (fault !== null) return fault;
  }
  return null;
}

function open(packed: Buffer): Buffer | null {
  try {
    return inflateSync(packed, { maxOutputLength: MOST_OF_PACK });
  } catch {
    return null;
  }
}
