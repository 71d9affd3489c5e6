/** What a bank writes is what is read, however it writes it; what is damaged is refused or says the same. */
import { describe, expect, test } from '@jest/globals';
import type { BankLine, BankStatementFile } from '../../domain/money/bank-line.ts';
import {
  type CamtStyle,
  camtFile,
  sumOfEntry,
  type WrittenEntry,
  type WrittenPayment,
  type WrittenStatement,
} from '../../tests/support/camt-file.ts';
import fc from '../../tests/support/property.ts';
import type { BankFault } from './faults.ts';
import { readStatement } from './read-statement.ts';

const read = (content: string) => readStatement(Buffer.from(content), null);
function taken(result: BankStatementFile | { faults: BankFault[] }): BankStatementFile {
  if ('faults' in result) throw new Error(JSON.stringify(result.faults));
  return result;
}

const style: fc.Arbitrary<CamtStyle> = fc.record({
  message: fc.constantFrom('camt.053' as const, 'camt.054' as const),
  version: fc.constantFrom('02' as const, '08' as const),
  prefix: fc.constantFrom('', 'ns', 'Document'),
  isReversed: fc.boolean(),
  hasTimes: fc.boolean(),
  hasCdata: fc.boolean(),
  hasMore: fc.boolean(),
  hasSums: fc.boolean(),
});
const word = fc
  .array(fc.constantFrom(...'AZaz09-/&<>"\'é陈𠮷'), { minLength: 1, maxLength: 12 })
  .map((letters) => letters.join(''));
const words = fc.array(word, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 2 });
/** None is equal to another one: what banks do with equal references is for the tests of keys. */
const references = fc.uniqueArray(fc.stringMatching(/^[A-Z0-9]{4,12}$/), { minLength: 40, maxLength: 40 });
const payment = (direction: fc.Arbitrary<BankLine['direction']>): fc.Arbitrary<WrittenPayment> =>
  fc
    .record({
      reference: fc.constant(null),
      direction,
      minor: fc.bigInt({ min: 1n, max: 10n ** 14n }),
      takesBack: fc.boolean(),
      returnReason: maybe(fc.constantFrom('AM04', 'MD06')),
      creditorReferences: fc.array(word, { maxLength: 2 }),
      endToEnd: maybe(word),
      mandate: maybe(word),
      counterparty: maybe(words),
      text: fc.array(words, { maxLength: 3 }),
    })
    .map((made) => ({ ...made, returnReason: made.takesBack ? made.returnReason : null }));
const day = fc.integer({ min: 0, max: 700 }).map((days) => new Date(Date.UTC(2025, 0, 1 + days)));
const entry: fc.Arbitrary<WrittenEntry> = fc
  .record({
    reference: fc.constant(null),
    bookedOn: day.map((date) => date.toISOString().slice(0, 10)),
    status: fc.constantFrom('BOOK' as const, 'BOOK' as const, 'BOOK' as const, 'PDNG' as const, 'INFO' as const),
    payments: fc.array(payment(fc.constantFrom('in' as const, 'in' as const, 'out' as const)), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .filter((made) => sumOfEntry(made) !== 0n);

/** Statements of two accounts, with the bank's references on the half of entries and payments. */
const statements: fc.Arbitrary<WrittenStatement[]> = fc
  .tuple(
    fc.array(fc.array(entry, { maxLength: 4 }), { minLength: 1, maxLength: 2 }),
    references,
    fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
  )
  .map(([lists, names, given]) => {
    let at = 0;
    const next = () => {
      at += 1;
      return given[at] ? (names[at] ?? null) : null;
    };
    return lists.map((entries, index) => ({
      bankAccount: index === 0 ? 'DE89370400440532013000' : '008-1234567890',
      currency: index === 0 ? 'EUR' : 'JPY',
      entries: entries.map((made) => ({
        ...made,
        reference: next(),
        payments: made.payments.map((part) => ({ ...part, reference: next() })),
      })),
    }));
  });

/** What must be read of a file, without the keys. */
function saidBy(list: readonly WrittenStatement[]): Omit<BankLine, 'key' | 'bookingKey'>[] {
  let row = 0;
  return list.flatMap(({ bankAccount, currency, entries }) =>
    entries.flatMap(({ bookedOn, status, payments }) => {
      row += 1;
      if (status !== 'BOOK') return [];
      return payments.map(({ direction, minor, takesBack, returnReason, counterparty, text, ...names }) => ({
        row,
        bankAccount,
        direction,
        minor,
        currency,
        bookedOn,
        takesBack,
        returnReason,
        references: [
          ...new Set([...names.creditorReferences, names.endToEnd, names.mandate].filter((name) => name !== null)),
        ],
        counterparty,
        text: text.join(' '),
      }));
    }),
  );
}
const withoutKeys = ({ key, bookingKey, ...line }: BankLine) => line;

describe('a file of a bank', () => {
  test('says the same whatever its version, order, prefixes, comments and optional elements', () => {
    fc.assert(
      fc.property(statements, style, style, (list, how, other) => {
        const first = taken(read(camtFile(list, how)));
        expect(first.lines.map(withoutKeys)).toEqual(saidBy(list));
        expect(first.format).toBe(`${how.message}.001.${how.version}`);
        expect(first.unbooked).toBe(list.flatMap(({ entries }) => entries).filter((e) => e.status !== 'BOOK').length);
        // An advice and a statement of the same words have the same keys.
        expect(taken(read(camtFile(list, other))).lines).toEqual(first.lines);
        expect(new Set(first.lines.map(({ bankAccount, key }) => `${bankAccount} ${key}`)).size).toBe(
          first.lines.length,
        );
      }),
      { numRuns: 150 },
    );
  });

  test('cut anywhere, is refused', () => {
    const cut = fc.tuple(statements, style, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }));
    fc.assert(
      fc.property(cut, ([list, how, share]) => {
        const bytes = Buffer.from(camtFile(list, how).trimEnd());
        const result = readStatement(bytes.subarray(0, Math.floor(share * bytes.length)), null);
        const codes = 'faults' in result ? result.faults.map(({ code }) => code) : [];
        expect(codes).toHaveLength(1);
        expect(['cut-short', 'empty-file', 'mapping-missing']).toContain(codes[0]);
      }),
      { numRuns: 150 },
    );
  });

  test('with a damaged byte or piece, is refused or read, and never more than that', () => {
    const damage = fc.tuple(statements, style, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 6 }));
    fc.assert(
      fc.property(damage, ([list, how, place, piece]) => {
        const bytes = Buffer.from(camtFile(list, how));
        const at = place % bytes.length;
        bytes.set(piece.subarray(0, bytes.length - at), at);
        const result = readStatement(bytes, null);
        if ('faults' in result) expect(result.faults.length).toBeGreaterThan(0);
        else for (const { minor } of result.lines) expect(minor).toBeGreaterThan(0n);
      }),
      { numRuns: 250 },
    );
  });
});
