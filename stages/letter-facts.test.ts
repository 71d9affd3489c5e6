import { describe, expect, test } from '@jest/globals';
import type { AccountFact, AccountFacts, KnownEffect } from '../domain/facts.ts';
import type { Recipient } from '../domain/letter.ts';
import { HOUR_MS } from '../domain/time.ts';
import { TEST_CREDITOR } from '../tests/support/creditor.ts';
import { account, CREDITOR, day, effect, fact, noon } from '../tests/support/facts.ts';
import { letterFacts } from './letter-facts.ts';
import { RULES } from './rules.ts';

const TO: Recipient = { name: 'Mei Lin', language: 'en', creditor: TEST_CREDITOR };
const write = (facts: AccountFacts | AccountFacts[], days = 10) => letterFacts(TO, [facts].flat(), noon(days), RULES);
const other = account({ accountId: 'account-2', number: 'A-2', dues: [{ on: day(0), minor: 100_000n }] });

describe('what a letter may say', () => {
  test('one account: past dues, what is overdue, days, balance, reference', () => {
    const dues = [
      { on: day(0), minor: 143_400n },
      { on: day(9), minor: 50_000n },
      { on: day(10), minor: 70_000n },
    ];
    expect(write(account({ dues })).accounts).toEqual([
      {
        number: 'A-1',
        agreement: null,
        product: 'card',
        currency: 'TWD',
        overdue: 193_400n,
        balance: 4_100_000n,
        balanceDue: false,
        dpd: 10,
        dues: dues.slice(0, 2),
        lastPayment: null,
        paymentReference: 'A-1',
        promise: null,
        disputed: null,
      },
    ]);
  });

  test('a part payment leaves the rest of the oldest due', () => {
    const paid = account({ facts: [fact('payment', { minor: 43_400n, via: 'lender' }, noon(2))] });
    expect(write(paid).accounts[0]).toMatchObject({
      overdue: 100_000n,
      dues: [{ on: day(0), minor: 100_000n }],
      lastPayment: { on: day(2), minor: 43_400n },
    });
  });

  test('after a charge-off the balance is asked for and offered', () => {
    const letter = write(account({ facts: [fact('charge-off', { on: day(5), minor: 4_100_000n }, noon(5))] }));
    expect(letter.accounts[0]?.balanceDue).toBe(true);
    expect(letter.offer?.deferral).toEqual({ on: day(24), minor: 4_100_000n });
  });

  test('the last payment is the latest known, whoever told it and in whatever order', () => {
    const facts = [
      fact('payment', { minor: 200n, via: 'lender' }, noon(5)),
      fact('payment', { minor: 100n, via: 'lender' }, noon(2)),
    ];
    expect(write(account({ facts })).accounts[0]?.lastPayment).toEqual({ on: day(5), minor: 200n });
    const bookPayment = { on: day(7), minor: 300n, asOf: day(8) };
    expect(write(account({ facts, bookPayment })).accounts[0]?.lastPayment).toEqual({ on: day(7), minor: 300n });
  });

  describe('one date, that of the person', () => {
    const dues = [
      { on: day(0), minor: 143_400n },
      { on: day(9), minor: 50_000n },
    ];
    const facts = [fact('payment', { minor: 43_400n, via: 'lender' }, noon(10) - 3 * HOUR_MS)];
    const of = (zone: string) => write(account({ dues, facts }, { zone }));
    test('west of the creditor: days are counted to it, no payment lies after it, the amount stays the law’s', () => {
      const letter = of('America/Los_Angeles');
      expect(letter.on).toBe(day(9));
      expect(letter.accounts[0]).toMatchObject({
        dpd: 9,
        overdue: 150_000n,
        dues: [
          { on: day(0), minor: 100_000n },
          { on: day(9), minor: 50_000n },
        ],
        lastPayment: { on: day(9), minor: 43_400n },
      });
      expect(letter.agency?.from).toBe(day(12));
      expect(letter.court?.payBy).toBe(day(23));
    });
    test('east of the creditor', () => {
      const letter = letterFacts(TO, [account({ dues, facts }, { zone: 'Pacific/Kiritimati' })], noon(10), RULES);
      expect(letter.on).toBe(day(10));
      expect(letter.accounts[0]).toMatchObject({ dpd: 10, lastPayment: { on: day(10), minor: 43_400n } });
      const later = letterFacts(
        TO,
        [account({ dues, facts }, { zone: 'Pacific/Kiritimati' })],
        noon(10) + 7 * HOUR_MS,
        RULES,
      );
      expect(later.on).toBe(day(11));
      expect(later.accounts[0]).toMatchObject({ dpd: 11, overdue: 150_000n });
    });
    test('due on the letter’s own date, overdue by the creditor’s calendar: the first day', () => {
      const letter = write(account({ dues: [{ on: day(9), minor: 50_000n }] }, { zone: 'America/Los_Angeles' }));
      expect(letter.accounts[0]).toMatchObject({ dpd: 1, overdue: 50_000n });
    });
  });
});

describe('the terms', () => {
  const under = (terms: Partial<typeof RULES.terms>) =>
    letterFacts(TO, [account({ effects: ASKED })], noon(12), { ...RULES, terms: { ...RULES.terms, ...terms } });
  const ASKED = [effect('reminder/email-1', noon(1)), effect('reminder/email-4', noon(4))];
  test('bound the tone', () => {
    expect(under({}).tone).toBe('firm');
    expect(under({ firmestTone: 'repeat' }).tone).toBe('repeat');
  });
  test('say which offers are made', () => {
    expect(under({}).offer).toMatchObject({ instalments: [{}, {}, {}], deferral: {} });
    expect(under({ offers: ['instalments'] }).offer).toMatchObject({ instalments: [{}, {}, {}], deferral: null });
    expect(under({ offers: [] }).offer).toBeNull();
  });
});

describe('the offer', () => {
  test('covers all accounts of the letter', () => {
    const { offer } = write([account(), other]);
    expect(offer?.instalments.map((part) => part.minor)).toEqual([81_200n, 81_200n, 81_000n]);
    expect(offer?.deferral).toEqual({ on: day(24), minor: 243_400n });
  });
  test('is not made in two currencies at once', () => {
    expect(write([account(), { ...other, currency: 'USD' }]).offer).toBeNull();
  });
  test('is not made by a machine after two broken promises', () => {
    const promise = (days: number) =>
      fact('promise', { parts: [{ on: day(days + 1), minor: 100_000n }], by: 'debtor' }, noon(days));
    expect(write(account({ facts: [promise(1)] }), 20).offer).not.toBeNull();
    expect(write(account({ facts: [promise(1), promise(6)] }), 20).offer).toBeNull();
  });
});

describe('collecting that began anew', () => {
  const begun = fact('restart-reviewed', { answer: 'begin', by: 'ann' }, noon(8));
  const restart = (facts: AccountFact[], effects: KnownEffect[] = [], over: Partial<AccountFacts> = {}) =>
    write(account({ facts, effects, ...over })).restart;
  test('is explained until an e-mail has left since; of SMS, by the first', () => {
    const silence = { cause: 'silence', owners: [] };
    expect(restart([])).toBeNull();
    expect(restart([fact('restart-reviewed', { answer: 'wait', until: day(9), by: 'ann' }, noon(8))])).toBeNull();
    expect(restart([begun], [effect('reminder/email-1', noon(1))])).toEqual({ ...silence, first: true });
    expect(restart([begun], [effect('sms/sms-10', noon(9))])).toEqual({ ...silence, first: false });
    expect(restart([begun], [effect('reminder/email-1/2', noon(9))])).toBeNull();
  });
  test('names the owner of the debt where it is another than the creditor, and says when it is a new one', () => {
    const owner = 'North Capital';
    expect(restart([begun], [], { owner })).toMatchObject({ cause: 'silence', owners: [owner] });
    expect(restart([begun], [], { owner: 'HARBOUR  bank' })).toMatchObject({ owners: [] });
    const changed = { owner, ownerChangedAt: noon(7) };
    expect(restart([begun], [effect('reminder/email-1', noon(1))], changed)).toMatchObject({ cause: 'owner' });
    const told = [effect('reminder/email-1', noon(7) + HOUR_MS)];
    expect(restart([begun], told, changed)).toMatchObject({ cause: 'silence' });
    expect(restart([begun], [], { owner, ownerChangedAt: noon(9) })).toMatchObject({ cause: 'silence' });
  });
});

describe('a payment that came back', () => {
  const paid = fact('payment', { minor: 143_400n, via: 'lender' }, noon(2));
  const returned = fact('reversal', { minor: 143_400n }, noon(5));

  test('is told until an e-mail has said so; an SMS says nothing of it', () => {
    expect(write(account({ facts: [paid] })).paymentReturned).toBe(false);
    const facts = [paid, returned];
    expect(write(account({ facts, effects: [effect('reminder/email-1', noon(1))] })).paymentReturned).toBe(true);
    expect(write(account({ facts, effects: [effect('sms/sms-10', noon(6))] })).paymentReturned).toBe(true);
    expect(write(account({ facts, effects: [effect('reminder/email-4', noon(6))] })).paymentReturned).toBe(false);
    expect(write([other, account({ facts })]).paymentReturned).toBe(true);
  });
  test('is not shown as the last payment', () => {
    expect(write(account({ facts: [paid, returned] })).accounts[0]).toMatchObject({
      lastPayment: null,
      overdue: 143_400n,
    });
  });
});

describe('escalation stages', () => {
  test('the agency that gets the account, from three days on, and where to complain about it', () => {
    const north = account({ creditor: { ...CREDITOR, agencies: [{ code: 'north', share: 1 }] } });
    expect(write(north).agency).toEqual({
      name: 'North Agency',
      phone: '+886 2 5550 0111',
      complaints: 'complaints@north.example.com',
      from: day(13),
      hours: { opens: 8 * 60, closes: 21 * 60 },
    });
    expect(write(account({ creditor: { ...CREDITOR, agencies: [] } })).agency).toBeNull();
  });
  test('the first month end two weeks after it is sent, never later than the record; two weeks to pay', () => {
    const letter = write(account());
    expect(letter.bureau).toEqual({ name: 'Example Bureau', earliest: '2026-03-31' });
    expect(write(account(), 30).bureau?.earliest).toBe('2026-04-30');
    // Delivered on 16 April, the first record leaves on 30 April.
    expect(write(account(), 45).bureau?.earliest).toBe('2026-04-30');
    expect(letter.court).toEqual({ payBy: day(24) });
  });
});
