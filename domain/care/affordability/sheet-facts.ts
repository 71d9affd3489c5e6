/** What the fact of an income and expense sheet says. */
import type { CalendarDate } from '../../time.ts';
import type { Verdict } from './verdicts.ts';

/** Who may tell a sheet. */
export const SHEET_TELLERS = ['person', 'adviser', 'letter'] as const;
/** One of SHEET_TELLERS. */
export type SheetTeller = (typeof SHEET_TELLERS)[number];

/** What a sheet came to. */
export interface SheetRecorded {
  /** Id of the sheet. */
  sheet: string;
  /** The day on which it was filled in: the sheet of the last day counts. */
  on: CalendarDate;
  verdict: Verdict;
  /** What this creditor may ask for a month; left out where nothing is to be paid. */
  offer?: { form: 'pro-rata' | 'token'; minor: bigint; currency: string };
  reviewOn: CalendarDate;
  /** Last day on which nothing presses; only without an offer. */
  quietUntil?: CalendarDate;
  /** The person is vulnerable. Nothing more is known. */
  flagged?: true;
  toldBy: SheetTeller;
  /** Who recorded it: a name, or the source. */
  by: string;
}

/** Bodies of the facts about the means of a person. */
export interface SheetFactBodies {
  /** The sheet that counts: recorded.ts. */
  'sheet-recorded': SheetRecorded;
}
