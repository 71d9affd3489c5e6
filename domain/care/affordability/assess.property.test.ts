/** Whatever a sheet says: no offer is above what is left, more income never lowers it, more expense never raises it. */
import { describe, expect, test } from '@jest/globals';
import fc from '../../../tests/support/property.ts';
import { assess } from './assess.ts';
import { PERIODS, type Period } from './periods.ts';
import type { Sheet, SheetEntry } from './sheet.ts';
import { SHEET_COUNTRIES, SHEET_LINES } from './sheet-lines.ts';
import { type AffordabilityTerms, termsOf } from './terms.ts';

const entry = (line: string, minor: bigint, per: Period = 'month'): SheetEntry => ({ line, minor, per });
const TERMS = termsOf('UK');

/** Any sheet: lines of a country with some left out, debts of every kind. */
const amounts = fc.bigInt({ min: 0n, max: 3_000_00n });
const sheets: fc.Arbitrary<Sheet> = fc.constantFrom(...SHEET_COUNTRIES).chain((country) => {
  const lines = SHEET_LINES[country];
  const ids = (isDebt: boolean) => lines.filter(({ group }) => (group === 'debt') === isDebt).map(({ id }) => id);
  const regular = fc.record({ minor: amounts, per: fc.constantFrom(...PERIODS) });
  return fc
    .record({
      entries: fc.array(fc.tuple(fc.constantFrom('wages', ...ids(false)), regular), { maxLength: 20 }),
      debts: fc.array(
        fc.tuple(
          fc.constantFrom(...ids(true)),
          fc.option(fc.bigInt({ min: 0n, max: 9_000_00n })),
          fc.option(regular),
          fc.boolean(),
        ),
        { minLength: 1, maxLength: 6 },
      ),
      wages: fc.bigInt({ min: 0n, max: 30_000_00n }),
      flagged: fc.boolean(),
      children: fc.integer({ min: 0, max: 3 }),
    })
    .map(({ entries, debts, wages, flagged, children }) => ({
      ...{ country, currency: country === 'other' ? 'EUR' : 'GBP', on: '2026-11-30', adults: 1, children, flagged },
      explained: ['food-zero', 'no-income', 'outgoings-beyond-income'],
      entries: [
        ...new Map(
          [
            entry('food', 200_00n),
            entry('rent', 0n),
            entry('water', 0n),
            ...entries.map(([line, told]) => ({ line, ...told })),
            entry('wages', wages),
          ].map((told) => [told.line, told]),
        ).values(),
      ],
      debts: debts.map(([line, balance, paid, isOurs], at) => ({
        ...{ id: `${line}-${at}`, line, balance: balance ?? 0n, pays: paid ?? { minor: 0n, per: 'month' as const } },
        ours: isOurs && !(lines.find(({ id }) => id === line)?.priority ?? false),
      })),
    }));
});
/** Some terms, so that tokens and least sums are met. */
const terms = fc
  .record({
    bufferPercent: fc.integer({ min: 0, max: 100 }),
    bufferLeast: amounts,
    tokenBelow: amounts,
    tokenAmount: fc.bigInt({ min: 0n, max: 50_00n }),
  })
  .map((over) => ({ ...TERMS, ...over }));
const offered = (of: Sheet, by: AffordabilityTerms): bigint => assess(of, by).offer?.minor ?? 0n;
const raised = (of: Sheet, line: string, by: bigint): Sheet => ({
  ...of,
  entries: [
    ...of.entries.filter((told) => told.line !== line),
    entry(
      line,
      (of.entries.find((told) => told.line === line)?.minor ?? 0n) + by,
      of.entries.find((told) => told.line === line)?.per,
    ),
  ],
});

describe('whatever the sheet', () => {
  test('never offers more than is left, the shares add up, and there is an offer or a breathing space', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(sheets, terms, (of, by) => {
        const { verdict, sums, offer, reviewOn, breathingSpaceUntil } = assess(of, by);
        met.add(offer?.form ?? verdict);
        expect(verdict).not.toBe('not-plausible');
        expect(verdict).toBe(sums.left < 0n ? 'deficit' : sums.available > 0n ? 'affordable' : 'nothing-left');
        expect(sums.left).toBe(sums.income - sums.essential - sums.priority - sums.flexible - sums.priorityDebts);
        expect(sums.available + sums.buffer).toBe(sums.left > 0n ? sums.left : 0n);
        expect(offer === null).toBe(breathingSpaceUntil !== null);
        if (breathingSpaceUntil !== null) expect(reviewOn <= breathingSpaceUntil).toBe(true);
        if (offer === null) return;
        expect(verdict).toBe('affordable');
        const sum = (ours: boolean) =>
          offer.shares.reduce((total, share) => (ours && !share.debt.ours ? total : total + share.offered), 0n);
        expect([offer.total, offer.minor]).toEqual([sum(false), sum(true)]);
        expect(offer.total <= sums.available).toBe(true);
        const owed = offer.shares.reduce((total, { balance }) => total + balance, 0n);
        if (offer.form === 'pro-rata') expect(offer.total).toBe(sums.available < owed ? sums.available : owed);
        for (const share of offer.shares) expect(share.offered <= share.balance).toBe(true);
      }),
      { numRuns: 400 },
    );
    expect([...met].sort()).toEqual(['affordable', 'deficit', 'nothing-left', 'pro-rata', 'token']);
  });
  test('more income never lowers the offer', () => {
    fc.assert(
      fc.property(sheets, terms, amounts, (of, by, more) => {
        expect(offered(raised(of, 'wages', more), by)).toBeGreaterThanOrEqual(offered(of, by));
        expect(offered(raised(of, 'wages', 1n), by)).toBeGreaterThanOrEqual(offered(of, by));
      }),
      { numRuns: 400 },
    );
  });
  test('a higher expense never raises it', () => {
    fc.assert(
      fc.property(
        sheets,
        terms,
        fc.constantFrom('food', 'rent', 'leisure', 'clothing'),
        amounts,
        (of, by, line, more) => {
          expect(offered(raised(of, line, more), by)).toBeLessThanOrEqual(offered(of, by));
        },
      ),
      { numRuns: 400 },
    );
  });
  test('the mark changes no amount', () => {
    fc.assert(
      fc.property(sheets, terms, (of, by) => {
        const [plain, flagged] = [false, true].map((mark) => assess({ ...of, flagged: mark }, by));
        expect([flagged?.verdict, flagged?.sums, flagged?.offer]).toEqual([plain?.verdict, plain?.sums, plain?.offer]);
        expect((flagged?.reviewOn ?? '') < (plain?.reviewOn ?? '')).toBe(true);
      }),
    );
  });
});
