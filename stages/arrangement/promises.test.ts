/** What is said about a promise before its days and after the first that was broken. */
import { describe, expect, test } from '@jest/globals';
import { DEFAULT_ARRANGEMENTS } from '../../domain/arrangements.ts';
import { decide } from '../../domain/decide.ts';
import type { AccountFact, PersonFact } from '../../domain/facts.ts';
import { LANGUAGES } from '../../domain/letter.ts';
import { account, CREDITOR, day, effect, fact, noon, personFact } from '../../tests/support/facts.ts';
import fc from '../../tests/support/property.ts';
import { showDayAndDate } from '../letter-parts.ts';
import { RULES } from '../rules.ts';
import { sampleLetter } from '../sample-letter.ts';
import { askWhatHappened, remindOfPromise } from './promise-messages.ts';

const promise = (made: number, ...parts: [on: number, minor: bigint][]) =>
  fact('promise', { parts: parts.map(([on, minor]) => ({ on: day(on), minor })), by: 'debtor' }, noon(made));
const paid = (on: number, minor: bigint) => fact('payment', { minor, via: 'lender' }, noon(on));
const ALL = 143_400n;

const planned = (facts: AccountFact[], at: number, over: object = {}, person: PersonFact[] = []) =>
  decide(RULES, account({ facts, ...over }, { facts: person }), noon(at))
    .planned.filter(({ stage, step }) => stage === 'arrangement' && (step === 'reminder' || step === 'missed'))
    .map(({ step, occurrence, dueAt }) => `${step} ${occurrence} ${new Date(dueAt).toISOString().slice(0, 10)}`);

describe('the reminder', () => {
  test('leaves two days before each promised day that is not paid, the next part after the one that was', () => {
    const told = promise(1, [10, 43_400n], [20, 100_000n]);
    expect(planned([told], 2)).toEqual([`reminder 20260312 ${day(8)}`]);
    expect(planned([told, paid(4, 43_400n)], 5)).toEqual([`reminder 20260322 ${day(18)}`]);
    expect(planned([told, paid(4, ALL)], 5)).toEqual([]);
  });
  test('once a day that was named, never on it, and not where it was named only then', () => {
    const told = promise(1, [10, ALL]);
    expect(
      planned([told], 9, { effects: [effect('arrangement/reminder', noon(8), { occurrence: 20260312 })] }),
    ).toEqual([]);
    expect(planned([told], 10)).toEqual([]);
    expect(planned([promise(8, [10, ALL])], 8)).toEqual([]);
    expect(planned([promise(7, [10, ALL])], 7)).toHaveLength(1);
  });
  test('as many days before as the creditor says, and none where it says none', () => {
    const within = (reminderDays: number) =>
      planned([promise(1, [10, ALL])], 2, {
        creditor: { ...CREDITOR, arrangements: { ...DEFAULT_ARRANGEMENTS, reminderDays } },
      });
    expect(within(5)).toEqual([`reminder 20260312 ${day(5)}`]);
    expect(within(0)).toEqual([]);
  });
  test('none for who wants none, for whom somebody speaks, in care, while money may have come or an agency has it', () => {
    const told = promise(1, [10, ALL]);
    const quiet = fact(
      'promise',
      { parts: [{ on: day(10), minor: ALL }], by: 'debtor', withoutReminder: true },
      noon(1),
    );
    expect(planned([quiet], 2)).toEqual([]);
    for (const said of [
      personFact('hardship', {}, noon(2)),
      personFact('care-hold', { type: 'breathing-space', reported: 'person', until: day(60) }, noon(2)),
      personFact('represented', { by: 'debt-adviser' }, noon(2)),
      personFact('cease', { written: true }, noon(2)),
    ])
      expect(planned([told], 3, {}, [said])).toEqual([]);
    expect(planned([told, fact('payment-announced', {}, noon(2))], 3)).toEqual([]);
    expect(planned([told, fact('suspense', { line: 'l', minor: 500n }, noon(2))], 3)).toEqual([]);
    expect(planned([told, fact('dispute', { about: 'amount' }, noon(2))], 3)).toEqual([]);
    const placement = { id: 'p', agency: 'north', state: 'accepted', handedOverAt: noon(1), termEndsOn: day(90) };
    expect(planned([told], 3, { placements: [{ ...placement, recalledAt: null }] })).toEqual([]);
  });
  test('a STOP closes its channel, and the other is used', () => {
    const stop = personFact('stop', { channel: 'email' }, noon(1));
    const plan = decide(RULES, account({ facts: [promise(1, [10, ALL])] }, { facts: [stop] }), noon(2)).planned;
    expect(plan.find(({ step }) => step === 'reminder')?.channel).toBe('sms');
  });
  test('is never planned once the sum has come, whatever else was paid and when', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 40 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: 45 }), fc.bigInt(1n, 90_000n)), { maxLength: 5 }),
        fc.integer({ min: 1, max: 45 }),
        (on, payments, at) => {
          const told = [promise(1, [on, 60_000n]), ...payments.map(([when, minor]) => paid(when, minor))];
          const known = told.filter(({ occurredAt }) => occurredAt <= noon(at));
          const sum = payments.filter(([when]) => when <= at).reduce((all, [, minor]) => all + minor, 0n);
          const reminders = planned(known, at);
          if (sum >= 60_000n || at >= on) expect(reminders.filter((said) => said.startsWith('reminder'))).toEqual([]);
          for (const said of reminders) expect(said).not.toBe('');
        },
      ),
    );
  });
});

describe('after a broken promise', () => {
  test('the person is asked once what happened, the day after the grace, and within some days', () => {
    const told = promise(1, [5, ALL]);
    expect(planned([told], 8)).toEqual([`missed 1 ${day(8)}`]);
    expect(planned([told], 12)).toHaveLength(1);
    expect(planned([told], 13)).toEqual([]);
    expect(planned([told], 7)).toEqual([]);
    expect(planned([told, promise(8, [30, ALL])], 9)).toEqual([`reminder 20260401 ${day(28)}`]);
  });
  test('not after the second: callers speak then', () => {
    expect(planned([promise(1, [5, ALL]), promise(8, [12, ALL])], 15)).toEqual([]);
  });
});

test.each(LANGUAGES)(
  'both texts in %s name the sum, the weekday and what is left, and ask for nothing more',
  (language) => {
    const letter = sampleLetter(language, 20);
    const on = letter.accounts[0]?.promise?.on ?? '';
    for (const write of [remindOfPromise, askWhatHappened]) {
      const { body } = write(letter, 'email');
      for (const part of ['NT$ 1,434', 'NT$ 434', 'NT$ 5,200', showDayAndDate(on, language), letter.creditor.freeHelp])
        expect(body).toContain(part);
      expect(body).not.toMatch(/To pay now|overdue|现需支付|逾期/);
    }
    expect(remindOfPromise(letter, 'email').body).not.toMatch(/Instalments:|分期支付/);
    expect(askWhatHappened(letter, 'email').body).toMatch(/Instalments:|分期支付：/);
    expect(remindOfPromise({ ...letter, barred: true }, 'email').body).not.toMatch(/can manage|您能承受/);
  },
);
