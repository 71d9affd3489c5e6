import { describe, expect, test } from '@jest/globals';
import fc from '../tests/support/property.ts';
import { decimalsOf } from './money.ts';
import { OFFER_PARTS, offerFor } from './offer.ts';
import { isCalendarDate } from './time.ts';

describe('the offer', () => {
  test('three whole amounts a month apart from a week on, or all of it in two weeks', () => {
    expect(offerFor(143400n, 'TWD', '2026-03-05')).toEqual({
      instalments: [
        { on: '2026-03-12', minor: 47800n },
        { on: '2026-04-12', minor: 47800n },
        { on: '2026-05-12', minor: 47800n },
      ],
      deferral: { on: '2026-03-19', minor: 143400n },
    });
  });

  test('only the forms that may be made; none at all is no offer', () => {
    const deferred = offerFor(143400n, 'TWD', '2026-03-05', ['deferral']);
    expect(deferred).toEqual({ instalments: [], deferral: { on: '2026-03-19', minor: 143400n } });
    expect(offerFor(143400n, 'TWD', '2026-03-05', ['instalments'])?.deferral).toBeNull();
    expect(offerFor(143400n, 'TWD', '2026-03-05', [])).toBeNull();
  });

  test('the last part takes what rounding leaves', () => {
    expect(offerFor(100050n, 'TWD', '2026-03-05')?.instalments.map((part) => part.minor)).toEqual([
      33400n,
      33400n,
      33250n,
    ]);
    expect(offerFor(1000n, 'JPY', '2026-03-05')?.instalments.map((part) => part.minor)).toEqual([334n, 334n, 332n]);
  });

  test('a day that a month does not have is its last', () => {
    expect(offerFor(90000n, 'USD', '2026-12-24')?.instalments.map((part) => part.on)).toEqual([
      '2026-12-31',
      '2027-01-31',
      '2027-02-28',
    ]);
  });

  test('a few cents stay exact', () => {
    expect(offerFor(2n, 'USD', '2026-03-05')?.instalments.map((part) => part.minor)).toEqual([1n, 1n]);
    expect(offerFor(1n, 'USD', '2026-03-05')?.instalments.map((part) => part.minor)).toEqual([1n]);
  });

  test('nothing owed, nothing offered', () => {
    expect(offerFor(0n, 'TWD', '2026-03-05')).toBeNull();
    expect(offerFor(-5n, 'TWD', '2026-03-05')).toBeNull();
  });

  test('parts are positive, dated in order, at most three, near to equal and add up', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 15n), fc.constantFrom('TWD', 'JPY', 'KWD'), (minor, currency) => {
        const parts = offerFor(minor, currency, '2026-01-31')?.instalments ?? [];
        const unit = 10n ** BigInt(decimalsOf(currency));
        expect(parts.reduce((sum, part) => sum + part.minor, 0n)).toBe(minor);
        expect(parts.length).toBeLessThanOrEqual(OFFER_PARTS);
        expect(parts.every((part) => part.minor > 0n && isCalendarDate(part.on))).toBe(true);
        expect(parts.map((part) => part.on)).toEqual([...new Set(parts.map((part) => part.on))].sort());
        const [first, last] = [parts[0]?.minor ?? 0n, parts.at(-1)?.minor ?? 0n];
        if (parts.length === OFFER_PARTS) expect(first - last).toBeLessThanOrEqual(3n * unit);
      }),
    );
  });
});
