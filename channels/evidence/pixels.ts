/** Bounds of a picture, by the size that its header says: nothing is unpacked to find out. */
import type { EvidenceFault } from './faults.ts';

const MOST_A_SIDE = 30_000;
const MOST_PIXELS = 100_000_000;

export function pixelFault(width: number, height: number): EvidenceFault | null {
  if (width === 0 || height === 0) return 'broken';
  return width > MOST_A_SIDE || height > MOST_A_SIDE || width * height > MOST_PIXELS ? 'too-many-pixels' : null;
}
