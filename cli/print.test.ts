import { describe, expect, test } from '@jest/globals';
import { count, hasColour, pairs, plain, showMoney, showTime, table, widthOf } from './print.ts';

describe('plain text', () => {
  test('columns are as wide as their widest cell, numbers to the right', () => {
    const rows = [
      { name: 'harbour/A-1', minor: '143400' },
      { name: 'harbour/A-1042', minor: '5' },
    ];
    const text = table(
      [
        { title: 'account', of: (row) => row.name },
        { title: 'minor', of: (row) => row.minor, right: true },
      ],
      rows,
    );
    expect(text).toBe(['account          minor', 'harbour/A-1     143400', 'harbour/A-1042       5'].join('\n'));
  });

  test('Chinese characters take two columns', () => {
    expect(widthOf('陈a')).toBe(3);
    const text = table(
      [
        { title: 'name', of: (text: string) => text },
        { title: 'x', of: () => '|' },
      ],
      ['陈测试', 'Lin'],
    );
    expect(text.split('\n')).toEqual(['name    x', '陈测试  |', 'Lin     |']);
  });

  test('stored text cannot move the cursor', () => {
    expect(plain('a\u001b[2Jb\nc')).toBe('a [2Jb c');
    expect(table([{ title: 't', of: (text: string) => text }], ['a\nb'])).toBe('t\na b');
  });

  test('empty values are left out', () => {
    expect(
      pairs([
        ['account', 'a'],
        ['due', null],
        ['x', ''],
      ]),
    ).toBe('account  a');
  });

  test('money, moments and numbers', () => {
    expect(showMoney({ currency: 'TWD', minor: '143450' })).toBe('NT$ 1,434.50');
    expect(showMoney(null)).toBe('');
    expect(showTime('2026-03-04T16:05:00.000Z', 'Asia/Taipei')).toBe('2026-03-05 00:05');
    expect(showTime(null)).toBe('');
    expect([count(1, 'entry', 'entries'), count(2, 'entry', 'entries'), count(0, 'row')]).toEqual([
      '1 entry',
      '2 entries',
      '0 rows',
    ]);
  });

  test('colour is for a terminal that wants it', () => {
    expect(hasColour({ isTTY: true }, {})).toBe(true);
    expect(hasColour({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
    expect(hasColour({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
    expect(hasColour({ isTTY: false }, {})).toBe(false);
  });
});
