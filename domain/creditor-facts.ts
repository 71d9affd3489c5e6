/** A creditor as rules see it. */
import type { AuthorityRow } from './agreements/authority.ts';
import type { ArrangementBounds } from './arrangements.ts';
import type { ContactCosts } from './costs.ts';
import type { Actor } from './law/case.ts';
import type { CalendarDate, Zone } from './time.ts';

/** What rules need to know about a creditor (CreditorTerms). Floors are minor units of its currency. */
export interface CreditorFacts {
  id: string;
  code: string;
  zone: Zone;
  /** ISO 3166-1 alpha-2; null or left out: that of its zone, where the zone says it. */
  country?: string | null;
  /** Days on which it is closed beside the holidays of its country. */
  closedDays?: readonly CalendarDate[];
  /** Whose rules bind it: `creditor` when left out. */
  actsAs?: Actor;
  agencies: { code: string; share: number }[];
  bureau: string;
  /** Weekdays within which the book of a source takes in money, where they are not BOOK_LAG_DAYS. */
  bookLagDays: Readonly<Record<string, number>>;
  contactFloor: bigint;
  callFloor: bigint;
  placementFloor: bigint;
  legalFloor: bigint;
  costFloor: bigint;
  /** For a first record only. */
  bureauFloor: bigint;
  /** What one contact costs, which budgets of strategies read; no budget holds back where it is left out. */
  costs?: ContactCosts | undefined;
  /** Years after which a debt is time-barred, counted from the last due or acknowledgement. */
  limitationYears: number;
  /** The shipped bounds when left out. */
  arrangements?: ArrangementBounds | undefined;
  /** Days of a breathing space where no law says how long it lasts; until it is lifted where left out. */
  breathingSpaceDays?: number | undefined;
  /** Whether plain information is sent once in an episode; no when left out. */
  education?: boolean | undefined;
  /** What members of staff may agree alone; the shipped rows when left out (domain/agreements/authority.ts). */
  planAuthority?: readonly AuthorityRow[] | undefined;
  /** Working days within which a certificate follows a settlement (domain/agreements/certificate.ts). */
  certificateDays?: number | undefined;
  /** Months of silence after which a restart is reviewed; the shipped ones when left out (domain/silence.ts). */
  silenceMonths?: number | undefined;
  /** Working days within which the book answers instructions; BOOK_ANSWER_DAYS when left out. */
  bookAnswerDays?: number | undefined;
  /** Days within which the lender itself wants complaints acknowledged and answered (domain/complaint-clocks.ts). */
  complaintDays?: { acknowledge?: number | undefined; answer?: number | undefined } | undefined;
  /** Tries of one due by debit, and days between two; the shipped ones when left out (domain/debit-limits.ts). */
  debits?: { tries?: number | undefined; spacingDays?: number | undefined } | undefined;
  /** Arrears answers what is disputed or complained of from this day on (domain/answers.ts); nothing if left out. */
  answersFrom?: CalendarDate | undefined;
}
