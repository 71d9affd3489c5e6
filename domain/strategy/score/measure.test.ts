import { describe, expect, test } from '@jest/globals';
import { type Expression, measurerOf, namesIn } from './measure.ts';

const VALUES: Readonly<Record<string, number>> = { a: 3, b: 6, zero: 0, minus: -2 };
const measured = (expression: Expression) => measurerOf(expression)((name) => VALUES[name] ?? null);

describe('measurerOf', () => {
  test.each<[Expression, unknown]>([
    ['a', 3],
    [{ sum: ['a', 'b', 'minus'] }, 7],
    [{ difference: ['a', 'b'] }, -3],
    [{ ratio: ['a', 'b'] }, 0.5],
    [{ ratio: ['a', 'zero'] }, 'none'],
    [{ ratio: ['a', 'minus'] }, 'none'],
    [{ ratio: [{ sum: ['a', 'a', 'a', 'minus'] }, 'b'] }, 1.1667],
    [{ greatest: ['a', 'b', 'zero'] }, 6],
    [{ least: [{ ratio: ['a', 'zero'] }, 'b'] }, 6],
    [{ greatest: [{ ratio: ['a', 'zero'] }] }, 'none'],
    [{ sum: [{ ratio: ['a', 'zero'] }, 'b'] }, 'none'],
    [{ run: ['a', 'b', 'zero', 'b'], atLeast: 2 }, 2],
    [{ run: ['a', 'b'], atLeast: 3 }, 2],
    [{ run: ['zero', 'b'], atLeast: 1 }, 0],
    [{ run: [{ ratio: ['a', 'zero'] }, 'b'], atLeast: 1 }, 0],
    [{ sum: ['a', 'unknown'] }, null],
    [{ greatest: ['a', 'unknown'] }, null],
    [{ run: ['zero', 'unknown'], atLeast: 1 }, null],
  ])('%j is %j', (expression, value) => expect(measured(expression)).toBe(value));
});

test('namesIn tells each stored feature once', () =>
  expect(namesIn({ ratio: [{ sum: ['a', 'b'] }, { difference: ['b', 'zero'] }] })).toEqual(['a', 'b', 'zero']));
