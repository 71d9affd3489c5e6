import { describe, expect, test } from '@jest/globals';
import fc from '../tests/support/property.ts';
import { decimalsOf, isCurrency, parseAmount, plainAmount, showAmount, toWire } from './money.ts';

describe('amounts', () => {
  test.each([
    ['1434', 'TWD', 143_400n],
    ['1434.5', 'TWD', 143_450n],
    ['1434.50', 'TWD', 143_450n],
    ['-3', 'TWD', -300n],
    ['0', 'TWD', 0n],
    ['1434', 'JPY', 1434n],
    ['1.234', 'KWD', 1234n],
    ['1,434', 'TWD', 'thousands-mark'],
    ["1'434.00", 'TWD', 'thousands-mark'],
    ['1 434', 'TWD', 'thousands-mark'],
    ['-12,434', 'TWD', 'thousands-mark'],
    ['123,434.5', 'TWD', 'thousands-mark'],
    ['1,234,567', 'TWD', 'thousands-mark'],
    ['=1,434', 'TWD', 'not-a-number'],
    ['1,434x', 'TWD', 'not-a-number'],
    ['1,434.', 'TWD', 'not-a-number'],
    ['x1434', 'TWD', 'not-a-number'],
    ['1434x', 'TWD', 'not-a-number'],
    ['1434.', 'TWD', 'not-a-number'],
    ['1434,50', 'TWD', 'not-a-number'],
    ['1434.501', 'TWD', 'too-many-decimals'],
    ['1434.5', 'JPY', 'too-many-decimals'],
    ['NT$ 1434', 'TWD', 'not-a-number'],
    ['1e3', 'TWD', 'not-a-number'],
    ['', 'TWD', 'not-a-number'],
    ['=1+1', 'TWD', 'not-a-number'],
    ['123456789012345', 'TWD', 12_345_678_901_234_500n],
    ['1234567890123456', 'TWD', 'too-large'],
  ] as const)('%j in %s', (text, currency, expected) => expect(parseAmount(text, currency)).toBe(expected));

  test.each([
    [143_400n, 'TWD', 'NT$ 1,434', '1434.00'],
    [143_450n, 'TWD', 'NT$ 1,434.50', '1434.50'],
    [-5n, 'USD', '-$0.05', '-0.05'],
    [123_456_789_00n, 'EUR', '€123,456,789', '123456789.00'],
    [1000n, 'JPY', 'JP¥1,000', '1000'],
    [1234n, 'KWD', 'KWD 1.234', '1.234'],
    [0n, 'CHF', 'CHF 0', '0.00'],
    [-1n, 'GBP', '-£0.01', '-0.01'],
    [100n, 'CNY', 'CN¥1', '1.00'],
    [250n, 'HKD', 'HK$2.50', '2.50'],
  ] as const)('%s %s', (minor, currency, shown, plain) => {
    expect(showAmount(minor, currency)).toBe(shown);
    expect(plainAmount(minor, currency)).toBe(plain);
  });

  test('what is written plainly reads back', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 14n), 10n ** 14n), fc.constantFrom('TWD', 'JPY', 'KWD'), (minor, currency) => {
        expect(parseAmount(plainAmount(minor, currency), currency)).toBe(minor);
      }),
    );
  });
  test('the wire has no floats', () =>
    expect(toWire({ currency: 'TWD', minor: 143_400n })).toEqual({ currency: 'TWD', minor: '143400' }));
  test('decimals are those of ISO 4217 for every currency, whatever the runtime thinks of its cash', () => {
    const none = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF';
    const three = 'BHD IQD JOD KWD LYD OMR TND';
    const others = Intl.supportedValuesOf('currency').filter(
      (code) => isCurrency(code) && !(none + three).includes(code),
    );
    expect(new Set(none.split(' ').map(decimalsOf))).toEqual(new Set([0]));
    expect(new Set(three.split(' ').map(decimalsOf))).toEqual(new Set([3]));
    expect(new Set(others.map(decimalsOf))).toEqual(new Set([2]));
    expect(others.length).toBeGreaterThan(120);
    expect(['TWD', 'HUF', 'IDR', 'PKR', 'SEK', 'NGN', 'BRL', 'PHP'].every((code) => others.includes(code))).toBe(true);
  });
  test('an amount of a currency whose cash has no decimals keeps the minor units of its accounts', () => {
    expect(parseAmount('1434.50', 'HUF')).toBe(143_450n);
    expect(plainAmount(143_450n, 'IDR')).toBe('1434.50');
  });
  test('currencies that are not known', () => {
    expect(['XDR', 'XAU', 'XTS', 'ZZZ', 'twd', ''].filter(isCurrency)).toEqual([]);
    expect(isCurrency('XXX')).toBe(false);
    expect(isCurrency('toString')).toBe(false);
    expect(() => decimalsOf('XXX')).toThrow('unknown currency XXX');
  });
});
