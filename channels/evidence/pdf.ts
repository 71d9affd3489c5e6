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

const FAULT_OF: ReadonlyMap<string, EvidenceFault> = new Map(
  FORBIDDEN.flatMap(([fault, names]) => names.map((name) => [name, fault] as const)),
);
/** The end of a file says where its table is. */
const TAIL = 1024;

/** What is wrong with the file; null when nothing is. Each look takes time by the length of the file alone. */
export function pdfFault(bytes: Buffer): EvidenceFault | null {
  const letters = asLetters(bytes);
  if (!/^%PDF-[12]\.\d[\r\n \t%]/.test(letters)) return 'broken';
  const end = letters.lastIndexOf('%%EOF');
  if (end === -1) return 'cut-short';
  if (/[^\s\0]/.test(letters.slice(end + 5))) return 'goes-on';
  const tail = letters.slice(Math.max(0, end - TAIL), end);
  if (!/\bobj\b/.test(letters) || !/startxref\s+\d+\s*$/.test(tail)) return 'broken';
  return forbiddenIn(letters) ?? packsFault(bytes, letters);
}

/** Names of a PDF may spell their letters as numbers: /J#61vaScript. */
function forbiddenIn(letters: string): EvidenceFault | null {
  for (const [, name = ''] of letters.matchAll(/\/([^\s/()<>[\]{}%]+)/g)) {
    const spelt = name.includes('#')
      ? name.replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      : name;
    const fault = FAULT_OF.get(spelt);
    if (fault !== undefined) return fault;
  }
  return null;
}

/** Opens every pack of objects and looks through it. */
function packsFault(bytes: Buffer, letters: string): EvidenceFault | null {
  const parts = /\bobj\b|\bstream\r?\n/g;
  let object: number | null = null;
  let opened = 0;
  for (let part = parts.exec(letters); part !== null; part = parts.exec(letters)) {
    if (part[0] === 'obj') {
      object = part.index;
      continue;
    }
    const end = letters.indexOf('endstream', parts.lastIndex);
    if (object === null || end === -1) return 'hides';
    const about = letters.slice(object, part.index).replace(/\s+/g, ' ');
    const pack = packOf(about, bytes.subarray(parts.lastIndex, end));
    opened += pack?.length ?? 0;
    if (pack === null || opened > MOST_OF_ALL) return 'hides';
    const fault = forbiddenIn(asLetters(pack));
    if (fault !== null) return fault;
    object = null;
    parts.lastIndex = end;
  }
  return null;
}

const NO_PACK = Buffer.alloc(0);

/** What is in a stream that packs objects; nothing for other streams, null where it cannot be looked at. */
function packOf(about: string, bytes: Buffer): Buffer | null {
  // A kind that is spelt in numbers may be that of a pack too.
  if (!/\/ObjStm\b/.test(about) && !/\/Type ?\/[^ />]*#/.test(about)) return NO_PACK;
  if (!about.includes('/Filter')) return NO_PACK;
  if (about.includes('/DecodeParms') || !/\/Filter ?\[? ?\/FlateDecode ?\]? ?(?:\/|>>|$)/.test(about)) return null;
  return open(bytes);
}

function open(packed: Buffer): Buffer | null {
  try {
    return inflateSync(packed, { maxOutputLength: MOST_OF_PACK });
  } catch {
    return null;
  }
}
