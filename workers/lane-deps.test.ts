import { describe, expect, test } from '@jest/globals';
import type { HeldClaim } from '../engine/effects/claim.ts';
import { assignClaims } from './lane-deps.ts';

const claimOf = (...ids: string[]): HeldClaim => ({ effects: ids.map((id) => ({ id })) }) as unknown as HeldClaim;

describe('the claims of a batch', () => {
  test('go to a request for an effect that they cover, otherwise to the first', () => {
    const [alone, both, other] = [claimOf('b'), claimOf('c', 'a'), claimOf('z')];
    expect(assignClaims(['a', 'b', 'c'], [alone, both, other])).toEqual([[other], [alone], [both]]);
  });

  test('go to one request only, also when two jobs name the effect: it is called once', () => {
    const once = claimOf('a');
    expect(assignClaims(['a', 'b', 'a'], [once])).toEqual([[once], [], []]);
  });
});
