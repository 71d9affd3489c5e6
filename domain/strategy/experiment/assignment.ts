/** Which arm of an experiment a person belongs to: by a stable hash, so that nobody chooses and everybody can check. */
import type { Experiment } from '../../contracts/experiment.ts';
import { placeOf } from '../../hash.ts';

/**
 * The arm of a person, by their number at the creditor, whatever accounts they have. The same for ever, and independent
 * of the arms in experiments of other names.
 */
export function armOf({ name, arms }: Pick<Experiment, 'name' | 'arms'>, creditor: string, person: string): string {
  const place = placeOf(`${name}\n${creditor}\n${person}`);
  let end = 0;
  for (const arm of arms) {
    end += arm.share;
    if (place < end) return arm.name;
  }
  return (arms.at(-1) as Experiment['arms'][number]).name;
}
