/** Complaints as the API and the CLI show them. */
import { z } from 'zod';
import { type Clocked, complaintClocks } from '../complaint-clocks.ts';
import { COMPLAINT_CAUSES, COMPLAINT_CHANNELS, COMPLAINT_OUTCOMES } from '../complaint-facts.ts';
import type { Complaint } from '../complaints.ts';
import { Money } from './fields.ts';

/** A last day, and the rule of law that says so; null: the lender's own. */
const Due = z.object({ on: z.string(), rule: z.string().nullable(), unverified: z.boolean() });

/** One open complaint; gains fields only. */
export const ComplaintView = z.object({
  /** Id of its fact. */
  complaint: z.uuid(),
  cause: z.enum(COMPLAINT_CAUSES),
  /** Code of the agency complained of; null: the lender. */
  agency: z.string().nullable(),
  /** The member of staff complained of. */
  staff: z.string().nullable(),
  channel: z.enum(COMPLAINT_CHANNELS),
  receivedAt: z.string(),
  acknowledgedAt: z.string().nullable(),
  acknowledgeBy: Due,
  answerBy: Due,
});
export type ComplaintView = z.infer<typeof ComplaintView>;

/** The view of each complaint. */
export const complaintViews = (complaints: readonly Complaint[], clocked: Clocked): ComplaintView[] =>
  complaints.map((complaint) => {
    const { id, cause, agency, staff, channel, receivedAt, acknowledgedAt } = complaint;
    const { acknowledge, answer } = complaintClocks(complaint, clocked);
    return {
      ...{ complaint: id, cause, agency, staff, channel },
      receivedAt: new Date(receivedAt).toISOString(),
      acknowledgedAt: acknowledgedAt === null ? null : new Date(acknowledgedAt).toISOString(),
      ...{ acknowledgeBy: acknowledge, answerBy: answer },
    };
  });

/** What happened to complaints in a month. */
const Figures = z.object({
  /** Received in the month. */
  received: z.number(),
  /** Not closed at its end, or now while it lasts. */
  open: z.number(),
  /** Of those open at its end and of those closed in it: their last day had passed. */
  late: z.number(),
  /** Closed in the month. */
  closed: z.object(Object.fromEntries(COMPLAINT_OUTCOMES.map((outcome) => [outcome, z.number()])) as Counted),
  /** Calendar days from receipt to answer, of those closed in the month; null where none was. */
  medianDays: z.number().nullable(),
  /** What persons got, of those closed in the month; a sum each currency. */
  redress: z.array(Money),
});
type Counted = Record<(typeof COMPLAINT_OUTCOMES)[number], z.ZodNumber>;

/** A month of complaints, in the zones of the creditors. */
export const ComplaintsView = z.object({
  month: z.string(),
  /** null: of all creditors. */
  creditor: z.string().nullable(),
  all: Figures,
  byCause: z.array(Figures.extend({ cause: z.enum(COMPLAINT_CAUSES) })),
  /** `agency` null: about the lender itself. */
  byParty: z.array(Figures.extend({ creditor: z.string(), agency: z.string().nullable() })),
});
export type ComplaintsView = z.infer<typeof ComplaintsView>;
export type ComplaintFigures = z.infer<typeof Figures>;
