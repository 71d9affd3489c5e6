/** The name of a file of evidence as it is kept: whatever was sent, it is safe to save and to show. */
import type { EvidenceKind } from './read-evidence.ts';

const MOST = 80;
/** Names that Windows keeps for devices. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;
const ENDINGS: Readonly<Record<EvidenceKind, RegExp>> = {
  pdf: /\.pdf$/i,
  jpeg: /\.jpe?g$/i,
  png: /\.png$/i,
  text: /\.(?:txt|text|eml|csv|md|log)$/i,
};
const USUAL: Readonly<Record<EvidenceKind, string>> = { pdf: '.pdf', jpeg: '.jpg', png: '.png', text: '.txt' };

/**
 * The last part of the path, in NFC, without control characters and marks of direction, without what file systems
 * forbid, with the ending of its kind.
 */
export function cleanName(sent: string, kind: EvidenceKind): string {
  const last = sent.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .trim();
  const bare = plain
    .replace(ENDINGS[kind], '')
    .replace(/^[. ]+|[. ]+$/g, '')
    .replace(/\./g, '_');
  const short = [...bare].slice(0, MOST).join('').trim();
  const name = short === '' ? 'file' : RESERVED.test(short) ? `_${short}` : short;
  return name + USUAL[kind];
}
