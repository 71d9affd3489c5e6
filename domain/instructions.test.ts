import { describe, expect, test } from '@jest/globals';
import { account, day, fact, noon } from '../tests/support/facts.ts';
import { inOrder } from './fact-order.ts';
import type { AccountFact } from './facts.ts';
import type { InstructionKind } from './instruction-facts.ts';
import { answerDeadline, beingBooked, instructionsOf, rejectedInstruction } from './instructions.ts';
import { standingOf } from './standing.ts';

const instructed = (kind: InstructionKind = 'waiver', more: object = {}, at = 1, instruction = 'i') =>
  fact('book-instructed', { instruction, kind, effectiveOn: day(at), deadline: day(at + 3), ...more }, noon(at));
const confirmed = (at = 2, instruction = 'i', bookedOn = day(at)) =>
  fact('book-confirmed', { instruction, bookedOn }, noon(at));
const rejected = (at = 2) => fact('book-rejected', { instruction: 'i', reason: 'x' }, noon(at));
const withdrawn = (at = 3) => fact('book-withdrawn', { instruction: 'i', reason: 'x', by: 'ann' }, noon(at));
const stateOf = (...facts: AccountFact[]) => instructionsOf([...facts].sort(inOrder))[0]?.state;

/** All orders of some facts. */
function orders<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) => orders(items.filter((_, place) => place !== at)).map((rest) => [item, ...rest]));
}

describe('the state of an instruction', () => {
  test.each([
    ['open', [instructed()]],
    ['confirmed', [instructed(), confirmed()]],
    ['rejected', [instructed(), rejected()]],
    ['withdrawn', [instructed(), withdrawn()]],
    ['withdrawn', [instructed(), rejected(), withdrawn()]],
    ['confirmed', [instructed(), rejected(), withdrawn(), confirmed(4)]],
    ['confirmed', [instructed(), withdrawn(), confirmed(4), confirmed(5)]],
  ] as const)('%s, whatever the order of the facts', (state, facts) => {
    expect(orders(facts).map((order) => instructionsOf(order)[0]?.state)).toEqual(orders(facts).map(() => state));
  });

  test('none without an instruction', () => expect(stateOf(confirmed(), rejected())).toBeUndefined());
});

describe('what it keeps quiet', () => {
  test.each([
    ['plan', true],
    ['deferral', true],
    ['waiver', true],
    ['corrected-due', true],
    ['plan-cancelled', false],
    ['interest-stop', false],
    ['interest-restart', false],
    ['fee-stop', false],
    ['fee-restart', false],
    ['refund', false],
  ] as const)('%s: %s', (kind, isQuiet) => {
    expect(beingBooked([instructed(kind)])).toHaveLength(isQuiet ? 1 : 0);
    const { creditor } = account();
    expect(rejectedInstruction([instructed(kind), rejected()], creditor) !== null).toBe(isQuiet);
  });

  test('nothing any more once it is answered or withdrawn', () => {
    for (const end of [confirmed(), rejected(), withdrawn()]) expect(beingBooked([instructed(), end])).toEqual([]);
  });

  test('after a rejection for the working days of a review, until a person has decided', () => {
    const { creditor } = account();
    const facts = [instructed(), rejected()];
    const on = rejectedInstruction(facts, creditor)?.until ?? '';
    expect(on > day(4) && on < day(8)).toBe(true);
    expect(rejectedInstruction([...facts, withdrawn()], creditor)).toBeNull();
    const arrangements = { ...DAYS, reviewDays: 0 };
    expect(rejectedInstruction(facts, { ...creditor, arrangements })?.until).toBe(day(2));
  });
});
const DAYS = {
  ...{ promiseDays: 60, instalmentDays: 120, leastPercent: 10, promises: 3 },
  ...{ announcements: 2, announcementDays: 3, reviewDays: 3 },
};

test('the book answers by a working day', () => {
  const { creditor } = account();
  const friday = Date.parse('2026-03-06T12:00:00+08:00');
  expect(answerDeadline(friday, { ...creditor, zone: 'Asia/Taipei', country: 'TW' })).toBe('2026-03-11');
  expect(answerDeadline(friday, { ...creditor, zone: 'Asia/Taipei', country: 'TW', bookAnswerDays: 1 })).toBe(
    '2026-03-09',
  );
});

describe('what is owed', () => {
  const owed = (facts: AccountFact[], at = 5) => {
    const dues = [
      { on: day(0), minor: 1000n },
      { on: day(1), minor: 500n },
    ];
    const { balance, open } = standingOf(account({ dues, facts: [...facts].sort(inOrder) }), noon(at));
    return [balance - standingOf(account({ dues }), noon(at)).balance, open.map(({ minor }) => minor)];
  };

  test('less by a confirmed waiver only, once however often it is told', () => {
    const waived = instructed('waiver', { minor: 200n });
    for (const facts of [[waived], [waived, rejected()], [waived, withdrawn()]])
      expect(owed(facts)).toEqual([0n, [1000n, 500n]]);
    expect(owed([waived, confirmed()])).toEqual([-200n, [800n, 500n]]);
    expect(owed([waived, confirmed(), confirmed(3)])).toEqual([-200n, [800n, 500n]]);
  });

  test('from the day on which it was booked', () => {
    const facts = [instructed('waiver', { minor: 200n }), confirmed(4, 'i', day(3))];
    expect([owed(facts, 2), owed(facts, 3)]).toEqual([
      [0n, [1000n, 500n]],
      [-200n, [800n, 500n]],
    ]);
  });

  test('first of the due that was corrected', () => {
    const corrected = instructed('corrected-due', { minor: 300n, dues: [day(1)] });
    expect(owed([corrected, confirmed()])).toEqual([-300n, [1000n, 200n]]);
  });

  test.each(['refund', 'plan', 'interest-stop'] as const)('not by %s', (kind) =>
    expect(owed([instructed(kind, { minor: 200n }), confirmed()])).toEqual([0n, [1000n, 500n]]),
  );

  test('the same in any order of arrival', () => {
    const facts = [
      instructed('waiver', { minor: 200n }),
      confirmed(3),
      instructed('corrected-due', { minor: 300n, dues: [day(1)] }, 2, 'j'),
      confirmed(4, 'j'),
    ];
    for (const order of orders(facts)) expect(owed(order)).toEqual([-500n, [800n, 200n]]);
  });
});
