/** Every field of a letter is used, and any letter can be written. */
import { describe, expect, test } from '@jest/globals';
import { REDRESS } from '../domain/complaint-facts.ts';
import { LANGUAGES, type LetterAccount, type LetterAnswer, type LetterFacts, TONES } from '../domain/letter.ts';
import { offerFor } from '../domain/offer.ts';
import { measureSms } from '../domain/sms-segments.ts';
import { DAY_MS } from '../domain/time.ts';
import fc from '../tests/support/property.ts';
import { TEXTS } from '../tests/support/texts.ts';
import { sampleDisputed } from './sample-letter.ts';
import { mostSegments } from './sms-parts.ts';

/** Another value of the same kind; what is null in the sample is a restart, or what a sheet leaves. */
function other(value: unknown, name: string): unknown {
  if (name === 'means') return { minor: 12_300n, currency: 'TWD' };
  if (value === null) return { cause: 'silence', owners: [], first: true };
  if (typeof value === 'bigint') return value + 12_300n;
  if (typeof value === 'number') return value + 7;
  if (typeof value === 'boolean') return !value;
  if (value === 'TWD') return 'USD';
  if (value === 'card') return 'instalment-loan';
  if (value === 'plain') return 'firm';
  if (value === 'go') return 'stop';
  return /^\d{4}-\d\d-\d\d$/.test(String(value)) ? '2031-07-17' : `${value}7`;
}
/** Paths of all values in a letter. */
function leaves(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
}
function change(letter: LetterFacts, path: readonly string[]): LetterFacts {
  const copy = structuredClone(letter);
  const last = path.at(-1) ?? '';
  const parent = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy as never);
  parent[last] = other(parent[last], last);
  return copy;
}
/** A barred debt has no text of the stage legal. */
const EVERYTHING = (letter: LetterFacts) =>
  TEXTS.filter(({ stage }) => !letter.barred || stage !== 'legal')
    .map(({ write, channel }) => write(letter, channel).body)
    .join('\n');

const FIELDS = leaves(sampleDisputed('en', 40))
  .filter(([first]) => first !== 'language')
  .map((path) => ({ name: path.join('.'), path }));
test.each(FIELDS)('$name is said somewhere, in both languages', ({ path }) => {
  for (const language of LANGUAGES) {
    const letter = sampleDisputed(language, 40);
    expect(EVERYTHING(change(letter, path))).not.toBe(EVERYTHING(letter));
  }
});

/** What a text shows in place of a value that it does not have. */
const GAP = /undefined|NaN|null|\[object Object\]|function/;

describe('any letter', () => {
  const date = fc
    .integer({ min: 0, max: 20_000 })
    .map((day) => new Date(Date.UTC(2000, 0, 1) + day * DAY_MS).toISOString().slice(0, 10));
  const money = fc.bigInt(1n, 10n ** 15n);
  const dated = fc.record({ on: date, minor: money });
  /** Personal values may hold anything but the words of a gap, so that a gap is always one of the texts' own. */
  const withoutGap = (texts: fc.Arbitrary<string>) => texts.filter((text) => !GAP.test(text));
  const line = (max: number) =>
    withoutGap(
      fc
        .string({ unit: 'grapheme', minLength: 1, maxLength: max })
        .map((text) => text.replace(/\s/g, ' ').trim() || 'x'),
    );
  const reference = withoutGap(fc.stringMatching(/^[\w.-]{1,64}$/));
  const account: fc.Arbitrary<LetterAccount> = fc.record({
    number: reference,
    product: fc.constantFrom('card' as const, 'instalment-loan' as const),
    currency: fc.constantFrom('TWD', 'JPY', 'KWD'),
    overdue: money,
    balance: money,
    balanceDue: fc.boolean(),
    dpd: fc.integer({ min: 0, max: 4000 }),
    dues: fc.array(dated, { maxLength: 5 }),
    lastPayment: fc.option(dated),
    paymentReference: reference,
    agreement: fc.option(
      fc.record({
        text: line(200),
        agreedOn: date,
        next: fc.option(fc.record({ on: date, minor: money, until: date })),
        paid: money,
        waived: money,
        since: fc.option(date),
      }),
    ),
    promise: fc.option(fc.record({ on: date, minor: money, left: money })),
    disputed: fc.option(fc.record({ dues: fc.array(date, { maxLength: 3 }), minor: money })),
  });
  const sum = fc.record({ minor: money, currency: fc.constant('TWD') });
  const answered: fc.Arbitrary<LetterAnswer> = fc.record({
    about: fc.constantFrom('dispute' as const, 'complaint' as const),
    reference,
    receivedOn: date,
    answerBy: fc.option(date),
    closing: fc.option(
      fc.record({
        on: date,
        outcome: fc.constantFrom('upheld' as const, 'part' as const, 'rejected' as const),
        reason: fc.option(line(300)),
        reduced: fc.option(sum),
        redress: fc.constantFrom(...REDRESS),
        paid: fc.option(sum),
        record: fc.option(
          fc.record({
            bureau: line(60),
            deleted: fc.boolean(),
            shows: fc.option(
              fc.record({ late: money, balance: money, currency: fc.constant('TWD'), disputed: fc.boolean() }),
            ),
          }),
        ),
        restsUntil: fc.option(date),
      }),
    ),
  });
  /** 60 UTF-16 units, as the creditor contract counts. */
  const creditorName = withoutGap(line(60).map((text) => text.slice(0, 60).replace(/\p{Surrogate}/gu, '')));
  const letters: fc.Arbitrary<LetterFacts> = fc
    .record({
      language: fc.constantFrom(...LANGUAGES),
      on: date,
      personName: line(80),
      creditor: fc.record({
        name: creditorName,
        phone: fc.stringMatching(/^\+?\d[\d ()./-]{2,23}$/),
        email: line(60),
        address: line(300),
        payAt: line(300),
        payTo: line(300),
        complaints: line(300),
        freeHelp: line(300),
      }),
      tone: fc.constantFrom(...TONES),
      accounts: fc.array(account, { minLength: 1, maxLength: 6 }),
      paymentReturned: fc.boolean(),
      means: fc.option(fc.record({ minor: fc.bigInt(0n, 10n ** 15n), currency: fc.constant('TWD') })),
      helpers: fc.array(fc.record({ name: line(60), number: fc.option(reference), source: line(60) }), {
        maxLength: 2,
      }),
      restart: fc.option(
        fc.record({
          cause: fc.constantFrom('silence' as const, 'owner' as const),
          owners: fc.array(line(60), { maxLength: 2 }),
          first: fc.boolean(),
        }),
      ),
      barred: fc.constant(false),
      collector: fc.boolean(),
      charges: fc.constantFrom('go' as const, 'cap' as const, 'stop' as const),
      offer: fc.option(fc.tuple(money, date).map(([minor, on]) => offerFor(minor, 'TWD', on))),
      agency: fc.record({
        name: line(300),
        phone: line(300),
        complaints: line(300),
        from: date,
        hours: fc.constant({ opens: 8 * 60, closes: 21 * 60 }),
      }),
      bureau: fc.record({ name: line(300), earliest: date }),
      court: fc.record({ payBy: date }),
      answers: fc.array(answered, { maxLength: 3 }),
      ombudsman: fc.option(line(200)),
    })
    .map((letter) => letter as LetterFacts);

  test('can be written by every step, without a gap, SMS in at most two parts, of a collector in four', () => {
    fc.assert(
      fc.property(letters, fc.constantFrom(...TEXTS), (letter, { write, channel }) => {
        const { subject = '', body } = write(letter, channel);
        for (const text of [subject, body]) expect(text).not.toMatch(GAP);
        if (channel === 'email') {
          expect(subject).not.toBe('');
          for (const account of letter.accounts) expect(body).toContain(account.number);
          expect(body).toContain(letter.personName);
        } else {
          expect(measureSms(body).segments).toBeLessThanOrEqual(mostSegments(letter));
          expect(body).toContain(letter.creditor.phone);
          expect(body).toContain('STOP');
        }
      }),
      { numRuns: 1500 },
    );
  });
});
