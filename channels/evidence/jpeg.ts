/** Walks a JPEG from its first marker to its last, by its headers alone. */
import { numberAt } from './bytes.ts';
import type { EvidenceFault } from './faults.ts';
import { pixelFault } from './pixels.ts';

const START = 0xd8;
const END = 0xd9;
const SCAN = 0xda;
/** Markers that begin a frame and say its size; c4, c8 and cc are tables. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** What is wrong with the file; null when nothing is. A telephone may put several pictures one after another. */
export function jpegFault(bytes: Buffer): EvidenceFault | null {
  let at = 0;
  while (at < bytes.length) {
    const end = endOfPicture(bytes, at);
    if (typeof end === 'string') return end;
    at = end;
    if (bytes[at] === 0 && bytes.subarray(at).every((byte) => byte === 0)) return null;
    if (at < bytes.length && (bytes[at] !== 0xff || bytes[at + 1] !== START)) return 'goes-on';
  }
  return null;
}

/** Where the picture that begins at `at` ends. */
function endOfPicture(bytes: Buffer, begin: number): number | EvidenceFault {
  let at = begin + 2;
  let framed = false;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return 'broken';
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === END || marker === START || marker === 0) return 'broken';
    const length = numberAt(bytes, at + 2, 2);
    if (length < 2) return 'broken';
    if (isFrame(marker)) {
      if (at + 9 > bytes.length) return 'cut-short';
      const fault = pixelFault(numberAt(bytes, at + 7, 2), numberAt(bytes, at + 5, 2));
      if (fault !== null) return fault;
      framed = true;
    }
    at += 2 + length;
    if (marker !== SCAN) continue;
    if (!framed) return 'broken';
    const next = endOfScan(bytes, at);
    if (next === null) return 'cut-short';
    if (bytes[next + 1] === END) return next + 2;
    at = next;
  }
  return 'cut-short';
}

/** The next marker after packed pixels: an ff that neither stands for itself nor restarts; null where none comes. */
function endOfScan(bytes: Buffer, begin: number): number | null {
  for (let at = bytes.indexOf(0xff, begin); at !== -1 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1] as number;
    if (marker !== 0 && marker !== 0xff && (marker < 0xd0 || marker > 0xd7)) return at;
  }
  return null;
}
