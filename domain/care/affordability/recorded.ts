/**
 * The income and expense sheet that is kept for a person. The fact says what it came to; the sheet itself is personal
 * (engine/persons/income-sheets.ts).
 */
import type { PersonFact } from '../../facts.ts';
import type { CalendarDate } from '../../time.ts';
import type { Verdict } from './reasons.ts';

/** From whom a sheet comes. */
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
  'sheet-recorded': SheetRecorded;
}

/**
 * The sheet that counts: of all that were recorded since the hardship last ended the one of the last day, whenever it
 * was told; of two of one day the later. null when there is none. The facts are in the order of `inOrder`.
 */
export function countingSheet(facts: readonly PersonFact[]): SheetRecorded | null {
  let counting: SheetRecorded | null = null;
  for (const { kind, body } of facts) {
    if (kind === 'hardship-ended') counting = null;
    else if (kind === 'sheet-recorded' && (counting === null || body.on >= counting.on)) counting = body;
  }
  return counting;
}
