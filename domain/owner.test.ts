import { describe, expect, test } from '@jest/globals';
import { arrivesFromOther, namesOtherOwner } from './owner.ts';

describe('a later row', () => {
  test.each([
    ['another name', { original: 'First', present: 'Harbour' }, 'Buyer', true],
    ['the same name, written otherwise', { original: 'First', present: 'Harbour  Bank' }, ' harbour bank', false],
    ['the first name after the original one', { original: 'First', present: null }, 'Buyer', true],
    ['the original one anew', { original: 'First', present: null }, 'First', false],
    ['a first name where none was known', { original: null, present: null }, 'Buyer', false],
    ['no name', { original: 'First', present: 'Harbour' }, null, false],
  ])('%s', (_, known, presentCreditor, other) => expect(namesOtherOwner(known, { presentCreditor })).toBe(other));
  test('without the column says nothing', () =>
    expect(namesOtherOwner({ original: 'First', present: 'Harbour' }, {})).toBe(false));
});

describe('a debt that arrives', () => {
  const sold = { originalCreditor: 'First', presentCreditor: 'Harbour' };
  test('from another owner is one that nobody wrote about', () => expect(arrivesFromOther(sold)).toBe(true));
  test('is not, where the book says when the person was last contacted', () =>
    expect(arrivesFromOther({ ...sold, lastContactOn: '2026-01-02' })).toBe(false));
  test('is not, where the owner is the one who made the contract, or not named', () => {
    expect(arrivesFromOther({ ...sold, presentCreditor: 'First' })).toBe(false);
    expect(arrivesFromOther({ originalCreditor: 'First' })).toBe(false);
    expect(arrivesFromOther({ presentCreditor: 'Harbour' })).toBe(false);
  });
});
