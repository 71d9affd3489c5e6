import { describe, expect, test } from '@jest/globals';
import type { Language } from '../../domain/letter.ts';
import { showAmount } from '../../domain/money.ts';
import { offerFor } from '../../domain/offer.ts';
import { showDate } from '../letter-parts.ts';
import { sampleCard } from '../sample-letter.ts';
import { callScript, type ScriptLine } from './messages.ts';
import { CALL_RESULTS, CONTACT_OUTCOMES } from './outcomes.ts';

const text = (lines: readonly ScriptLine[]) => lines.map(({ when, say }) => `${when}\n${say}`).join('\n');
/** What is spoken: brackets are for the caller. */
const spoken = (lines: readonly ScriptLine[]) =>
  lines.map(({ say }) => say.replace(/\([^)]*\)|（[^）]*）/g, '')).join('\n');

describe.each(['en', 'zh-Hans'] as Language[])('the script in %s', (language) => {
  const letter = sampleCard(language, 16);
  const { before, after, never } = callScript(letter);

  test('says nothing of a debt, an account or an amount before identity is checked', () => {
    expect(spoken(before)).not.toMatch(
      /debt|overdue|owe|arrears|unpaid|pay|loan|card|balance|欠|逾期|债|款|付|贷|信用卡|催/i,
    );
    expect(spoken(before)).not.toMatch(/A-1042|NT\$/);
    expect(spoken(before)).toContain(letter.personName);
    expect(text(before)).toMatch(/date of birth|出生日期/);
  });
  test('leaves a voicemail of name and number, nothing else', () => {
    const voicemail = before.find(({ say }) => say.includes('voicemail'));
    expect(spoken(voicemail ? [voicemail] : [])).toContain(letter.creditor.phone);
    expect(spoken(voicemail ? [voicemail] : [])).not.toContain(letter.creditor.name);
  });
  test('then names creditor, account, amount and days', () => {
    const [reason] = after;
    for (const part of ['Harbour Bank', 'A-1042', 'NT$ 1,434', '16']) expect(reason?.say).toContain(part);
  });
  test('lists the offers of the letter, each with amounts and dates', () => {
    for (const part of [
      ...(letter.offer?.instalments ?? []),
      ...(letter.offer?.deferral ? [letter.offer.deferral] : []),
    ]) {
      expect(text(after)).toContain(showAmount(part.minor, 'TWD'));
      expect(text(after)).toContain(showDate(part.on, language));
    }
    const deferred = { ...letter, offer: offerFor(143_400n, 'TWD', letter.on, ['deferral']) };
    expect(text(callScript(deferred).after)).toMatch(/You could pay NT|(?<!或者)您可以不晚于/);
    expect(text(callScript(deferred).after)).not.toMatch(/instalments\.\)|instalments。）/);
    const without = text(callScript({ ...letter, offer: null }).after);
    expect(without).not.toContain('offer-accepted');
    expect(without).toMatch(/cannot offer instalments|无法直接为您安排/);
  });
  test('says that a payment came back, only when it did', () => {
    expect(text(after)).not.toMatch(/came back|退回/);
    expect(text(callScript({ ...letter, paymentReturned: true }).after)).toMatch(/came back|退回/);
  });
  test('asks for the balance when that is due as a whole', () => {
    const accounts = letter.accounts.map((account) => ({ ...account, balanceDue: true }));
    expect(text(callScript({ ...letter, accounts }).after)).toContain('NT$ 41,000');
  });
  test('says how to pay, to object, to complain, and where free help is', () => {
    const { payAt, payTo, complaints, freeHelp } = letter.creditor;
    for (const part of [payAt, payTo, complaints, freeHelp]) expect(text(after)).toContain(part);
    expect(never.length).toBeGreaterThan(3);
  });
  test('knows a line for every result of a conversation, and names no outcome that is not in the table', () => {
    const all = text([...before, ...after]);
    for (const result of Object.keys(CALL_RESULTS)) expect(all).toContain(result);
    const named = [...all.matchAll(/(?:Record: |记录：)([a-z-]+)/g)].map((match) => match[1] ?? '');
    for (const name of named) expect([...Object.keys(CALL_RESULTS), ...Object.keys(CONTACT_OUTCOMES)]).toContain(name);
  });
});

test('the outcome of a call that somebody else answered asks for nothing and does nothing that speaks of a debt', () => {
  expect(CONTACT_OUTCOMES['third-party']).toMatchObject({ follows: 'none', needs: [] });
  expect(CONTACT_OUTCOMES['third-party'].words).toContain('nothing of the debt was said');
});
