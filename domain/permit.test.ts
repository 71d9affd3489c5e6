import { describe, expect, test } from '@jest/globals';
import { type Judgement, permitFor } from './permit.ts';

const NOW = Date.parse('2026-03-05T12:00:00Z');
const CALL = { started: 500, now: NOW, leaseSeconds: 60, simulated: false };
const judgement = (over: Partial<Judgement> = {}): Judgement => ({
  effect: { id: 'effect-1', attempt: 2 },
  verdict: 'allow',
  factsVersion: 7n,
  notAfter: NOW + 90_000,
  ...over,
});

describe('a permit', () => {
  test('is for the next attempt of the first effect, until the lease ends', () => {
    expect(permitFor([judgement(), judgement({ effect: { id: 'effect-2', attempt: 0 } })], CALL)).toEqual({
      effectId: 'effect-1',
      attempt: 3,
      factsVersion: 7n,
      notAfter: NOW + 90_000,
      notAfterMonotonic: 500 + 60_000,
    });
  });
  test('ends with the earliest of what leaves together; on a simulated clock the lease alone bounds the call', () => {
    const both = [judgement(), judgement({ notAfter: NOW + 10_000 })];
    expect(permitFor(both, CALL)).toMatchObject({ notAfter: NOW + 10_000, notAfterMonotonic: 500 + 10_000 });
    expect(permitFor(both, { ...CALL, simulated: true })).toMatchObject({ notAfterMonotonic: 500 + 60_000 });
  });
  test('is made only of what the gate allowed', () => {
    for (const verdict of ['wait', 'refuse', 'blocked'] as const)
      expect(() => permitFor([judgement(), judgement({ verdict })], CALL)).toThrow('no permit');
    expect(() => permitFor([], CALL)).toThrow('no permit');
  });
});
