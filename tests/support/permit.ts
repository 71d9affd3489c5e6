import { makePermit, type Permit } from '../../domain/permit.ts';

/** A permit for tests of channels; `leftMs` = wall milliseconds until it passes. */
export function testPermit(leftMs = 60_000): Permit {
  return makePermit({
    effectId: '018f3a10-0000-7000-8000-0000000000ee',
    attempt: 1,
    factsVersion: 1n,
    notAfter: Date.parse('2026-03-05T12:00:00Z'),
    notAfterMonotonic: performance.now() + leftMs,
  });
}
