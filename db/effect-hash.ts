/**
 * Names of effects for the outside world. They are hashes of business keys: a restore does not change them, and they
 * hold nothing personal.
 */
import { sha256 } from '../platform/sha256.ts';

const hash = (text: string): string => sha256(text).slice(0, 40);

/** Names one effect; `key` is `episode/stage/step/occurrence`. 40 hex digits. */
export const effectHash = (creditorId: string, accountId: string, key: string): string =>
  hash(`${creditorId}/${accountId}/${key}`);

/** The key of a message or file: the hash of the single effect that it covers, or a hash over all. 40 hex digits. */
export function messageKey(covers: readonly string[]): string {
  const [only] = covers;
  return covers.length === 1 && only !== undefined ? only : hash([...covers].sort().join('\n'));
}
