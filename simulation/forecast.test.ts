import { describe, expect, test } from '@jest/globals';
import type { Assumptions } from '../domain/contracts/ahead.ts';
import type { AccountFacts } from '../domain/facts.ts';
import { type Instant, localDate, MINUTE_MS } from '../domain/time.ts';
import { RULEBOOK } from '../stages/rules.ts';
import { account, CONTACTED, day, effect, fact, noon, ZONE } from '../tests/support/facts.ts';
import { type Forecast, forecast, REACHED } from './forecast.ts';
import type { StoredAccount } from './maps/from-facts.ts';

const ahead = (facts: AccountFacts, now: Instant, days: number, assumptions?: Assumptions): Forecast =>
  forecast(RULEBOOK, [{ facts, nextEvaluationAt: now }], now, {
    days,
    ...(assumptions === undefined ? {} : { assumptions }),
  });
const lines = ({ items }: Forecast): string[] =>
  items.map(({ at, of, what }) => `${localDate(at, ZONE)} ${of} ${what}`);

describe('what comes next', () => {
  test('names the steps of the ladder with day, channel and stage', () => {
    expect(lines(ahead(account(), noon(1), 20))).toMatchInlineSnapshot(`
[
  "2026-03-03 effect Reminder: email-1 by email",
  "2026-03-06 effect Reminder: email-4 by email",
  "2026-03-10 effect Reminder: email-8 by email",
  "2026-03-13 stage stage: SMS",
  "2026-03-13 effect SMS: sms-10 by sms",
  "2026-03-16 effect SMS: sms-14 by sms",
  "2026-03-18 stage stage: Call",
  "2026-03-18 task Call: attempt by call",
]
`);
  });

  test('says why not sooner, and what would cancel it', () => {
    const { items } = ahead(account(), noon(1), 12);
    const second = items.find(({ what }) => what.includes('email-4'));
    expect(second?.because).toEqual([`its day is 4 days after the due date ${day(0)}`]);
    expect(second?.cancelledBy).toMatchInlineSnapshot(`
[
  "payment",
  "promise",
  "dispute",
  "hold",
  "hardship",
  "stop-email",
]
`);
  });

  test('with outcomes and receipts it reaches the stages after calls', () => {
    const stages = ahead(account(), noon(1), 60, REACHED).items.filter(({ of }) => of === 'stage');
    expect(stages.map(({ what, because }) => [what, ...because])).toMatchInlineSnapshot(`
[
  [
    "stage: SMS",
    "it opens 10 days past due at the earliest",
  ],
  [
    "stage: Call",
    "it opens 16 days past due at the earliest",
  ],
  [
    "stage: Agency",
    "it opens 31 days past due at the earliest",
  ],
  [
    "stage: Credit bureau",
    "it opens 45 days past due at the earliest",
  ],
]
`);
  });

  test('a promise keeps demands away, and its end is named', () => {
    const parts = [{ on: day(9), minor: 1_000n }];
    const facts = account({ facts: [fact('promise', { parts, by: 'debtor' }, noon(1))] });
    expect(lines(ahead(facts, noon(2), 14))).toMatchInlineSnapshot(`
[
  "2026-03-04 task Arrangement: review-promise 20260303",
  "2026-03-06 end the promise ends",
  "2026-03-07 effect Reminder: email-1 by email",
  "2026-03-10 effect Reminder: email-4 by email",
  "2026-03-13 stage stage: SMS",
  "2026-03-13 effect SMS: sms-10 by sms",
  "2026-03-16 effect SMS: sms-14 by sms",
  "2026-03-18 stage stage: Call",
  "2026-03-18 task Call: attempt by call",
]
`);
  });

  test('after a payment of everything nothing is demanded', () => {
    const paid = account({ facts: [fact('payment', { minor: 10_000_000n, via: 'lender' }, noon(1))] });
    expect(ahead(paid, noon(2), 60).items.filter(({ what }) => what.startsWith('Reminder'))).toEqual([]);
  });

  test('a call task that is open stops the ladder, and is named', () => {
    const called = effect('call/attempt/1', noon(16), { doneAt: null });
    const { openTasks, items } = ahead(account({ effects: [called] }), noon(17), 30);
    expect(openTasks.map(({ what }) => what)).toEqual(['Call: attempt by call']);
    expect(items.filter(({ what }) => what.startsWith('Agency'))).toEqual([]);
  });

  test('accounts of one person share a message', () => {
    const other = account({ accountId: 'a2', number: 'A-2' });
    const stored = [account(), other].map((facts) => ({ facts, nextEvaluationAt: noon(1) })) as [StoredAccount];
    const { items } = forecast(RULEBOOK, stored, noon(1), { days: 5, asksWhatCancels: false });
    expect(items.find(({ what }) => what.includes('email-4'))?.together).toEqual(['A-2']);
  });

  test('a handover brings its recall on the last day of the term, though no date would wake the account before', () => {
    const records = ['202605', '202606', '202607', '202608', '202609', '202610'].map((month, index) =>
      effect(`bureau/record/${month}`, noon(90 + 30 * index), index < 2 ? {} : { state: 'planned', sentAt: null }),
    );
    const effects = [
      ...[...CONTACTED, effect('bureau/notice', noon(45), { deliveredAt: noon(45) }), ...records],
      effect('agency/notice', noon(147), { deliveredAt: noon(147) }),
      effect('agency/handover', noon(150), { state: 'planned', sentAt: null }),
    ];
    const stored: StoredAccount = { facts: account({ effects }), nextEvaluationAt: null };
    const coming = forecast(RULEBOOK, [stored], noon(148), { days: 80, asksWhatCancels: false });
    expect(lines(coming).filter((line) => line.includes('agency'))).toEqual([
      `${day(150)} effect Agency: handover by agency`,
      `${day(210)} effect Agency: recall by agency`,
    ]);
  });

  test('a paid account is reported every month, also while no due comes for half a year', () => {
    const facts = account({
      dues: [
        { on: day(0), minor: 143_400n },
        { on: day(300), minor: 143_400n },
      ],
      facts: [fact('payment', { minor: 143_400n, via: 'lender' }, noon(70))],
      effects: [
        ...[...CONTACTED, effect('bureau/notice', noon(20), { deliveredAt: noon(20) })],
        effect('bureau/record/202604', noon(59)),
      ],
      episode: { no: 1, openedOn: day(0), curedVersion: 2n, curedOn: day(70) },
    });
    const months = ahead(facts, noon(71), 190).items.flatMap(({ key }) => key?.match(/record\/(\d+)/)?.[1] ?? []);
    expect(months).toEqual(['202605', '202606', '202607', '202608', '202609', '202610']);
  });

  test('a claim under way counts as not begun: it leaves at once, and once', () => {
    const claimed = effect('reminder/email-1/1', noon(1), { state: 'claimed', sentAt: null });
    const contacts = [
      {
        at: noon(1),
        channel: 'email' as const,
        accountId: account().accountId,
        purpose: 'demand' as const,
        covers: [{ accountId: account().accountId, stage: 'reminder', step: 'email-1' }],
      },
    ];
    const { items } = ahead(account({ effects: [claimed], contacts }), noon(1) + MINUTE_MS, 2);
    expect(items.filter(({ what }) => what.includes('email-1')).map(({ at }) => at)).toEqual([noon(1) + MINUTE_MS]);
  });

  test('the facts that it was given stay as they are', () => {
    const facts = account({ effects: [effect('reminder/email-1/1', noon(1))] });
    const before = structuredClone(facts);
    ahead(facts, noon(2), 90, REACHED);
    expect(facts).toEqual(before);
  });
});
