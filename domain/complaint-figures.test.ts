/** What a month of complaints counts. */
import { describe, expect, test } from '@jest/globals';
import { noon, ZONE } from '../tests/support/facts.ts';
import type { ComplaintClosed } from './complaint-facts.ts';
import { type CountedComplaint, complaintFigures } from './complaint-figures.ts';
import type { Complaint } from './complaints.ts';
import { instantAt } from './time.ts';

/** Day 0 is 2026-03-02; answers are wanted within 20 days. */
const counted = (
  on: number,
  closedOn: number | null,
  { said = {}, ...over }: Partial<Complaint> & { said?: Partial<ComplaintClosed>; creditor?: string } = {},
): CountedComplaint => {
  const { creditor = 'harbour', ...complaint } = over;
  const by = { of: 'c', reason: 'x', by: 'bo' };
  return {
    complaint: {
      ...{ id: 'c', cause: 'service', agency: null, staff: null, channel: 'letter', acknowledgedAt: null },
      letters: null,
      receivedAt: noon(on),
      closed:
        closedOn === null
          ? null
          : { at: noon(closedOn), said: { ...by, outcome: 'upheld', redress: 'none', rootCause: 'process', ...said } },
      ...complaint,
    },
    creditor,
    clocked: { packs: [], creditor: { zone: ZONE, complaintDays: { answer: 20 } } },
  };
};
const MARCH_OVER = instantAt('2026-04-03', 0, ZONE);
const march = (...complaints: CountedComplaint[]) => complaintFigures(complaints, '2026-03', MARCH_OVER).all;
const NO_CLOSED = { upheld: 0, part: 0, rejected: 0, withdrawn: 0 };

describe('a month', () => {
  test('counts what came in it, what was open at its end, and what was closed in it', () => {
    expect(march(counted(5, 10), counted(-9, 6), counted(-9, null), counted(20, 35))).toEqual({
      ...{ received: 2, open: 2, late: 1, medianDays: 10, redress: [] },
      closed: { ...NO_CLOSED, upheld: 2 },
    });
  });
  test('does not know what came later or was over before', () =>
    expect(march(counted(31, null), counted(-20, -2))).toEqual({
      ...{ received: 0, open: 0, late: 0, medianDays: null, redress: [], closed: NO_CLOSED },
    }));
  test('has its days in the zone of the creditor', () => {
    const edge = (receivedAt: number) => march({ ...counted(0, null), ...counted(0, null, { receivedAt }) }).received;
    expect(edge(instantAt('2026-03-01', 0, ZONE))).toBe(1);
    expect(edge(instantAt('2026-03-01', 0, ZONE) - 1)).toBe(0);
    expect(edge(instantAt('2026-04-01', 0, ZONE) - 1)).toBe(1);
    expect(edge(instantAt('2026-04-01', 0, ZONE))).toBe(0);
  });
});

describe('late', () => {
  test('is what was closed after its last day', () => {
    expect(march(counted(0, 20)).late).toBe(0);
    expect(march(counted(0, 21)).late).toBe(1);
  });
  test('is what was open at the end of the month with its last day over', () => {
    expect(march(counted(9, null)).late).toBe(1);
    expect(march(counted(10, null)).late).toBe(0);
    expect(march(counted(9, 40)).late).toBe(1);
  });
  test('is nothing of a day that is not over', () => {
    const on = (date: string) => complaintFigures([counted(0, null)], '2026-03', instantAt(date, 720, ZONE)).all.late;
    expect([on('2026-03-22'), on('2026-03-23')]).toEqual([0, 1]);
  });
});

test('the median of an even number of answers lies between both in the middle', () => {
  expect(march(counted(0, 1), counted(0, 9), counted(0, 4)).medianDays).toBe(4);
  expect(march(counted(0, 1), counted(0, 4)).medianDays).toBe(2.5);
});

test('redress is a sum each currency', () => {
  const paid = (minor: bigint, currency: string) =>
    counted(0, 3, { said: { redress: 'compensation', minor, currency, outcome: 'part' } });
  expect(march(paid(500n, 'USD'), paid(20n, 'TWD'), paid(1n, 'USD'), counted(0, 3))).toMatchObject({
    closed: { ...NO_CLOSED, upheld: 1, part: 3 },
    redress: [
      { currency: 'TWD', minor: '20' },
      { currency: 'USD', minor: '501' },
    ],
  });
});

test('by cause in the order of causes, and by party: the lender first, then its agencies', () => {
  const all = [
    counted(0, null, { agency: 'south' }),
    counted(1, null, { agency: 'north', cause: 'harassment' }),
    counted(2, null, { creditor: 'anchor' }),
    counted(3, 4, { cause: 'harassment' }),
  ];
  const { byCause, byParty } = complaintFigures(all, '2026-03', MARCH_OVER);
  expect(byCause.map(({ cause, received, open }) => [cause, received, open])).toEqual([
    ['harassment', 2, 1],
    ['service', 2, 2],
  ]);
  expect(byParty.map(({ creditor, agency, received }) => [creditor, agency, received])).toEqual([
    ['anchor', null, 1],
    ['harbour', null, 1],
    ['harbour', 'north', 1],
    ['harbour', 'south', 1],
  ]);
  expect(complaintFigures(all.toReversed(), '2026-03', MARCH_OVER).byParty).toEqual(byParty);
});
