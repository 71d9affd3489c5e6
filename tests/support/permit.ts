import { type Permit, permitFor } from '../../domain/permit.ts';

/** A permit for tests of channels. It expires after `leftMs` wall milliseconds. */
export function testPermit(leftMs = 60_000): Permit {
  const effect = { id: '018f3a10-0000-7000-8000-0000000000ee', attempt: 0 };
  const notAfter = Date.parse('2026-03-05T12:00:00Z');
  return permitFor([{ effect, verdict: 'allow', factsVersion: 1n, notAfter }], {
    started: performance.now(),
    now: notAfter - leftMs,
    leaseSeconds: 3600,
    simulated: false,
  });
}
