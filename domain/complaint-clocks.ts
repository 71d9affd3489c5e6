/** By when a complaint is to be acknowledged and answered: by law, or by the lender's own word. */
import type { Complaint } from './complaints.ts';
import type { CreditorFacts } from './creditor-facts.ts';
import { answerDue } from './law/answer-clocks.ts';
import type { AnswerClock, Pack } from './law/rule.ts';
import { addDays, type CalendarDate, endOfDay, type Instant, localDate } from './time.ts';

/** Calendar days after the day of receipt, where neither a law nor the creditor's terms name any. */
export const COMPLAINT_DAYS = { acknowledge: 5, answer: 30 } as const;

/** A last day, and the rule of law that says so; null: the lender's own. */
export interface ComplaintDue {
  readonly on: CalendarDate;
  readonly rule: string | null;
  /** The number of days of the rule is a default, unverified. */
  readonly unverified: boolean;
}

/** The last days of one complaint. */
export interface ComplaintClocks {
  readonly acknowledge: ComplaintDue;
  readonly answer: ComplaintDue;
}

/** What the clocks of a complaint depend on beside it. */
export interface Clocked {
  readonly packs: readonly Pack[];
  readonly creditor: Pick<CreditorFacts, 'zone' | 'complaintDays'>;
}

/** The last days for a complaint that was received so; of the law and the lender's own terms the earlier. */
export function complaintClocks(
  { channel, receivedAt }: Pick<Complaint, 'channel' | 'receivedAt'>,
  { packs, creditor: { zone, complaintDays } }: Clocked,
): ComplaintClocks {
  const on = localDate(receivedAt, zone);
  const by = channel === 'authority' ? channel : undefined;
  const due = (of: AnswerClock['of'], named: number | undefined, shipped: number): ComplaintDue => {
    const law = answerDue(packs, of, on, by);
    if (law !== null && (named === undefined || law.on <= addDays(on, named))) return law;
    return { on: addDays(on, named ?? shipped), rule: null, unverified: false };
  };
  return {
    acknowledge: due('acknowledgement', complaintDays?.acknowledge, COMPLAINT_DAYS.acknowledge),
    answer: due('complaint', complaintDays?.answer, COMPLAINT_DAYS.answer),
  };
}

/**
 * The end, at the creditor, of the next last day of these open complaints: to acknowledge those that nobody has, to
 * answer all. null where none is open.
 */
export function complaintsDueBy(open: readonly Complaint[], clocked: Clocked): Instant | null {
  const { zone } = clocked.creditor;
  const days = open.flatMap((complaint) => {
    const { acknowledge, answer } = complaintClocks(complaint, clocked);
    return complaint.acknowledgedAt === null ? [acknowledge.on, answer.on] : [answer.on];
  });
  return days.length === 0 ? null : Math.min(...days.map((day) => endOfDay(day, zone)));
}
