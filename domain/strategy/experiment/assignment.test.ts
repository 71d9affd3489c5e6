import { describe, expect, test } from '@jest/globals';
import { armOf } from './assignment.ts';

const ARMS = [
  { name: 'champion', share: 0.7 },
  { name: 'softer', share: 0.2 },
  { name: 'calls-first', share: 0.1 },
];
const PERSONS = Array.from({ length: 20_000 }, (_, at) => `P-${10_000 + at}`);
/** Written down: another hash would assign persons anew while experiments run. */
const FIRST = 'champion calls-first champion softer champion champion softer champion'.split(' ');
const armsIn = (name: string) => PERSONS.map((person) => armOf({ name, arms: ARMS }, 'harbour', person));

describe('the arm of a person', () => {
  test('has its share of the persons', () => {
    const arms = armsIn('spring');
    for (const { name, share } of ARMS) {
      const persons = arms.filter((arm) => arm === name).length;
      const deviation = Math.sqrt(PERSONS.length * share * (1 - share));
      expect(Math.abs(persons - PERSONS.length * share)).toBeLessThan(3.5 * deviation);
    }
  });

  test('is the same for ever', () => {
    expect(armsIn('spring').slice(0, 8)).toEqual(FIRST);
  });

  test('says nothing about the arm in another experiment, nor about neighbours in number', () => {
    const [spring, autumn] = [armsIn('spring'), armsIn('autumn')];
    const both = spring.filter((arm, at) => arm === 'champion' && autumn[at] === 'champion').length;
    expect(both / PERSONS.length).toBeCloseTo(0.49, 1);
    const pairs = spring.filter((arm, at) => arm === 'champion' && spring[at + 1] === 'champion').length;
    expect(pairs / PERSONS.length).toBeCloseTo(0.49, 1);
  });

  test('depends on the creditor: the same number is another person there', () => {
    const other = PERSONS.filter(
      (person) =>
        armOf({ name: 'spring', arms: ARMS }, 'harbour', person) !==
        armOf({ name: 'spring', arms: ARMS }, 'bay', person),
    );
    expect(other.length).toBeGreaterThan(PERSONS.length / 4);
  });

  test('shares that add up to a little less than 1 leave nobody out', () => {
    const thirds = ['a', 'b', 'c'].map((name) => ({ name, share: 0.333333 }));
    for (const person of PERSONS) expect(armOf({ name: 'x', arms: thirds }, 'harbour', person)).toMatch(/^[abc]$/);
  });
});
