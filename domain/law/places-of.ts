/** Where a person may be: at the address, and where a valid number of theirs belongs. */
import type { AccountFacts } from '../facts.ts';
import type { Zone } from '../time.ts';

type Placed = Pick<AccountFacts, 'person'>;

/** The person's zone first, then those in which a number lies. */
export function zonesOf({ person }: Placed): readonly Zone[] {
  const zones = new Set([person.zone]);
  for (const { valid, place } of person.points) if (valid) for (const zone of place?.zones ?? []) zones.add(zone);
  return [...zones];
}

/** The region where the person lives, and those of numbers of theirs. */
export function regionsOf({ person }: Placed): readonly string[] {
  const regions = new Set(person.region === null ? [] : [person.region]);
  for (const { valid, place } of person.points) if (valid && place?.region) regions.add(place.region);
  return [...regions];
}
