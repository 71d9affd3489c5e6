/** The earliest last day of all laws that bind, and of the creditor's own bound. */
import { describe, expect, test } from '@jest/globals';
import { account, CREDITOR, DUE_ON, day, effect, fact, noon, ZONE } from '../tests/support/facts.ts';
import type { AccountFacts } from './facts.ts';
import { limitationOf } from './limitation.ts';
import { standingOf } from './standing.ts';
import { addDays, type CalendarDate, localDate } from './time.ts';

const inChina = (over: Partial<AccountFacts> = {}): AccountFacts =>
  account({ creditor: { ...CREDITOR, country: 'CN' }, ...over }, { country: 'CN' });
const inTexas = (region: string | null): AccountFacts =>
  account({ creditor: { ...CREDITOR, country: 'US' } }, { country: 'US', region });
const on = (facts: AccountFacts, days: number, today: CalendarDate = localDate(noon(days), ZONE)) =>
  limitationOf(facts, standingOf(facts, noon(days)), today);

test('the creditor’s bound alone, where no law has a known limitation', () => {
  const lastDay = addDays(DUE_ON, Math.round(15 * 365.25) - 1);
  expect(on(account(), 10)).toEqual({
    lastDay,
    law: 'creditor',
    barred: false,
    basis: "the creditor's own bound, 15 years from the last due",
    unknown: [],
  });
});

test('the last day is the last on which it is not barred', () => {
  const { lastDay } = on(account(), 10);
  expect(on(account(), 10, lastDay).barred).toBe(false);
  expect(on(account(), 10, addDays(lastDay, 1)).barred).toBe(true);
});

test('the earliest of the laws and the creditor’s bound counts', () => {
  expect(on(inChina(), 10)).toMatchObject({ law: 'CN', lastDay: '2029-03-02' });
  const strict = inChina({ creditor: { ...CREDITOR, country: 'CN', limitationYears: 2 } });
  expect(on(strict, 10)).toMatchObject({ law: 'creditor' });
  const both = account({ creditor: { ...CREDITOR, country: 'CN' } }, { country: 'US', region: 'TX' });
  expect(on(both, 10)).toMatchObject({ law: 'CN', lastDay: '2029-03-02' });
});

test('a law that cannot say is named', () => {
  expect(on(inTexas('TX'), 10)).toMatchObject({ law: 'US', lastDay: '2030-03-02', unknown: [] });
  expect(on(inTexas(null), 10).unknown).toEqual([
    { law: 'US', words: 'the state whose limitation applies is not known' },
  ]);
});

describe('restarts in China', () => {
  const lastDay = (over: Partial<AccountFacts>) => on(inChina(over), 400).lastDay;
  const paid = fact('payment', { minor: 1n, via: 'lender', reference: 'P-1' }, noon(40));
  const plain = lastDay({});
  const later = (days: number) => `${Number(day(days).slice(0, 4)) + 3}${day(days).slice(4)}`;

  test('a payment, the person’s promise, a delivered demand', () => {
    expect(lastDay({ facts: [paid] })).toBe(later(40));
    const promise = { parts: [{ on: day(60), minor: 1n }], by: 'debtor' as const };
    expect(lastDay({ facts: [fact('promise', promise, noon(50))] })).toBe(later(50));
    expect(lastDay({ effects: [effect('reminder/email-1', noon(1), { deliveredAt: noon(2) })] })).toBe(later(2));
  });
  test('nothing that came back, was not delivered, or was said by a caller', () => {
    expect(lastDay({ facts: [paid, fact('reversal', { minor: 1n, of: 'P-1' }, noon(42))] })).toBe(plain);
    expect(lastDay({ facts: [paid, fact('reversal', { minor: 1n }, noon(42))] })).toBe(plain);
    expect(lastDay({ effects: [effect('reminder/email-1', noon(1))] })).toBe(plain);
    const bounced = effect('reminder/email-1', noon(1), { deliveredAt: noon(2), bouncedAt: noon(3) });
    expect(lastDay({ effects: [bounced] })).toBe(plain);
    expect(lastDay({ facts: [fact('promise', { parts: [], by: 'caller' }, noon(50))] })).toBe(plain);
  });
});
