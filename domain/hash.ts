/** Hashes of names. Not for secrets. */

/** FNV-1a, 32 bit: spreads due times over an hour or a morning. */
export function hash32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/**
 * Place of a text in [0, 1), by a hash of it: even, and the same for ever. The bits are spread: FNV-1a of names that
 * differ in their last letter differs in its low bits only.
 */
export function placeOf(text: string): number {
  const hash = hash32(text);
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
