/** Which complaints are open, and what a closing may not say of them. */
import { describe, expect, test } from '@jest/globals';
import { noon, personFact } from '../tests/support/facts.ts';
import { type ComplaintTold, closingFault, STOPPING_CAUSES, stopsContact } from './complaint-facts.ts';
import { complaintsOf, openComplaints, partyWords } from './complaints.ts';
import type { PersonFact } from './facts.ts';

const complains = (told: Partial<ComplaintTold> = {}, on = 1) =>
  personFact('complaint', { cause: 'service', channel: 'call', reported: 'person', ...told }, noon(on));
const closed = (of: string, on: number) =>
  personFact(
    'complaint-closed',
    { of, outcome: 'upheld', redress: 'apology', rootCause: 'conduct', reason: 'x', by: 'bo' },
    noon(on),
  );
const acknowledged = (of: string, on: number) => personFact('complaint-acknowledged', { of, by: 'bo' }, noon(on));

describe('the complaints of a person', () => {
  test('each with what was said of it, whatever the order', () => {
    const [first, second] = [complains({ agency: 'north', staff: 'Ann' }), complains({ cause: 'data' }, 3)];
    const said = [acknowledged(first.id, 2), closed(first.id, 4)];
    const expected = [
      {
        ...{ id: first.id, cause: 'service', agency: 'north', staff: 'Ann', channel: 'call', receivedAt: noon(1) },
        ...{ letters: null, acknowledgedAt: noon(2), closed: { at: noon(4), said: said[1]?.body } },
      },
      {
        ...{ id: second.id, cause: 'data', agency: null, staff: null, channel: 'call', receivedAt: noon(3) },
        ...{ letters: null, acknowledgedAt: null, closed: null },
      },
    ];
    for (const facts of [
      [first, second, ...said],
      [...said, first, second],
    ] as PersonFact[][])
      expect(complaintsOf(facts)).toEqual(expected);
    expect(openComplaints([first, second, ...said]).map(({ id }) => id)).toEqual([second.id]);
  });
  test('who has none', () => {
    expect(complaintsOf([personFact('hardship', {}, noon(1)), closed('x', 2)])).toEqual([]);
    expect(openComplaints([])).toEqual([]);
  });
  test('whom it is about, in words', () => {
    expect(partyWords({ agency: null, staff: null })).toBe('the lender');
    expect(partyWords({ agency: 'north', staff: 'Ann' })).toBe('the agency north, Ann');
  });
  test('three causes stop contact', () => {
    expect(STOPPING_CAUSES).toEqual(['harassment', 'wrong-person', 'data']);
    expect([stopsContact('data'), stopsContact('contact-too-often')]).toEqual([true, false]);
  });
});

const right = { outcome: 'upheld', redress: 'none', rootCause: 'conduct', sum: false } as const;
test.each([
  ['upheld without a cause', { ...right, rootCause: 'no-fault' }, 'rootCause'],
  ['in part without a cause', { ...right, outcome: 'part', rootCause: 'no-fault' }, 'rootCause'],
  ['rejected with a cause', { ...right, outcome: 'rejected' }, 'rootCause'],
  ['rejected without', { ...right, outcome: 'rejected', rootCause: 'no-fault' }, undefined],
  ['withdrawn with a cause', { ...right, outcome: 'withdrawn' }, undefined],
  ['withdrawn without', { ...right, outcome: 'withdrawn', rootCause: 'no-fault' }, undefined],
  ['compensation without a sum', { ...right, redress: 'compensation' }, 'amount'],
  ['compensation with one', { ...right, redress: 'compensation', sum: true }, undefined],
  ['a fee that was waived, with or without a sum', { ...right, redress: 'fee-waived', sum: true }, undefined],
  ['a fee that was waived without a sum', { ...right, redress: 'fee-waived' }, undefined],
  ['an apology with a sum', { ...right, redress: 'apology', sum: true }, 'amount'],
  ['nothing with a sum', { ...right, sum: true }, 'amount'],
] as const)('a closing: %s', (_, said, field) => expect(closingFault(said)?.[0]).toBe(field));
