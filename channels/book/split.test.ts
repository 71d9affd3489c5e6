import { describe, expect, test } from '@jest/globals';
import fc from '../../tests/support/property.ts';
import { spanOf, splitLine } from './split.ts';

describe('one line of a CSV', () => {
  test.each([
    ['a,b,c', ['a', 'b', 'c']],
    ['a,,', ['a', '', '']],
    ['', ['']],
    ['"a,b",c', ['a,b', 'c']],
    ['"a ""b""",c', ['a "b"', 'c']],
    ['"","",', ['', '', '']],
    ['a,"b', 'open'],
    ['a,"b""', 'open'],
    ['a,b"c', 'misplaced'],
    ['"a"b,c', 'misplaced'],
  ])('%s', (line, cells) => {
    expect(splitLine(line)).toEqual(cells);
  });

  test('what is quoted reads back', () => {
    const cell = fc.string().filter((text) => !/[\r\n]/.test(text));
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 8 }), (cells) => {
        expect(splitLine(cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','))).toEqual(cells);
      }),
    );
  });

  test('a record over several lines is seen whole, a quote that is never closed costs one line', () => {
    expect(spanOf(['a,"b', 'c', 'd",e'], 3)).toBe(3);
    expect(spanOf(['a,"b', 'x,y,z', 'x,y,z'], 3)).toBe(0);
    expect(spanOf(['a,"b', 'x,"y",z'], 3)).toBe(0);
  });
});
