import { describe, expect, test } from '@jest/globals';
import fc from '../../../tests/support/property.ts';
import { type Shared, shareOut } from './share-out.ts';

const ours = (balance: bigint): Shared => ({ balance, ours: true });
const other = (balance: bigint): Shared => ({ balance, ours: false });

test.each([
  ['by balance', 90n, [ours(100n), other(200n)], [30n, 60n]],
  ['ours rounded down, the unit left to the other', 100n, [ours(100n), other(200n)], [33n, 67n]],
  ['several units left, the largest first', 10n, [ours(100n), other(101n), other(102n), other(103n)], [2n, 2n, 3n, 3n]],
  ['of equal debts the first', 10n, [other(100n), ours(100n), other(100n)], [4n, 3n, 3n]],
  ['never more than is owed', 1_000n, [ours(100n), other(200n)], [100n, 200n]],
  ['exactly what is owed', 300n, [ours(100n), other(200n)], [100n, 200n]],
  ['two of ours share ours', 100n, [ours(100n), other(300n), ours(200n)], [16n, 50n, 34n]],
  ['all are ours', 10n, [ours(100n), ours(100n), ours(100n)], [4n, 3n, 3n]],
  ['nothing owed on one', 10n, [ours(0n), other(100n)], [0n, 10n]],
  ['nothing owed at all', 10n, [ours(0n), other(0n)], [0n, 0n]],
  ['nothing there', 0n, [ours(100n), other(200n)], [0n, 0n]],
  ['no debts', 10n, [], []],
] as [string, bigint, Shared[], bigint[]][])('%s', (_, amount, debts, shares) =>
  expect(shareOut(amount, debts)).toEqual(shares),
);

const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((total, number) => total + number, 0n);
const debts = fc.array(
  fc.record({
    balance: fc.oneof(fc.bigInt({ min: 0n, max: 12n }), fc.bigInt({ min: 0n, max: 10n ** 12n })),
    ours: fc.boolean(),
  }),
  { maxLength: 9 },
);
const amounts = fc.oneof(fc.bigInt({ min: 0n, max: 60n }), fc.bigInt({ min: 0n, max: 10n ** 12n }));

describe('whatever is shared', () => {
  test('adds up to the amount, or to all that is owed, and no debt gets more than is owed on it', () => {
    fc.assert(
      fc.property(amounts, debts, (amount, list) => {
        const shares = shareOut(amount, list);
        const owed = sum(list.map(({ balance }) => balance));
        expect(sum(shares)).toBe(amount < owed ? amount : owed);
        for (const [at, share] of shares.entries())
          expect(share >= 0n && share <= (list[at]?.balance ?? -1n)).toBe(true);
      }),
    );
  });
  test('is fair to each to less than two units', () => {
    fc.assert(
      fc.property(amounts, debts, (amount, list) => {
        const owed = sum(list.map(({ balance }) => balance));
        fc.pre(owed > 0n);
        const total = amount < owed ? amount : owed;
        for (const [at, share] of shareOut(amount, list).entries()) {
          const off = share * owed - total * (list[at]?.balance ?? 0n);
          expect(off < 2n * owed && off > -2n * owed).toBe(true);
        }
      }),
    );
  });
  test('ours together is our share rounded down, so it never falls when more is there', () => {
    fc.assert(
      fc.property(amounts, debts, (amount, list) => {
        const own = (there: bigint) => sum(shareOut(there, list).filter((_, at) => list[at]?.ours));
        expect(own(amount + 1n)).toBeGreaterThanOrEqual(own(amount));
        const owed = sum(list.map(({ balance }) => balance));
        fc.pre(owed > amount);
        const balance = sum(list.filter((debt) => debt.ours).map((debt) => debt.balance));
        expect(own(amount)).toBe((amount * balance) / owed);
      }),
    );
  });
});
