import { describe, expect, test } from '@jest/globals';
import type { BureauRecord } from '../../domain/contracts/bureau-record.ts';
import type { AccountFact, AccountFacts } from '../../domain/facts.ts';
import { standingThrough } from '../../domain/past-standing.ts';
import { account, day, fact } from '../../tests/support/facts.ts';
import { buildRecord } from './build-record.ts';
import { correctionsDue, type SentEntry, wrongRecords } from './right-record.ts';
import { checkRecord } from './rules.ts';

/** Dues of 1,434.00 on 2 March and 500.00 on 2 April; the records of April and May were made from version 10. */
const DUES = [
  { on: '2026-03-02', minor: 143_400n },
  { on: '2026-04-02', minor: 50_000n },
];
const noonOf = (date: string) => Date.parse(`${date}T04:00:00Z`);
const known = <T extends AccountFact>(item: T): T => ({ ...item, version: 5n });
const late = <T extends AccountFact>(item: T): T => ({ ...item, version: 20n });
const paid = (on: string, minor: bigint) => fact('payment', { minor, via: 'lender' }, noonOf(on));
const back = (on: string, minor: bigint) => fact('reversal', { minor }, noonOf(on));
const TODAY = '2026-06-10';

function world(facts: AccountFact[], over: Partial<AccountFacts> = {}): { facts: AccountFacts; sent: SentEntry[] } {
  const now = account({ dues: DUES, facts, ...over });
  const then = { ...now, facts: facts.filter((item) => item.version <= 10n), closed: false };
  const told: BureauRecord[] = [];
  for (const [month, asOf] of [
    ['2026-04', '2026-04-30'],
    ['2026-05', '2026-05-31'],
  ] as const) {
    const { overdue, dpd, oldest } = standingThrough(then, asOf);
    const state = { overdue, dpd, oldest, episodeOpenedOn: oldest && day(0), disputed: false, chargedOff: false };
    const names = { creditor: 'harbour', account: 'A-1', person: 'P-1', currency: 'TWD' };
    const rest = { entry: month, month, reportedOn: asOf, balance: 4_100_000n, closed: null, consent: true };
    told.push(buildRecord({ ...state, ...names, ...rest }, told));
  }
  return { facts: now, sent: told.map((record) => ({ record, factsVersion: 10n })) };
}
const shown = (record: BureauRecord) =>
  [record.month, record.status, record.overdue, record.balance, record.dateOfFirstDelinquency ?? '-'].join(' ');
const wrong = (facts: AccountFact[], over: Partial<AccountFacts> = {}) => {
  const told = world(facts, over);
  return wrongRecords(told.facts, told.sent, TODAY).map(({ right }) => shown(right));
};

const BACKDATED: [string, AccountFact[], string[]][] = [
  ['nothing came late', [known(paid('2026-04-10', 1000n))], []],
  ['a payment of this month', [late(paid('2026-06-02', 193_400n))], []],
  [
    'all paid in April',
    [late(paid('2026-04-20', 193_400n))],
    ['2026-04 current 0 3906600 -', '2026-05 current 0 3906600 -'],
  ],
  ['all paid in May', [late(paid('2026-05-20', 193_400n))], ['2026-05 current 0 3906600 -']],
  [
    'in part in April: the amount, the days and the balance; the date of first delinquency stays',
    [late(paid('2026-04-20', 143_400n))],
    ['2026-04 1-30 50000 3956600 2026-03-02', '2026-05 31-60 50000 3956600 2026-03-02'],
  ],
  [
    'the first due in March, before the second: its own delinquency',
    [late(paid('2026-03-20', 143_400n))],
    ['2026-04 1-30 50000 3956600 2026-04-02', '2026-05 31-60 50000 3956600 2026-04-02'],
  ],
  [
    'a known payment came back in April',
    [known(paid('2026-04-10', 193_400n)), late(back('2026-04-12', 193_400n))],
    ['2026-04 31-60 193400 4293400 2026-03-02', '2026-05 61-90 193400 4293400 2026-03-02'],
  ],
  ['paid and taken back, both told late', [late(paid('2026-04-10', 1000n)), late(back('2026-04-12', 1000n))], []],
  [
    'a book of April, told late',
    [late(fact('balance-update', { asOf: '2026-04-15', balance: 3_906_600n, dues: [] }, noonOf('2026-04-15')))],
    ['2026-04 current 0 3906600 -', '2026-05 current 0 3906600 -'],
  ],
  ['a dispute of April is no fact about money', [late(fact('dispute', { about: 'amount' }, noonOf('2026-04-15')))], []],
  ['a promise neither', [late(fact('promise', { parts: [], by: 'debtor' }, noonOf('2026-04-15')))], []],
];
describe('what makes a record wrong', () => {
  test.each(BACKDATED)('%s', (_, facts, expected) => expect(wrong(facts)).toEqual(expected));

  test('a closing of May told in June, and one that a returned payment undid', () => {
    const paidInMay = known(paid('2026-05-10', 193_400n));
    const closed = late(fact('closed', { how: 'settled' }, noonOf('2026-05-12')));
    expect(wrong([paidInMay, closed], { closed: true })).toEqual(['2026-05 closed-settled 0 0 -']);
    const returned = late(back('2026-05-20', 193_400n));
    const ended = known(fact('closed', { how: 'paid' }, noonOf('2026-05-12')));
    expect(wrong([paidInMay, ended, returned])).toEqual(['2026-05 61-90 193400 4293400 2026-03-02']);
  });

  test('a record of which nobody knows from what it was made is left alone', () => {
    const { facts, sent } = world([late(paid('2026-04-20', 193_400n))]);
    const unknown = sent.map(({ record }) => ({ record, factsVersion: null }));
    expect(wrongRecords(facts, unknown, TODAY)).toEqual([]);
  });

  test('a month whose correction is asked for is left out', () => {
    const asked = fact('bureau-correction', { month: '2026-04', remedy: 'correct', reason: 'paid' }, noonOf(TODAY));
    expect(wrong([late(paid('2026-04-20', 193_400n)), asked])).toEqual(['2026-05 current 0 3906600 -']);
  });
});

describe('corrections', () => {
  const asked = (month: string, remedy: 'correct' | 'delete' = 'correct') =>
    fact('bureau-correction', { month, remedy, reason: 'paid in April' }, noonOf(TODAY));

  test('say what is right of their month, and the later sees the earlier corrected', () => {
    const [april, may] = [asked('2026-04'), asked('2026-05')];
    const { facts, sent } = world([late(paid('2026-04-20', 193_400n)), may, april]);
    const made = correctionsDue(facts, sent, TODAY);
    expect(made.map(shown)).toEqual(['2026-04 current 0 3906600 -', '2026-05 current 0 3906600 -']);
    expect(made.map(({ entry, replaces, kind }) => [entry, replaces, kind])).toEqual([
      [april.id, '2026-04', 'correction'],
      [may.id, '2026-05', 'correction'],
    ]);
    expect(made[1]?.history[0]).toBe('current');
    expect(made.flatMap(checkRecord)).toEqual([]);
  });

  test('of a correction, when more comes to light; once each', () => {
    const first = asked('2026-04');
    const half = late(paid('2026-04-20', 143_400n));
    const { facts, sent } = world([half, first]);
    const [made] = correctionsDue(facts, sent, TODAY);
    const then = [...sent, { record: made as BureauRecord, factsVersion: 30n }];
    expect(correctionsDue(facts, then, TODAY)).toEqual([]);
    const rest = { ...paid('2026-04-25', 50_000n), version: 40n };
    const again = asked('2026-04');
    const [right] = correctionsDue({ ...facts, facts: [...facts.facts, rest, again] }, then, TODAY);
    expect(right).toMatchObject({ entry: again.id, replaces: first.id });
    expect(shown(right as BureauRecord)).toBe('2026-04 current 0 3906600 -');
  });

  test('asked for twice: one; deleted: nothing left to correct', () => {
    const both = world([asked('2026-04'), asked('2026-04', 'delete')]);
    const made = correctionsDue(both.facts, both.sent, TODAY);
    expect(made.map(({ kind, replaces }) => [kind, replaces])).toEqual([['deletion', '2026-04']]);
    const after = [...both.sent, ...made.map((record) => ({ record, factsVersion: 10n }))];
    const more = { ...both.facts, facts: [...both.facts.facts, asked('2026-04')] };
    expect(correctionsDue(more, after, TODAY)).toEqual([]);
  });
});
