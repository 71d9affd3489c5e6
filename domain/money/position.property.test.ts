/** The position against a lender whose ledger is known: a table of days, in plain numbers, which shares no code with it. */
import { describe, expect, test } from '@jest/globals';
import { account, day, fact, noon, opening } from '../../tests/support/facts.ts';
import fc from '../../tests/support/property.ts';
import { inOrder } from '../fact-order.ts';
import type { AccountFact, AccountFacts } from '../facts.ts';
import { standingOf } from '../standing.ts';
import { HOUR_MS } from '../time.ts';
import { paidOf } from './entries.ts';
import { positionOf } from './position.ts';

/** Weekdays after which a book should have money, and for which a payment is believed beyond. */
const [LAG, CONTESTED] = [3, 2];
const DUES: readonly (readonly [number, number])[] = [
  [0, 100],
  [10, 80],
  [20, 120],
];
/** Day 0 is a Monday. */
function weekdaysLater(from: number, days: number): number {
  let on = from;
  for (let left = days; left > 0; ) {
    on += 1;
    if (on % 7 < 5) left -= 1;
  }
  return on;
}

interface Payment {
  on: number;
  minor: number;
  /** Day on which the lender's ledger has it. */
  booked: number;
  /** Day on which it is told to have come back; the ledger has that at once. */
  back: number | null;
}
interface World {
  payments: Payment[];
  books: number[];
  until: number;
}

/** A lender that takes money in by order of date, sometimes late or never. */
const worlds: fc.Arbitrary<World> = fc
  .record({
    payments: fc.array(
      fc.record({
        on: fc.integer({ min: 1, max: 25 }),
        minor: fc.integer({ min: 1, max: 120 }),
        late: fc.constantFrom(0, 0, 1, 2, 4, 7, 12, 99),
        back: fc.constantFrom(null, null, null, 0, 1, 3),
      }),
      { maxLength: 5 },
    ),
    books: fc.uniqueArray(fc.integer({ min: 1, max: 35 }), { maxLength: 8 }),
    until: fc.integer({ min: 1, max: 40 }),
  })
  .map(({ payments, books, until }) => {
    let before = 0;
    const inLine = payments
      .sort((a, b) => a.on - b.on)
      .map(({ on, minor, late, back }) => {
        before = Math.max(before, on + late);
        // Only money that the ledger has comes back.
        return { on, minor, booked: before, back: back === null || before > 60 ? null : before + back };
      });
    return { payments: inLine, books: books.sort((a, b) => a - b), until };
  });

/** Unpaid parts of the dues, oldest first, after a sum of money. */
function after(money: number): string {
  let left = money;
  return DUES.flatMap(([on, minor]) => {
    const paid = Math.min(left, minor);
    left -= paid;
    return paid < minor ? [`${on}=${minor - paid}`] : [];
  }).join(';');
}

/** What the lender's ledger has of the payments on a day. */
const ledgerOn = (payments: readonly Payment[], on: number): number =>
  payments.reduce(
    (sum, { minor, booked, back }) => sum + (booked <= on && (back === null || back > on) ? minor : 0),
    0,
  );

/** The unpaid parts by the table: what each payment counts on the day. */
function byTable({ payments, books, until }: World): string {
  const last = books.filter((on) => on <= until).at(-1);
  const counts = ({ on, booked, back }: Payment): boolean => {
    if (on > until || (back !== null && back <= until)) return false;
    if (last === undefined || on > last || booked <= last) return true;
    const should = books.find((asOf) => asOf >= weekdaysLater(on, LAG) && asOf <= until);
    return should === undefined || until <= weekdaysLater(should, CONTESTED);
  };
  return after(payments.filter(counts).reduce((sum, { minor }) => sum + minor, 0));
}

function factsOf({ payments, books }: World): AccountFact[] {
  const money = payments.flatMap(({ on, minor, back }, index) => {
    const payment = { ...fact('payment', { minor: BigInt(minor), via: 'lender' }, noon(on)), reference: `p${index}` };
    const reversal = fact('reversal', { minor: BigInt(minor), of: `p${index}` }, noon(back ?? 0) + HOUR_MS);
    return back === null ? [payment] : [payment, reversal];
  });
  const rows = books.map((on) => {
    const dues = after(ledgerOn(payments, on))
      .split(';')
      .filter((part) => part !== '')
      .map((part) => ({ on: day(Number(part.split('=')[0])), minor: BigInt(part.split('=')[1] ?? '') }));
    const balance = dues.reduce((sum, due) => sum + due.minor, 0n);
    return { ...fact('balance-update', { asOf: day(on), balance, dues }, noon(on)), source: 'book' };
  });
  return [...money, ...rows];
}

const OPENING = opening(
  DUES.map(([on, minor]) => ({ on: day(on), minor: BigInt(minor) })),
  300n,
  day(0),
);
/** Another account each time: nothing is known of it from before. */
const knows = (facts: readonly AccountFact[]): AccountFacts =>
  account({ opening: { ...OPENING }, facts: [...facts].sort(inOrder) });
const shown = (facts: AccountFacts, on: number): string =>
  positionOf(facts, day(on))
    .open.map((due) => `${DUES.find(([on]) => day(on) === due.on)?.[0] ?? due.on}=${due.minor}`)
    .join(';');
const sum = (items: readonly { minor: bigint }[]): bigint => items.reduce((all, { minor }) => all + minor, 0n);

/** Payments that come back after the ledger had them: a table of who lacks what is only sure without them. */
const isSure = ({ payments }: World): boolean =>
  payments.every(({ back }) => back === null) || payments.every(({ booked, on }) => booked === on);

describe('the position', () => {
  test('equals the table of days, for a lender that takes money in late, in time or never', () => {
    fc.assert(
      fc.property(worlds.filter(isSure), (world) => {
        expect(shown(knows(factsOf(world)), world.until)).toBe(byTable(world));
      }),
      { numRuns: 1500 },
    );
  });

  test('is the same whatever the order of arrival, and the standing with it', () => {
    const shuffled = worlds.chain((world) => {
      const facts = factsOf(world);
      return fc.tuple(
        fc.constant({ world, facts }),
        fc.shuffledSubarray(facts, { minLength: facts.length, maxLength: facts.length }),
      );
    });
    fc.assert(
      fc.property(shuffled, ([{ world, facts }, other]) => {
        const [told, mixed] = [knows(facts), knows(other)];
        expect(positionOf(mixed, day(world.until))).toEqual(positionOf(told, day(world.until)));
        expect(standingOf(mixed, noon(world.until))).toEqual(standingOf(told, noon(world.until)));
      }),
      { numRuns: 300 },
    );
  });

  test('is the same whatever was asked of the same facts before', () => {
    const asked = fc.tuple(worlds, fc.array(fc.integer({ min: 0, max: 45 }), { maxLength: 8 }));
    fc.assert(
      fc.property(asked, ([world, dates]) => {
        const told = factsOf(world);
        const facts = knows(told);
        for (const on of dates) expect(positionOf(facts, day(on))).toEqual(positionOf(knows(told), day(on)));
      }),
      { numRuns: 300 },
    );
  });

  test('is the same whatever was told and asked of the account before', () => {
    const lives = worlds.chain((world) => {
      const facts = factsOf(world);
      const moments = fc.tuple(fc.subarray(facts), fc.integer({ min: 0, max: 45 }));
      return fc.array(moments, { minLength: 2, maxLength: 8 });
    });
    fc.assert(
      fc.property(lives, (moments) => {
        const { opening } = knows([]);
        for (const [told, on] of moments) {
          const here = { ...knows(told), opening };
          expect(positionOf(here, day(on))).toEqual(positionOf(knows(told), day(on)));
          expect(standingOf(here, noon(on))).toEqual(standingOf(knows(told), noon(on)));
        }
      }),
      { numRuns: 500 },
    );
  });

  test('adds up, and money received does not fall below zero', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const position = positionOf(knows(factsOf(world)), day(world.until));
        expect(sum(position.dues) - sum(position.entries)).toBe(sum(position.open) - position.surplus);
        expect(paidOf(position.entries)).toBeGreaterThanOrEqual(0n);
      }),
      { numRuns: 1500 },
    );
  });

  test('the same transaction told by another source changes nothing', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const facts = factsOf(world).map((item, index) =>
          item.kind === 'payment' ? { ...item, body: { ...item.body, reference: `t${index}` } } : item,
        );
        const again = facts.flatMap((item) =>
          item.kind === 'payment'
            ? [{ ...item, id: `${item.id}-again`, source: 'agency', reference: `a${item.id}` }]
            : [],
        );
        expect(positionOf(knows([...facts, ...again]), day(world.until)).open).toEqual(
          positionOf(knows(facts), day(world.until)).open,
        );
      }),
      { numRuns: 300 },
    );
  });
});
