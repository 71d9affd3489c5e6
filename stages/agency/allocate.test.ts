import { expect, test } from '@jest/globals';
import { hash32 } from '../../domain/hash.ts';
import { account, CREDITOR } from '../../tests/support/facts.ts';
import { allocate } from './allocate.ts';

const of = (number: string, agencies: { code: string; share: number }[], placedWith: string | null = null) =>
  allocate(account({ creditor: { ...CREDITOR, agencies } }, { number, placedWith }));
const two = [
  { code: 'north', share: 3 },
  { code: 'south', share: 1 },
];

test('the same person always the same way, the agency that has the person first', () => {
  expect(of('P-7', two)).toBe(of('P-7', two));
  expect(of('P-7', two, 'south')).toBe('south');
  expect(of('P-7', two, 'north')).toBe('north');
});
test('by shares', () => {
  const persons = Array.from({ length: 4000 }, (_, index) => of(`P-${index}`, two));
  const north = persons.filter((person) => person === 'north').length / persons.length;
  expect(north).toBeGreaterThan(0.7);
  expect(north).toBeLessThan(0.8);
});
test('no agency, no share: nobody', () => {
  expect(of('P-7', [])).toBeNull();
  expect(of('P-7', [{ code: 'north', share: 0 }])).toBeNull();
});
test('the hash is FNV-1a and spreads', () => {
  expect(hash32('')).toBe(0x811c9dc5);
  expect(hash32('a')).toBe(0xe40c292c);
  expect(hash32('foobar')).toBe(0xbf9cf968);
  const slots = new Set(Array.from({ length: 500 }, (_, index) => hash32(`A-${index}`) % 12));
  expect(slots.size).toBe(12);
});
