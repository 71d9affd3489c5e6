/** Recognises UTF-16, which spreadsheets call "Unicode text": it is a text, but none that we read. */

/** Bytes at the start of a file that are looked at. */
const LOOKED_AT = 256;

/**
 * Whether a file that begins with these bytes is UTF-16: by its byte order mark, or since every second byte is NUL, as
 * in text of Latin letters.
 */
export function looksUtf16(start: Uint8Array): boolean {
  const [first, second, third, fourth] = start;
  // FF FE 00 00 marks UTF-32.
  if (first === 0xff && second === 0xfe) return third !== 0 || fourth !== 0;
  if (first === 0xfe && second === 0xff) return true;
  const pairs = Math.floor(Math.min(start.length, LOOKED_AT) / 2);
  const nuls = [0, 0] as [number, number];
  for (let at = 0; at < pairs * 2; at += 1) if (start[at] === 0) nuls[at % 2 === 0 ? 0 : 1] += 1;
  const [high, low] = nuls;
  return pairs > 1 && Math.max(high, low) > pairs / 2 && Math.min(high, low) === 0;
}

/** The same of a file that is read in pieces; reads no further than it must. */
export async function startsAsUtf16(pieces: AsyncIterable<Buffer>): Promise<boolean> {
  let start: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    start = Buffer.concat([start, piece.subarray(0, LOOKED_AT)]);
    if (start.length >= LOOKED_AT) break;
  }
  return looksUtf16(start);
}
