/** A month of complaints in figures: received, open, late, closed, how long they took and what persons got. Pure. */
import { type Clocked, complaintClocks } from './complaint-clocks.ts';
import { COMPLAINT_CAUSES, COMPLAINT_OUTCOMES, type ComplaintClosed } from './complaint-facts.ts';
import type { Complaint } from './complaints.ts';
import type { ComplaintFigures, ComplaintsView } from './contracts/complaint-view.ts';
import { groupBy } from './group.ts';
import { toWire } from './money.ts';
import { addDays, type CalendarDate, daysBetween, type Instant, localDate, monthEnd } from './time.ts';

/** A complaint of a person of a creditor. */
export interface CountedComplaint {
  readonly complaint: Complaint;
  /** The code of the creditor. */
  readonly creditor: string;
  readonly clocked: Clocked;
}

/** What of a complaint a month counts. */
interface Counted extends CountedComplaint {
  readonly isReceived: boolean;
  readonly isLate: boolean;
  /** How it ended in the month, and after how many calendar days; null while it was open. */
  readonly answered: { readonly said: ComplaintClosed; readonly days: number } | null;
}

/**
 * The figures of a month, `YYYY-MM`, as it stands at `now`: of all complaints, by cause and by party. Causes and
 * parties without a complaint are left out.
 */
export function complaintFigures(
  complaints: readonly CountedComplaint[],
  month: string,
  now: Instant,
): Omit<ComplaintsView, 'month' | 'creditor'> {
  const counted = complaints.flatMap((complaint) => countedIn(complaint, `${month}-01`, now));
  const causes = groupBy(counted, ({ complaint }) => complaint.cause);
  const parties = groupBy(counted, ({ creditor, complaint }) => `${creditor}/${complaint.agency ?? ''}`);
  return {
    all: figuresOf(counted),
    byCause: COMPLAINT_CAUSES.flatMap((cause) => {
      const own = causes.get(cause);
      return own === undefined ? [] : [{ cause, ...figuresOf(own) }];
    }),
    byParty: [...parties.entries()].sort(byName).flatMap(([, own]) => {
      const [first] = own;
      return first === undefined
        ? []
        : [{ creditor: first.creditor, agency: first.complaint.agency, ...figuresOf(own) }];
    }),
  };
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** The complaint as the month that begins on a day counts it; nothing where it was over before, or came later. */
function countedIn(item: CountedComplaint, first: CalendarDate, now: Instant): Counted[] {
  const { complaint, clocked } = item;
  const { zone } = clocked.creditor;
  const last = monthEnd(first);
  const today = localDate(now, zone);
  const receivedOn = localDate(complaint.receivedAt, zone);
  const closedOn = complaint.closed === null ? null : localDate(complaint.closed.at, zone);
  if (receivedOn > last || (closedOn !== null && closedOn < first)) return [];
  const answerBy = complaintClocks(complaint, clocked).answer.on;
  // Of a day that is not over, nothing is late.
  const lastOver = last < today ? last : addDays(today, -1);
  const answered =
    complaint.closed !== null && closedOn !== null && closedOn <= last
      ? { said: complaint.closed.said, days: daysBetween(receivedOn, closedOn) }
      : null;
  const isLate = answered !== null && closedOn !== null ? answerBy < closedOn : answerBy <= lastOver;
  return [{ ...item, isReceived: receivedOn >= first, isLate, answered }];
}

function figuresOf(counted: readonly Counted[]): ComplaintFigures {
  const answered = counted.flatMap(({ answered }) => answered ?? []);
  const closed = COMPLAINT_OUTCOMES.map(
    (outcome) => [outcome, answered.filter(({ said }) => said.outcome === outcome).length] as const,
  );
  return {
    received: counted.filter(({ isReceived }) => isReceived).length,
    open: counted.length - answered.length,
    late: counted.filter(({ isLate }) => isLate).length,
    closed: Object.fromEntries(closed) as ComplaintFigures['closed'],
    medianDays: medianOf(answered.map(({ days }) => days)),
    redress: sums(answered.map(({ said }) => said)),
  };
}

/** The middle of them, or the mean of both in the middle; null for none. */
function medianOf(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** What was given, a sum each currency, in the order of their names. */
function sums(said: readonly ComplaintClosed[]): ComplaintFigures['redress'] {
  const byCurrency = new Map<string, bigint>();
  for (const { minor, currency } of said)
    if (minor !== undefined && currency !== undefined)
      byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + minor);
  return [...byCurrency.keys()].sort().map((currency) => toWire({ currency, minor: byCurrency.get(currency) ?? 0n }));
}
