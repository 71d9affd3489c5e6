/** A rule of law as data: where it stands, how sure we are of it, what it binds, and what it demands. */
import type { CalendarDate, Instant } from '../time.ts';
import type { Actor, Addressee, ContactChannel, ContactPurpose, LegalAct, LegalCase, Outcome } from './case.ts';

/** Jurisdictions that have a pack, in the order of docs/law.md. */
export const JURISDICTIONS = ['CN', 'US', 'TW', 'UK', 'IN'] as const;
/** One of JURISDICTIONS. */
export type Jurisdiction = (typeof JURISDICTIONS)[number];

/**
 * `hard`: a duty. `presumption`: presumed a violation, and may be rebutted. `soft`: guidance or a pack's own prudent
 * number. All of them are obeyed; a reason names which it is.
 */
export type Severity = 'hard' | 'presumption' | 'soft';

/**
 * How the text was seen: `verbatim` in the source, `quoted` by others, `secondary` as others state it,
 * `general-knowledge` unchecked. A number of the last two is a default, unverified, and shown so.
 */
export type Confidence = 'verbatim' | 'quoted' | 'secondary' | 'general-knowledge';

/** Whom and what a rule binds; a list that is left out means all. */
export interface Binds {
  readonly acts?: readonly LegalAct[];
  readonly actors?: readonly Actor[];
  readonly channels?: readonly ContactChannel[];
  readonly purposes?: readonly ContactPurpose[];
  readonly addressees?: readonly Addressee[];
  readonly products?: readonly string[];
  /** Products that another rule covers instead. */
  readonly exceptProducts?: readonly string[];
  /** Regions of the jurisdiction. */
  readonly regions?: readonly string[];
  /** Acts done by a machine only. */
  readonly automated?: true;
  /** The lender's own rules only: asked where the law of one of these applies. */
  readonly jurisdictions?: readonly Jurisdiction[];
}

/** Which prior contacts count; a list that is left out means all. */
export interface Counted {
  readonly channels?: readonly ContactChannel[];
  readonly outcomes?: readonly Outcome[];
  readonly purposes?: readonly ContactPurpose[];
  readonly addressees?: readonly Addressee[];
  /** Default: `out` only. */
  readonly directions?: readonly ('in' | 'out')[];
}

/** Lawful hours in the person's zone, half-open. `agreed`: a consent of scope `hours` replaces them while it lasts. */
export interface HoursDemand {
  readonly kind: 'hours';
  readonly opens: number;
  readonly closes: number;
  readonly agreed?: true;
}
/** At most `most` contacts in `days` consecutive calendar days of the person, the day of the act being the last. */
export interface CapDemand {
  readonly kind: 'cap';
  readonly counts: Counted;
  readonly per: 'person' | 'debt' | 'point';
  readonly days: number;
  readonly most: number;
  /** Contacts within seven days of the person's direct consent of this scope do not count, nor does the next. */
  readonly unlessConsent?: string;
}
/** Quiet for `days` calendar days from a contact, the day of the contact being the first. */
export interface CoolDownDemand {
  readonly kind: 'cool-down';
  readonly after: Counted;
  readonly per: 'person' | 'debt' | 'point';
  readonly days: number;
  readonly unlessConsent?: string;
}
/** At least `minutes` between a contact and the next. */
export interface GapDemand {
  readonly kind: 'gap';
  readonly after: Counted;
  readonly per: 'person' | 'debt' | 'point';
  readonly minutes: number;
}
/** Refused while the person or the debt has the status. */
export interface StatusDemand {
  readonly kind: 'status';
  readonly status: string;
  /** Only when it was told in writing. */
  readonly written?: true;
}
/**
 * Refused until the notice has been given and not come back. It then waits until `days` calendar days have passed
 * since it was sent or delivered; the day of the notice does not count.
 */
export interface NoticeDemand {
  readonly kind: 'notice';
  readonly notice: string;
  readonly days: number;
  readonly since: 'sent' | 'delivered';
}
/** Refused without a consent of the scope in force. */
export interface ConsentDemand {
  readonly kind: 'consent';
  readonly scope: string;
}
/** Only these may be addressed. */
export interface AddresseeDemand {
  readonly kind: 'addressee';
  readonly only: readonly Addressee[];
}
/** What the text must carry and must not mention (content/features.ts). A text that is not known is not judged. */
export interface ContentDemand {
  readonly kind: 'content';
  readonly requires?: readonly string[];
  readonly forbids?: readonly string[];
}
/** What the person asked for is kept: the hours, the channels not to be used, the places not to be contacted at. */
export interface PreferencesDemand {
  readonly kind: 'preferences';
  readonly of: 'hours' | 'channel' | 'place';
}
/** A function, where data is not enough. */
export interface JudgedDemand {
  readonly kind: 'judged';
  /** Days of past contacts that it reads; none when left out. */
  readonly contactDays?: number;
  /** Names of the statuses, notices, consents and contents that it reads; docs/law.md lists them. */
  readonly reads?: readonly string[];
  /** Scopes of the consents that it reads: only these may be recorded (domain/law/consent-scopes.ts). */
  readonly consents?: readonly string[];
  /** null = nothing against it. Reads no clock. */
  judge(legalCase: LegalCase): RuleAnswer | null;
}
/**
 * A duty that the gate does not judge: it is listed in docs/law.md and kept by the part of the product that it names.
 */
export interface DutyDemand {
  readonly kind: 'duty';
  readonly keptBy: string;
  readonly clock?: AnswerClock;
}
/**
 * Within so many calendar days after the day on which it was received it is answered. `acknowledgement`: that a
 * complaint was received is confirmed.
 */
export interface AnswerClock {
  readonly of: 'dispute' | 'complaint' | 'acknowledgement';
  readonly days: number;
  /** Only of what an authority passed on. */
  readonly by?: 'authority';
}

/** What a rule demands. */
export type Demand =
  | HoursDemand
  | CapDemand
  | CoolDownDemand
  | GapDemand
  | StatusDemand
  | NoticeDemand
  | ConsentDemand
  | AddresseeDemand
  | ContentDemand
  | PreferencesDemand
  | JudgedDemand
  | DutyDemand;

/** One rule. A change of it is a new rule of the same id, dated from where the old ends. */
export interface Rule {
  /** Such as `CN-TIME-01`. */
  readonly id: string;
  /** What it demands, in one plain sentence; shown to people. */
  readonly words: string;
  /** Where it stands: statute and clause. */
  readonly clause: string;
  /** Where the text was seen. */
  readonly source: string;
  readonly confidence: Confidence;
  readonly severity: Severity;
  /** First day on which it holds, in the person's zone; null = for as long as the product goes back. */
  readonly from: CalendarDate | null;
  /** First day on which it no longer holds; null = open. */
  readonly until: CalendarDate | null;
  readonly binds: Binds;
  readonly demand: Demand;
}

/** All rules of a jurisdiction, or of the lender itself. */
export interface Pack {
  /** A jurisdiction; `house`: the lender's own rules; `unknown`: stands in where no pack is known. */
  readonly name: Jurisdiction | 'house' | 'unknown';
  readonly title: string;
  /** Raised with each change of a rule. */
  readonly version: string;
  /** Versions that follow it, by date; their rules are among `rules` and carry the dates. */
  readonly editions?: readonly Edition[];
  readonly rules: readonly Rule[];
  /** What is known not to be covered, in plain sentences. */
  readonly notCovered: readonly string[];
}

/** A version of a pack that holds from a date on. */
export interface Edition {
  readonly version: string;
  readonly from: CalendarDate;
}

/** What one rule says against an act. */
export type RuleAnswer =
  | { readonly kind: 'wait'; readonly until: Instant; readonly code: string; readonly words: string }
  | { readonly kind: 'refuse'; readonly code: string; readonly words: string }
  /** Refused until the notice has been given. */
  | { readonly kind: 'require'; readonly notice: string; readonly code: string; readonly words: string };

/** Whether a number of the rule rests on what others state, not on its text. */
export const isUnverified = ({ confidence }: Pick<Rule, 'confidence'>): boolean =>
  confidence === 'secondary' || confidence === 'general-knowledge';
