import { describe, expect, test } from '@jest/globals';
import { RULES } from '../stages/rules.ts';
import { account, CREDITOR, day, fact, noon } from '../tests/support/facts.ts';
import { decide } from './decide.ts';
import { disputesOf, openDisputes } from './disputes.ts';
import type { AccountFact, AccountFactBodies, AccountFacts } from './facts.ts';
import { debtOf } from './law/debt-of.ts';
import { standingOf } from './standing.ts';
import { localDate } from './time.ts';

/** It writes about any amount. */
const LOW = { ...CREDITOR, contactFloor: 1n };
const DUES = [
  { on: day(0), minor: 1000n },
  { on: day(30), minor: 1000n },
  { on: day(61), minor: 1000n },
];
const disputes = (part: Partial<AccountFactBodies['dispute']> = {}, on = 62) =>
  fact('dispute', { about: 'amount', ...part }, noon(on));
const closed = (of: AccountFact | null, body: Partial<AccountFactBodies['dispute-closed']> = {}, on = 65) =>
  fact('dispute-closed', { outcome: 'rejected', ...body, ...(of === null ? {} : { of: of.id }) }, noon(on));
const paid = (minor: bigint, on = 63) => fact('payment', { minor, via: 'lender' }, noon(on));
const at = (on: number, facts: AccountFact[], over: Partial<AccountFacts> = {}) =>
  standingOf(account({ dues: DUES, balance: 10_000n, facts, ...over }), noon(on));
const shown = (dues: readonly { on: string; minor: bigint }[]) =>
  dues.map(({ on, minor }) => `${DUES.findIndex((due) => due.on === on)}=${minor}`).join(' ');

describe('which disputes are open', () => {
  const ids = (...facts: AccountFact[]) => openDisputes(facts).map(({ id }) => id);
  test('a closing ends the dispute that it names, whatever the order of the two', () => {
    const [first, second] = [disputes({ dues: [day(0)] }), disputes({ dues: [day(30)] })];
    expect(ids(first, second)).toEqual([first.id, second.id]);
    expect(ids(first, second, closed(second))).toEqual([first.id]);
    expect(ids(closed(first, {}, 60), first, second)).toEqual([second.id]);
    expect(ids(first, closed(first), closed(first), second)).toEqual([second.id]);
  });
  test('a closing that names none is of before disputes had parts: it ends the oldest about the whole debt', () => {
    const [part, whole, other] = [disputes({ minor: 5n }), disputes(), disputes()];
    expect(ids(part, whole, other, closed(null))).toEqual([part.id, other.id]);
    expect(ids(part, closed(null))).toEqual([part.id]);
    expect(disputesOf([whole, closed(null, {}, 70)])[0]?.closedAt).toBe(noon(70));
  });
});

describe('what is asked for', () => {
  test('the rest, with days past due over it', () => {
    const standing = at(62, [disputes({ dues: [day(0)] })]);
    expect(standing).toMatchObject({ overdue: 2000n, asked: 2000n, dpd: 32, oldest: day(30), undisputed: 9000n });
    expect(standing.disputed).toMatchObject({ extent: 'part', minor: 1000n, oldest: day(0) });
    expect([standing.balance, shown(standing.position.open)]).toEqual([10_000n, '0=1000 1=1000 2=1000']);
  });
  test('a sum lies on the oldest dues, several disputes add up, and nothing is taken off twice', () => {
    const standing = at(62, [disputes({ minor: 1300n }), disputes({ dues: [day(61)] })]);
    expect([shown(standing.late), shown(standing.disputed?.dues ?? [])]).toEqual(['1=700', '0=1000 1=300 2=1000']);
    expect(at(62, [disputes({ minor: 1300n }), disputes({ minor: 1300n })]).asked).toBe(400n);
    expect(at(62, [disputes({ dues: [day(0)] }), disputes({ dues: [day(0)] })]).asked).toBe(2000n);
  });
  test('a sum beyond the dues of the book is part of the balance', () =>
    expect(at(62, [disputes({ minor: 9000n })])).toMatchObject({ asked: 0n, undisputed: 1000n }));
  test('the whole debt: nothing is taken out, the policy holds all back', () =>
    expect(at(62, [disputes(), disputes({ dues: [day(0)] })])).toMatchObject({
      asked: 3000n,
      dpd: 62,
      undisputed: 10_000n,
      disputed: { extent: 'whole', dues: [], minor: 0n },
    }));
  test('no late rest: nothing is asked for, and the account is not cured', () => {
    const all = disputes({ dues: [day(0), day(30)] }, 40);
    const none = { asked: 0n, dpd: 0, oldest: null, cured: false, nextOverdueOn: day(62) };
    expect(at(61, [all])).toMatchObject({ ...none, disputed: { extent: 'whole', minor: 2000n, oldest: day(0) } });
    expect(at(62, [all])).toMatchObject({ asked: 1000n, dpd: 1, disputed: { extent: 'part' } });
    expect(at(62, [all, paid(1000n, 50)])).toMatchObject({ asked: 0n, cured: false, disputed: { extent: 'whole' } });
  });
  test('a due that is not late yet: nothing is asked for, and nothing waits for the dispute', () =>
    expect(at(20, [disputes({ dues: [day(30)] }, 10), paid(1000n, 11)])).toMatchObject({
      cured: true,
      disputed: { extent: 'part' },
    }));
  test('charged off: the balance without what is disputed', () => {
    const off = fact('charge-off', { on: day(62), minor: 10_000n }, noon(62));
    expect(at(63, [off, disputes({ dues: [day(0)] })])).toMatchObject({ asked: 9000n, oldest: day(30) });
    expect(at(63, [off, disputes({ minor: 10_000n })])).toMatchObject({ asked: 0n, cured: false });
  });
});

describe('what follows', () => {
  const facts = (...told: AccountFact[]) => account({ dues: DUES, balance: 10_000n, facts: told, creditor: LOW });
  test('where no undisputed due is late, the account waits for the dispute, by name', () => {
    const all = facts(disputes({ dues: [day(0), day(30)] }, 40));
    const { stage, health, why, waits, planned, nextEvaluationAt } = decide(RULES, all, noon(50));
    expect([stage, health, why[0]?.code]).toEqual(['waits-for-dispute', 'held', 'waits-for-dispute']);
    expect(waits).toEqual({ step: null, because: ['the debt is disputed and the dispute is open'], until: null });
    expect(planned.map(({ stage, step }) => `${stage}/${step}`)).toEqual(['review/dispute']);
    // The next undisputed due.
    expect(localDate(nextEvaluationAt ?? 0, 'Asia/Taipei')).toBe(day(62));
  });
  test('the stages count over the rest', () => {
    const stageOf = (...told: AccountFact[]) => decide(RULES, facts(...told), noon(45)).stage;
    expect(stageOf(disputes({ dues: [day(0)] }, 20))).toBe('reminder');
    expect(stageOf()).not.toBe('clear');
  });
  test('limitation counts from the oldest due, disputed or not', () => {
    const known = facts(disputes({ dues: [day(0)] }));
    expect(debtOf(known, standingOf(known, noon(62))).accruedOn).toBe(day(0));
  });
});

describe('money and the book', () => {
  test('money covers a disputed due after all others', () => {
    const open = (minor: bigint) => shown(at(64, [disputes({ dues: [day(0)] }), paid(minor)]).position.open);
    expect(open(1500n)).toBe('0=1000 2=500');
    expect(open(2400n)).toBe('0=600');
  });
  test('the split of the newest book is the truth; a due that is paid by it is no longer disputed', () => {
    const book = fact('balance-update', { asOf: day(63), balance: 9000n, dues: DUES.slice(1) }, noon(63));
    const standing = at(64, [disputes({ dues: [day(0)] }), book]);
    expect([shown(standing.late), standing.disputed?.minor, standing.disputed?.disputes.length]).toEqual([
      '1=1000 2=1000',
      0n,
      1,
    ]);
  });
  test('rejected: the due is asked for again, and money covers the oldest due first again', () => {
    const dispute = disputes({ dues: [day(0)] });
    const standing = at(66, [dispute, paid(1500n), closed(dispute)]);
    expect([shown(standing.late), standing.disputed]).toEqual(['1=500 2=1000', null]);
  });
  test('what is taken off after a dispute is taken off the dues that it named', () => {
    const dispute = disputes({ dues: [day(61)] });
    const upheld = closed(dispute, { outcome: 'upheld', reduceBy: 1000n });
    expect(shown(at(66, [dispute, upheld]).late)).toBe('0=1000 1=1000');
    const part = closed(dispute, { outcome: 'part', reduceBy: 1400n });
    expect(shown(at(66, [dispute, part, paid(100n)]).late)).toBe('0=500 1=1000');
  });
  test('told late or in another order, the answer is the same', () => {
    const [dispute, money] = [disputes({ dues: [day(0)] }), paid(1500n)];
    const close = closed(dispute);
    const answers = [
      [dispute, money, close],
      [money, close, dispute],
    ].map((facts) => shown(at(66, facts).late));
    expect(answers[0]).toBe(answers[1]);
  });
});
