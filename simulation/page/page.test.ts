import { describe, expect, test } from '@jest/globals';
import { MADE_UP } from '../../tests/support/simulation-result.ts';
import { histogram, shareMatrix } from './charts.ts';
import { escapeText, markup } from './markup.ts';
import { pageOf } from './page.ts';
import { shortNumber, ticksUpTo } from './scales.ts';

describe('the page', () => {
  const page = pageOf(MADE_UP);

  test('escapes every name that comes from outside', () => {
    for (const raw of ['<b>.csv', '<b>rule', '<unwilling>', '& <']) expect(page).not.toContain(raw);
    expect(page).toContain('book &quot;A&quot; &amp; &lt;b&gt;.csv');
    expect(page).toContain('able and &lt;unwilling&gt;');
  });
  test('loads nothing and runs nothing', () => {
    expect(page).not.toMatch(/<script|<link|<img|@import|url\(|\son\w+=|src=/i);
    expect(page).not.toMatch(/https?:/);
    expect(page).toContain("default-src 'none'");
  });
  test('has every picture and table, and no gap in a text', () => {
    for (const heading of [
      'What happened',
      'What the second strategy changes',
      'Recovery',
      'Flow through the stages',
      'Contacts a person',
      'Roll rates',
      'Steps that the rules held back',
      'Segments',
      'What the model assumes',
    ])
      expect(page).toContain(heading);
    expect(page.match(/<svg /g)).toHaveLength(1 + 4 * 2);
    expect(page).not.toMatch(/undefined|NaN|\[object|null/);
    expect(page).toContain(MADE_UP.digest);
  });
  test('says that a difference rests on the model, and the sources of its assumptions', () => {
    expect(page).toContain('rests on the assumptions of the behaviour model');
    expect(page).toContain('Yeh, UCI Machine Learning Repository');
  });
  test('of one strategy has no comparison', () => {
    const alone = pageOf({ ...MADE_UP, strategies: MADE_UP.strategies.slice(0, 1), differences: null });
    expect(alone).not.toContain('What the second strategy changes');
    expect(alone.match(/<svg /g)).toHaveLength(5);
  });
});

test('markup escapes texts once and keeps markup', () => {
  expect(escapeText(`<a href="x">&'\u0007`)).toBe('&lt;a href=&quot;x&quot;&gt;&amp;&#39; ');
  expect(markup`<i>${'<'}</i>${markup`<b>${1}</b>`}${[markup`x`, markup`y`]}`.text).toBe('<i>&lt;</i><b>1</b>xy');
});

test.each([
  [0, [0, 1]],
  [7, [0, 2, 4, 6, 8]],
  [100, [0, 25, 50, 75, 100]],
  [1_234_000, [0, 500_000, 1_000_000, 1_500_000]],
  [0.3, [0, 0.1, 0.2, 0.3]],
])('ticks up to %d', (most, ticks) => expect(ticksUpTo(most)).toEqual(ticks));

test.each([
  [0, '0'],
  [999, '999'],
  [1234, '1,234'],
  [12_345, '12 k'],
  [1_250_000, '1.3 M'],
  [2.5e9, '2.5 bn'],
])('%d is shown as %s', (value, words) => expect(shortNumber(value)).toBe(words));

test('a histogram names its last bar where it stands for more', () => {
  const bars = Array.from({ length: 41 }, () => 1);
  const { text } = histogram('t', { x: 'contacts', y: 'people' }, bars, true);
  expect(text).toContain('40 and more: 1');
  expect(text).toContain('>40+</text>');
});

test('a matrix shows shares of its rows', () => {
  const { text } = shareMatrix('t', { rows: ['a', 'b'], columns: ['a', 'b'] }, [
    [3, 1],
    [0, 0],
  ]);
  expect(text).toContain('>75</text>');
  expect(text).toContain('a to b: 1 of 4');
  expect(text).not.toContain('NaN');
});
