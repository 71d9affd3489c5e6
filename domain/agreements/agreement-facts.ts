/** What is told of a repayment plan as an agreement: bodies of facts, and the values that they may have. */
import type { Verdict } from '../care/affordability/verdicts.ts';
import type { CalendarDate } from '../time.ts';

/** Who proposed a plan; a later proposal of the other side is a counter-proposal. */
export const PLAN_SIDES = ['lender', 'person'] as const;
/** One of PLAN_SIDES. */
export type PlanSide = (typeof PLAN_SIDES)[number];

/** How a plan was accepted. */
export const ACCEPTANCES = ['call', 'letter', 'email', 'page', 'in-person'] as const;
/** One of ACCEPTANCES. */
export type Acceptance = (typeof ACCEPTANCES)[number];

/** Why a plan that ran was ended before its last part. */
export const PLAN_ENDINGS = ['by-person', 'by-lender', 'not-booked'] as const;
/** One of PLAN_ENDINGS. */
export type PlanEnding = (typeof PLAN_ENDINGS)[number];

/** Minor units of the account's currency. */
interface Sum {
  minor: bigint;
}

/** One payment of a plan. */
export interface PlanPart extends Sum {
  on: CalendarDate;
}

/** What was proposed: the terms, what follows from them, and the text that the person is asked to agree to. */
export interface PlanProposed {
  /** 1 for the first plan of the account. */
  no: number;
  from: PlanSide;
  /** Who of the staff entered it. */
  by: string;
  /** The checked terms, as JSON text of their contract. */
  terms: string;
  parts: PlanPart[];
  /** A sum that is accepted for the whole debt. */
  settlement: boolean;
  /** Last day on which the last part still counts. */
  lastDay: CalendarDate;
  /** What the plan is over. */
  debt: Sum;
  /** What of it is waived, at the start or once all is paid. */
  waived: Sum;
  /** Of the text: one of LANGUAGES (domain/letter.ts). */
  language: string;
  text: string;
  /** SHA-256 of terms, parts and text. */
  digest: string;
  /** Last day on which it may be accepted. */
  validUntil: CalendarDate;
  /** null where it ends before people look at it again. */
  reviewOn: CalendarDate | null;
  /** The row of authority that covers it; null where a second person must approve. */
  authority: string | null;
  /** In what it exceeds the authority or what the person can pay, in words; empty where a row covers it. */
  exceeds: string[];
  /** What the sheet of income and expenses came to that counted then; null where nobody looked. */
  affordability: Verdict | null;
}

/** That the person accepted. `digest` is that of the proposal as they knew it. */
export interface PlanAccepted {
  plan: string;
  digest: string;
  how: Acceptance;
  /** What shows it: a recording, a letter, a message by reference. */
  proof: string;
  by: string;
  /** The instruction to the lender's book. */
  instruction?: string;
}

/**
 * Bodies of the facts about plans, by kind. `plan` is the id of the fact that proposed it. None is told by another
 * system.
 */
export interface AgreementFactBodies {
  /** A plan that the person may accept. */
  'plan-proposed': PlanProposed;
  /** A second person, never the one who entered it. */
  'plan-approved': { plan: string; by: string };
  'plan-refused': { plan: string; by: string; reason: string };
  'plan-accepted': PlanAccepted;
  'plan-declined': { plan: string; by: string; reason?: string };
  'plan-withdrawn': { plan: string; by: string; reason: string };
  'plan-ended': { plan: string; why: PlanEnding; by: string; reason: string };
}
