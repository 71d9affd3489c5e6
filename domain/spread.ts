/** Spreads what would happen to everybody in the same minute over an hour or two, the same way in every run. */
import { hash32 } from './hash.ts';

const SLOTS = 12;

/** Delay of an account or person in minutes, by its number: 0, `apart`, ... up to eleven times `apart`. */
export function spreadMinutes(number: string, apart = 5): number {
  return (hash32(number) % SLOTS) * apart;
}
