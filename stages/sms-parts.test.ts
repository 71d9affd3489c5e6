/** Every SMS of the ladder in both languages: short, and nothing that a lock screen should not show. */
import { describe, expect, test } from '@jest/globals';
import type { Language, LetterAccount, LetterFacts } from '../domain/letter.ts';
import { showAmount } from '../domain/money.ts';
import { measureSms } from '../domain/sms-segments.ts';
import { DEBT_WORDS, SMS, THREATS, type Write } from '../tests/support/texts.ts';
import { sampleLetter, samplePaid } from './sample-letter.ts';
import { mostSegments } from './sms-parts.ts';

const amounts = ({ accounts }: LetterFacts) => accounts.map((account) => showAmount(account.overdue, account.currency));

describe.each(SMS)('$name by SMS in $language', ({ write, language, stage }) => {
  const letter = stage === 'receipt' ? samplePaid(language, '2026-03-22') : sampleLetter(language, 40);
  const { body, subject } = write(letter, 'sms');

  test('says who, for whom, reference, phone and STOP', () => {
    expect(subject).toBeUndefined();
    for (const part of ['Harbour Bank', 'A-1042, L-2007', letter.creditor.phone, 'STOP']) expect(body).toContain(part);
    expect(body).toContain(language === 'en' ? 'Customer team for' : '客户服务组');
  });
  test('shows nothing that a lock screen should not', () => {
    expect(body).not.toMatch(DEBT_WORDS);
    expect(body).not.toMatch(/[$€£¥]|TWD|NT/);
    expect(body).not.toMatch(THREATS);
    expect(body).not.toContain(letter.personName);
    for (const amount of amounts(letter)) expect(body).not.toContain(amount);
  });
  test('has at most two parts', () => {
    expect(measureSms(body).segments).toBeLessThanOrEqual(2);
    if (language === 'en') expect(measureSms(body).encoding).toBe('gsm-7');
  });
});

describe('SMS at the limits of the contracts', () => {
  const tight = (
    language: Language,
    name: string,
    references: string[],
    phone = '+886 2 5550 0100 / 0101 22',
  ): LetterFacts => {
    const letter = sampleLetter(language, 40);
    const [account] = letter.accounts as [LetterAccount];
    return {
      ...letter,
      creditor: { ...letter.creditor, name, phone },
      accounts: references.map((paymentReference) => ({ ...account, paymentReference, number: paymentReference })),
    };
  };
  const LONG_REFERENCE = `${'R'.repeat(48)}1234567890123456`;

  const CHECK: Readonly<Record<Language, string>> = { en: 'Call a number', 'zh-Hans': '请拨打您熟悉的电话核实。' };

  test.each(SMS)(
    '$name in $language holds with the longest names and references',
    ({ name: step, write, language }) => {
      for (const name of ['W'.repeat(60), '€'.repeat(60), '银'.repeat(60), '🏦'.repeat(30)]) {
        for (const references of [
          [LONG_REFERENCE],
          Array.from({ length: 30 }, (_, index) => `${LONG_REFERENCE.slice(2)}${index + 10}`),
        ]) {
          const letter = tight(language, name, references);
          const { body } = write(letter, 'sms');
          const restart: LetterFacts['restart'] = { cause: 'silence', owners: [], first: true };
          const again = write({ ...letter, restart }, 'sms').body;
          for (const text of [body, again]) expect(measureSms(text).segments).toBeLessThanOrEqual(mostSegments(letter));
          // Collecting begins again at the reminders, which keep room for how to check who writes.
          if (step.startsWith('reminder/')) expect(again).toContain(CHECK[language]);
          for (const part of [letter.creditor.phone, 'STOP', name.slice(0, 12), (references[0] ?? '').slice(-16)])
            expect(body).toContain(part);
          expect(body).not.toMatch(/\p{Surrogate}/u);
          for (const over of [{ collector: true }, { collector: true, restart }]) {
            const collected = write({ ...letter, ...over }, 'sms').body;
            expect(measureSms(collected).segments).toBeLessThanOrEqual(4);
            expect(collected).toMatch(language === 'en' ? /attempt to collect a debt\. / : /旨在催收债务/);
          }
        }
      }
    },
  );
  test.each(SMS)('$name in $language says in the first message of a restart how to check who writes', (sms) => {
    const letter = sampleLetter(sms.language, 40);
    const written = (restart: LetterFacts['restart']) => sms.write({ ...letter, restart }, 'sms').body;
    const check = CHECK[sms.language];
    for (const cause of ['silence', 'owner'] as const) {
      expect(written({ cause, owners: [], first: true })).toContain(check);
      expect(written({ cause, owners: [], first: true })).not.toMatch(DEBT_WORDS);
      expect(written({ cause, owners: [], first: false })).toBe(written(null));
    }
    expect(written(null)).not.toContain(check);
  });
  test('what does not fit is counted, never dropped unsaid', () => {
    const write = SMS[0]?.write as Write;
    const references = Array.from({ length: 40 }, (_, index) => `A-${1000 + index}`);
    const { body } = write(tight('en', 'Harbour Bank', references), 'sms');
    const named = references.filter((reference) => body.includes(reference)).length;
    expect(named).toBeGreaterThan(5);
    expect(body).toContain(` +${40 - named}`);
  });
  test('a text that cannot fit is an error, not a third part', () => {
    const write = SMS[0]?.write as Write;
    expect(() => write(tight('en', 'Harbour Bank', ['A-1'], '1'.repeat(400)), 'sms')).toThrow(/does not fit/);
  });
});
