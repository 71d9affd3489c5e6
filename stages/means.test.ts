/** What letters and call scripts say by a sheet of income and expenses, and whom they name for help. */
import { describe, expect, test } from '@jest/globals';
import type { PersonFact } from '../domain/facts.ts';
import { LANGUAGES, type Recipient } from '../domain/letter.ts';
import { TEST_CREDITOR } from '../tests/support/creditor.ts';
import { account, aSheet, day, noon, personFact } from '../tests/support/facts.ts';
import { callScript } from './call/messages.ts';
import { letterFacts } from './letter-facts.ts';
import { howToPay, listAccounts, makeOffer, whereToFindHelp } from './letter-parts.ts';
import { RULES } from './rules.ts';
import { sampleLetter } from './sample-letter.ts';

const TO: Recipient = { name: 'Mei Lin', language: 'en', creditor: TEST_CREDITOR };
const letter = (facts: PersonFact[], country: string | null, on = 10) =>
  letterFacts(TO, [account({}, { facts, country })], noon(on), RULES);
const sheet = (minor: bigint | null) => personFact('sheet-recorded', aSheet(day(2), minor), noon(2));

describe('the facts of a letter', () => {
  test('the share of the sheet takes the place of every offer, also after it was to be looked at again', () => {
    for (const on of [10, 90])
      expect(letter([sheet(900n)], 'TW', on)).toMatchObject({ means: { minor: 900n, currency: 'TWD' }, offer: null });
    expect(letter([sheet(null)], 'TW')).toMatchObject({ means: { minor: 0n, currency: 'TWD' }, offer: null });
    const ended = personFact('hardship-ended', { reason: 'x' }, noon(5));
    expect(letter([sheet(900n), ended], 'TW').means).toBeNull();
    expect(letter([], 'TW')).toMatchObject({ means: null, helpers: [] });
  });
  test.each([
    ['GB', 'MoneyHelper'],
    ['US', 'National Foundation for Credit Counseling'],
    [null, 'Legal Aid Foundation (法律扶助基金會)'],
  ])('who is in need in %s is told of two at most, and of no authority for complaints', (country, first) => {
    for (const told of [personFact('hardship', {}, noon(2)), sheet(900n)]) {
      const { helpers } = letter([told], country);
      expect(helpers[0]?.name).toBe(first);
      expect(helpers).toHaveLength(2);
    }
    expect(letter([personFact('hardship', {}, noon(2))], 'CN').helpers.map(({ number }) => number)).toEqual(['12348']);
    expect(letter([personFact('hardship', {}, noon(2))], 'DE').helpers).toEqual([]);
  });
});

describe.each(LANGUAGES)('in %s', (language) => {
  const sample = sampleLetter(language, 20);
  const some = { ...sample, offer: null, means: { minor: 90_000n, currency: 'TWD' } };
  const none = { ...some, means: { minor: 0n, currency: 'TWD' } };
  const spoken = (l: typeof some) =>
    callScript(l)
      .after.map(({ say }) => say)
      .join('\n');

  test('no more than the sheet leaves is asked for and offered', () => {
    const text = [...listAccounts(some), makeOffer(some), howToPay(some)].join('\n');
    expect(text.match(/NT\$ 900/g)).toHaveLength(2);
    expect(text).not.toMatch(/To pay now|Instalments:|More time|现需支付|分期支付：|延后支付/);
    expect(howToPay(some)).not.toContain('NT$');
    expect(howToPay(sample)).toContain('NT$');
    expect(spoken(some)).toContain('NT$ 900');
    expect(spoken(some)).not.toMatch(/pay in parts|I cannot offer|分期支付：|无法直接/);
  });
  test('where nothing is left nothing is asked for', () => {
    for (const text of [[...listAccounts(none), makeOffer(none)].join('\n'), spoken(none)]) {
      expect(text).not.toMatch(/To pay now|现需支付/);
      expect(text).toMatch(/nothing is left to pay with|没有余额可供支付/);
    }
  });
  test('helpers stand with number and site, beside the help that the creditor names', () => {
    const helpers = [
      { name: 'Advice', number: '0800 1', source: 'advice.example.com' },
      { name: 'Aid', number: null, source: 'aid.example.com' },
    ];
    const said = whereToFindHelp({ ...sample, helpers });
    for (const part of [sample.creditor.freeHelp, 'Advice, 0800 1, advice.example.com', 'Aid, aid.example.com'])
      expect(said).toContain(part);
    expect(whereToFindHelp(sample)).not.toContain('Advice,');
    expect(spoken({ ...some, helpers } as typeof some)).toContain('Advice, 0800 1, advice.example.com');
  });
});
