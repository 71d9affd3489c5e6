import { describe, expect, test } from '@jest/globals';
import { distance, nearest, suggest } from './nearest.ts';

const STAGES = ['reminder', 'sms', 'call', 'agency', 'bureau', 'legal', 'receipt'];

describe('the nearest right name', () => {
  test.each([
    ['call', 'call', 0],
    ['cal', 'call', 1],
    ['clal', 'call', 1],
    ['balk', 'call', 2],
    ['', 'sms', 3],
  ])('%p is %p with %d changes', (a, b, far) => expect(distance(a, b)).toBe(far));

  test.each([
    ['remider', 'reminder'],
    ['AGENCY', 'agency'],
    ['leg', 'legal'],
    ['re', null],
    ['warehouse', null],
  ])('%p is meant for %p', (typed, name) => expect(nearest(typed, STAGES)).toBe(name));

  test('all names when none is near', () => {
    expect(suggest('burau', ['bureau', 'agency'])).toBe('Did you mean bureau?');
    expect(suggest('x', ['bureau', 'agency'])).toBe('One of: bureau, agency.');
  });
});
