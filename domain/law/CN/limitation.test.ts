/** Until when a debt may be sued for in mainland China. */
import { describe, expect, test } from '@jest/globals';
import { legalCase } from '../../../tests/support/legal-case.ts';
import type { Debt, Restart } from '../case.ts';
import { judgeLimitation, limitationOf } from './limitation.ts';

type Dated = Pick<Debt, 'accruedOn' | 'lastDueOn' | 'restarts'>;
const due = (lastDueOn: string, restarts: readonly Restart[] = []): Dated => ({ accruedOn: null, lastDueOn, restarts });
const restart = (kind: Restart['kind'], on: string, provedArrival = true): Restart => ({
  kind,
  on,
  provedArrival,
  written: false,
});
const lastDay = (debt: Dated, today = '2026-11-01') => limitationOf(debt, today)?.lastDay;

describe('CN-SOL-01, CN-SOL-02: three years from the last instalment', () => {
  test('due on 2023-11-20, no demand: in time through Friday 2026-11-20', () =>
    expect(limitationOf(due('2023-11-20'), '2026-11-21')).toEqual({
      lastDay: '2026-11-20',
      isFinal: true,
      unproved: [],
      late: [],
    }));
  test('the day on which the right to sue arose counts, where it is another', () =>
    expect(lastDay({ ...due('2023-11-20'), accruedOn: '2023-06-05' })).toBe('2026-06-05'));
  test('unknown when it is not known when the debt fell due', () =>
    expect(limitationOf({ accruedOn: null, lastDueOn: null, restarts: [] }, '2026-11-01')).toBeNull());
  test('twenty years after the due date it ends, whatever restarted it', () => {
    const demands = ['2009-05-01', '2012-04-01', '2015-03-01', '2018-02-01', '2021-01-01', '2023-12-01'];
    const restarts = demands.map((on) => restart('demand', on));
    expect(limitationOf(due('2006-05-12', restarts), '2026-11-01')).toMatchObject({
      lastDay: '2026-05-12',
      isFinal: true,
    });
  });
});

describe('CN-SOL-03, CN-SOL-04: what restarts it', () => {
  test('a demand that was delivered on 2025-06-01: the new end is 2028-06-01', () =>
    expect(lastDay(due('2023-11-20', [restart('demand', '2025-06-01')]))).toBe('2028-06-01'));
  test('a demand to a number that the debtor no longer owns warns and restarts nothing', () => {
    const demand = restart('demand', '2025-06-01', false);
    const limitation = limitationOf(due('2023-11-20', [demand]), '2026-11-01');
    expect(limitation).toMatchObject({ lastDay: '2026-11-20', unproved: [demand] });
    const proved = restart('part-payment', '2024-06-01');
    expect(limitationOf(due('2023-11-20', [proved, demand]), '2026-11-01')?.unproved).toEqual([demand]);
    const atOnce = restart('demand', '2023-11-20', false);
    expect(limitationOf(due('2023-11-20', [atOnce]), '2026-11-01')?.unproved).toEqual([atOnce]);
  });
  test('a notice of assignment counts only once it has reached the debtor', () => {
    expect(lastDay(due('2023-11-20', [restart('assignment-notice', '2025-06-01')]))).toBe('2028-06-01');
    expect(lastDay(due('2023-11-20', [restart('assignment-notice', '2025-06-01', false)]))).toBe('2026-11-20');
  });
  test.each(['part-payment', 'plan', 'acknowledgement', 'suit'] as const)('a %s needs no proof of arrival', (kind) =>
    expect(lastDay(due('2023-11-20', [restart(kind, '2025-06-01', false)]))).toBe('2028-06-01'),
  );
  test('the last of several counts, in whatever order they are told', () => {
    const dates = ['2026-11-18', '2029-11-14', '2024-01-10'];
    for (const order of [dates, dates.toReversed(), [...dates].sort()]) {
      const restarts = order.map((on) => restart('demand', on));
      expect(lastDay(due('2023-11-20', restarts), '2029-11-15')).toBe('2032-11-14');
    }
  });
  test('what came before the debt fell due, or has not come yet, does not count', () => {
    const restarts = [restart('demand', '2023-11-01'), restart('demand', '2026-11-10')];
    expect(lastDay(due('2023-11-20', restarts), '2026-11-09')).toBe('2026-11-20');
    expect(lastDay(due('2023-11-20', restarts), '2026-11-10')).toBe('2029-11-10');
  });
});

describe('CN-SOL-05: after the last day', () => {
  test('nothing restarts it; what came is kept for counsel', () => {
    const plan = restart('plan', '2026-11-21');
    expect(limitationOf(due('2023-11-20', [plan]), '2026-11-25')).toMatchObject({
      lastDay: '2026-11-20',
      late: [plan],
    });
  });
  test('a demand on the last day still restarts it', () =>
    expect(lastDay(due('2023-11-20', [restart('demand', '2026-11-20')]), '2026-11-20')).toBe('2029-11-20'));
});

describe('CN-SOL-06: how days count', () => {
  test.each([
    ['a Saturday moves to the Monday', '2023-11-21', '2026-11-23'],
    ['National Day moves past the whole week', '2023-10-01', '2026-10-08'],
    ['a Saturday that is worked stays', '2023-10-10', '2026-10-10'],
    ['a leap day ends with February', '2024-02-29', '2027-02-28'],
  ])('%s', (_, dueOn, end) => expect(lastDay(due(dueOn))).toBe(end));
  test('a last day whose holidays are not known yet stays, and is not final', () => {
    expect(limitationOf(due('2024-01-01'), '2026-11-01')).toMatchObject({ lastDay: '2027-01-01', isFinal: false });
    expect(limitationOf(due('2023-12-31'), '2026-11-01')).toMatchObject({ lastDay: '2026-12-31', isFinal: true });
  });
  test('a restart on a day to which the last day was moved is in time', () =>
    expect(lastDay(due('2023-10-01', [restart('demand', '2026-10-08')]), '2026-10-08')).toBe('2029-10-08'));
});

test('a refusal says whether it is of a claim or of a text, and why', () => {
  const words = (over: Parameters<typeof legalCase>[0]) =>
    judgeLimitation(legalCase({ at: '2026-11-21T02:00:00Z', ...over }))?.words;
  const debt = { lastDueOn: '2023-11-20' };
  expect(words({ act: 'file-claim', debt })).toBe('no claim is filed, as the last day to sue was 2026-11-20');
  expect(words({ content: ['lawsuit'], debt })).toBe(
    'the text must not mention: lawsuit, as the last day to sue was 2026-11-20',
  );
  expect(words({ act: 'file-claim' })).toBe('no claim is filed, as it is not known when the debt fell due');
});
