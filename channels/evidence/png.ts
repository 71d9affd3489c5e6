/** Walks the chunks of a PNG from its header to its end. */
import { crc32 } from 'node:zlib';
import { numberAt } from './bytes.ts';
import type { EvidenceFault } from './faults.ts';
import { pixelFault } from './pixels.ts';

/** Length of the signature; a chunk is its length, its name, its data and a checksum. */
const SIGNATURE = 8;
const AROUND = 12;

/** What is wrong with the file; null when nothing is. */
export function pngFault(bytes: Buffer): EvidenceFault | null {
  let at = SIGNATURE;
  let hasPixels = false;
  while (at + AROUND <= bytes.length) {
    const length = numberAt(bytes, at, 4);
    const name = bytes.toString('latin1', at + 4, at + 8);
    const end = at + AROUND + length;
    if (!/^[A-Za-z]{4}$/.test(name)) return 'broken';
    if (end > bytes.length) return 'cut-short';
    if (crc32(bytes.subarray(at + 4, end - 4)) !== numberAt(bytes, end - 4, 4)) return 'broken';
    if ((at === SIGNATURE) !== (name === 'IHDR')) return 'broken';
    if (name === 'IHDR') {
      if (length !== 13) return 'broken';
      const fault = pixelFault(numberAt(bytes, at + 8, 4), numberAt(bytes, at + 12, 4));
      if (fault !== null) return fault;
    }
    hasPixels ||= name === 'IDAT';
    at = end;
    if (name !== 'IEND') continue;
    if (length !== 0 || !hasPixels) return 'broken';
    return at === bytes.length ? null : 'goes-on';
  }
  return 'cut-short';
}
