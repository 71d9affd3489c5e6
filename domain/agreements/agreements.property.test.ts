/** Properties of plans over random acts: proposals, answers, money, books, in any order of arrival. */
import { expect, test } from '@jest/globals';
import { accepted, proposed } from '../../tests/support/agreements.ts';
import { account, day, fact, noon } from '../../tests/support/facts.ts';
import fc from '../../tests/support/property.ts';
import { inOrder } from '../fact-order.ts';
import type { AccountFact } from '../facts.ts';
import { isMoney } from '../money/entries.ts';
import { receivedSince } from '../promises.ts';
import { standingOf } from '../standing.ts';
import { addDays } from '../time.ts';
import { type Agreement, isInForce, isOpen } from './agreements.ts';

const whole = (min: number, max: number) => fc.integer({ min, max });
const minor = fc.bigInt(1n, 60_000n);

type Act =
  | { act: 'propose'; on: number; parts: [number, bigint][]; settlement: boolean }
  | { act: 'answer'; on: number; how: 'accept' | 'decline' | 'end' }
  | { act: 'pay' | 'return'; on: number; minor: bigint }
  | { act: 'book'; on: number; minor: bigint };

const acts: fc.Arbitrary<Act[]> = fc
  .array(
    fc.oneof(
      fc.record({
        act: fc.constant('propose' as const),
        on: whole(0, 120),
        parts: fc.array(fc.tuple(whole(1, 20), minor), { minLength: 1, maxLength: 4 }),
        settlement: fc.boolean(),
      }),
      fc.record({
        act: fc.constant('answer' as const),
        on: whole(0, 120),
        how: fc.constantFrom('accept' as const, 'accept' as const, 'decline' as const, 'end' as const),
      }),
      fc.record({ act: fc.constantFrom('pay' as const, 'pay' as const, 'return' as const), on: whole(0, 120), minor }),
      fc.record({ act: fc.constant('book' as const), on: whole(0, 120), minor }),
    ),
    { maxLength: 20 },
  )
  .map((all) => [...all].sort((a, b) => a.on - b.on));

/** The facts of acts as the engine records them: an answer is about the last proposal. */
function factsOf(all: readonly Act[]): AccountFact[] {
  const facts: AccountFact[] = [];
  let no = 0;
  let last: ReturnType<typeof proposed> | null = null;
  for (const [index, item] of all.entries()) {
    const at = noon(item.on) + index;
    if (item.act === 'propose') {
      no += 1;
      let on = item.on;
      const parts = item.parts.map(([days, sum]) => {
        on += days;
        return [on, sum] as const;
      });
      last = proposed(parts, { no, at, settlement: item.settlement, lastDay: day(on + (item.settlement ? 0 : 7)) });
      facts.push(last);
    } else if (item.act === 'answer' && last !== null) facts.push(answerTo(last, item.how, item.on, at));
    else if (item.act === 'pay') facts.push(fact('payment', { minor: item.minor, via: 'lender' }, at));
    else if (item.act === 'return') facts.push(fact('reversal', { minor: item.minor }, at));
    else if (item.act === 'book') {
      const dues = [{ on: day(0), minor: item.minor }];
      facts.push(fact('balance-update', { asOf: day(item.on), balance: item.minor, dues }, at));
    }
  }
  return facts;
}

function answerTo(plan: ReturnType<typeof proposed>, how: 'accept' | 'decline' | 'end', on: number, at: number) {
  if (how === 'accept') return accepted(plan, on, at);
  const of = { plan: plan.id, by: 'ann' };
  return how === 'decline'
    ? fact('plan-declined', of, at)
    : fact('plan-ended', { ...of, why: 'by-person', reason: 'x' }, at);
}

const stood = (facts: readonly AccountFact[], on: number) =>
  standingOf(account({ facts: [...facts].sort(inOrder) }), noon(on));
const shown = ({ said, state, since, parts }: Agreement) => [said.no, state, since, parts.map(({ paid }) => paid)];

test('kept only if the sum came in time; broken only if it did not; at most one in force and one open', () => {
  fc.assert(
    fc.property(acts, whole(0, 260), (all, on) => {
      const standing = stood(factsOf(all), on);
      const { entries } = standing.position;
      for (const { state, said, accepted: told, parts, since } of standing.agreements) {
        if (told === null) continue;
        const asked = parts.reduce((sum, part) => sum + part.minor, 0n);
        const money = entries.filter(isMoney);
        const through = (date: string) => receivedSince(money, told.at, date, 'Asia/Taipei');
        if (state === 'kept') expect(through(said.lastDay) >= asked && through(day(on)) >= asked).toBe(true);
        if (state === 'running') expect(standing.agreement?.said.no).toBe(said.no);
        if (state === 'broken') expect(since !== null && since <= day(on)).toBe(true);
        if (state === 'broken' && since !== null) {
          const due = parts.filter(({ until }) => until < since).reduce((sum, part) => sum + part.minor, 0n);
          const short = through(addDays(since, -1)) < due || through(since) < asked;
          expect(short).toBe(true);
        }
      }
      expect(standing.agreements.filter(isInForce).length).toBeLessThanOrEqual(1);
      expect(standing.agreements.filter(isOpen).length).toBeLessThanOrEqual(1);
    }),
  );
});

test('a plan changes neither what is owed nor how late it is', () => {
  fc.assert(
    fc.property(acts, whole(0, 260), (all, on) => {
      const facts = factsOf(all);
      const without = facts.filter(({ kind }) => !kind.startsWith('plan-'));
      const [a, b] = [stood(facts, on), stood(without, on)];
      expect([a.overdue, a.dpd, a.balance, a.asked, a.cured]).toEqual([b.overdue, b.dpd, b.balance, b.asked, b.cured]);
    }),
  );
});

test('the order in which facts are told changes no plan', () => {
  fc.assert(
    fc.property(acts, whole(0, 260), (all, on) => {
      const facts = factsOf(all);
      const turned = [...facts].reverse();
      expect(stood(turned, on).agreements.map(shown)).toEqual(stood(facts, on).agreements.map(shown));
    }),
  );
});
