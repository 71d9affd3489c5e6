/** Which arm of an experiment a person belongs to: by a stable hash, so that nobody chooses and everybody can check. */
import type { Experiment } from '../../contracts/experiment.ts';
import { hash32 } from '../../hash.ts';

/** Spreads the bits of a hash: FNV-1a of names that differ in their last letter differs in its low bits only. */
function spread(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/**
 * The arm of a person, by their number at the creditor, whatever accounts they have. The same for ever, and independent
 * of the arms in experiments of other names.
 */
export function armOf({ name, arms }: Pick<Experiment, 'name' | 'arms'>, creditor: string, person: string): string {
  const place = spread(hash32(`${name}\n${creditor}\n${person}`)) / 2 ** 32;
  let end = 0;
  for (const arm of arms) {
    end += arm.share;
    if (place < end) return arm.name;
  }
  return (arms.at(-1) as Experiment['arms'][number]).name;
}
