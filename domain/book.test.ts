import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { planBookUpdate } from './book.ts';
import type { Due } from './facts.ts';

const due = (on: string, minor: bigint): Due => ({ on, minor });
const paid = (minor: bigint) => ({ before: minor, within: minor });
const unpaidOf = (dues: readonly Due[], received: bigint) => dues.reduce((sum, due) => sum + due.minor, 0n) - received;

describe('what a newer row of the book means', () => {
  const known = [due('2026-01-30', 1000n), due('2026-03-01', 500n)];

  test('nothing new: no adjustment', () => {
    expect(planBookUpdate(known, known, paid(0n))).toEqual({ added: [], raised: [], newDues: 0n, adjustment: 0n });
  });
  test('a due that is listed with less is an implied payment', () => {
    expect(planBookUpdate(known, [due('2026-01-30', 400n), due('2026-03-01', 500n)], paid(0n)).adjustment).toBe(-600n);
  });
  test('a payment that we know is not counted twice', () => {
    expect(planBookUpdate(known, [due('2026-01-30', 400n), due('2026-03-01', 500n)], paid(600n)).adjustment).toBe(0n);
  });
  test('dues that are no longer listed are paid', () => {
    expect(planBookUpdate(known, [], paid(0n)).adjustment).toBe(-1500n);
  });
  test('a new due is a new due and no adjustment', () => {
    const update = planBookUpdate(known, [...known, due('2026-03-31', 700n)], paid(0n));
    expect(update).toEqual({ added: [due('2026-03-31', 700n)], raised: [], newDues: 700n, adjustment: 0n });
  });
  test('a payment that the book does not know of comes back as an upward adjustment', () => {
    expect(planBookUpdate(known, known, paid(600n)).adjustment).toBe(600n);
  });
  test('a due that grew beyond its amount is raised', () => {
    const update = planBookUpdate(known, [due('2026-01-30', 1200n), due('2026-03-01', 500n)], paid(0n));
    expect(update).toEqual({ added: [], raised: [due('2026-01-30', 1200n)], newDues: 200n, adjustment: 0n });
  });
  test('money of the very day may be in the file or not', () => {
    const listed = [due('2026-01-30', 400n), due('2026-03-01', 500n)];
    expect(planBookUpdate(known, listed, { before: 0n, within: 600n }).adjustment).toBe(0n);
    expect(planBookUpdate(known, known, { before: 0n, within: 600n }).adjustment).toBe(0n);
  });

  const days = ['2026-01-01', '2026-02-01', '2026-03-01', '2026-04-01', '2026-05-01'];
  const dues = fc
    .uniqueArray(fc.record({ on: fc.constantFrom(...days), minor: fc.bigInt(1n, 10_000n) }), {
      selector: (due) => due.on,
    })
    .map((list) => [...list].sort((a, b) => (a.on < b.on ? -1 : 1)));
  test('afterwards exactly what the book lists is unpaid', () => {
    fc.assert(
      fc.property(dues, dues, fc.bigInt(-5_000n, 20_000n), (stored, listed, received) => {
        const update = planBookUpdate(stored, listed, paid(received));
        const raised = new Map(update.raised.map((due) => [due.on, due]));
        const after = [...stored.map((due) => raised.get(due.on) ?? due), ...update.added];
        expect(unpaidOf(after, received - update.adjustment)).toBe(unpaidOf(listed, 0n));
      }),
    );
  });
});
