import { describe, expect, test } from '@jest/globals';
import { hash32 } from '../../domain/hash.ts';
import { account, CREDITOR } from '../../tests/support/facts.ts';
import { allocate, allocationOf } from './allocate.ts';

const of = (number: string, agencies: { code: string; share: number }[], placedWith: string | null = null) =>
  allocate(account({ creditor: { ...CREDITOR, agencies } }, { number, placedWith }), { agencies: null });
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
describe('shares of a strategy', () => {
  const by = (agencies: Record<string, number>, number = 'P-7', placedWith: string | null = null, creditors = two) =>
    allocationOf(account({ creditor: { ...CREDITOR, agencies: creditors } }, { number, placedWith }), { agencies });
  const codeOf = (answer: ReturnType<typeof by>) => (typeof answer === 'string' ? answer : answer.code);

  test('stand in place of the creditor’s; those of the creditor, written out, are the same for everybody', () => {
    const numbers = Array.from({ length: 4000 }, (_, index) => `P-${index}`);
    const south = numbers.filter((number) => codeOf(by({ north: 1, south: 3 }, number)) === 'south');
    expect(south.length / numbers.length).toBeGreaterThan(0.7);
    expect(south.length / numbers.length).toBeLessThan(0.8);
    for (const number of numbers) expect(by({ south: 1, north: 3 }, number)).toBe(of(number, two));
  });
  test('leave out the agencies that they do not name, and name those that the creditor does not have in vain', () => {
    for (const number of ['P-1', 'P-2', 'P-3', 'P-4']) expect(by({ south: 10, west: 90 }, number)).toBe('south');
    expect(by({ west: 1 })).toEqual({
      code: 'no-agency-of-strategy',
      words: 'the creditor has none of the agencies that the strategy names',
    });
    expect(codeOf(by({ north: 1 }, 'P-7', null, []))).toBe('no-agency');
  });
  test('leave a person with their agency, and place nothing where they exclude it: one person, one agency', () => {
    expect(by({ north: 1, south: 99 }, 'P-7', 'north')).toBe('north');
    expect(by({ south: 1 }, 'P-7', 'north')).toEqual({
      code: 'other-agency',
      words: 'the agency north has the person, and the strategy gives it no accounts',
    });
  });
  test('of names that every object has are none', () => {
    expect(codeOf(by({ north: 1 }, 'P-7', 'constructor'))).toBe('other-agency');
  });
});
test('the hash is FNV-1a and spreads', () => {
  expect(hash32('')).toBe(0x811c9dc5);
  expect(hash32('a')).toBe(0xe40c292c);
  expect(hash32('foobar')).toBe(0xbf9cf968);
  const slots = new Set(Array.from({ length: 500 }, (_, index) => hash32(`A-${index}`) % 12));
  expect(slots.size).toBe(12);
});
