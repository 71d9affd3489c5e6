/** Spreads what would happen at the same minute for everybody over an hour or two, the same way in every run. */
import { hash32 } from './hash.ts';

const SLOTS = 12;

/** Minutes by which the moments of an account or a person are late, by its number: 0, `apart`, ... up to eleven times `apart`. */
export function spreadMinutes(number: string, apart = 5): number {
  return (hash32(number) % SLOTS) * apart;
}
