/**
 * Facts: what happened, as stored. Account facts belong to one account, person facts concern every account of the
 * person. Bodies hold references, amounts and dates only, never personal values. Amounts are minor units in the
 * account's currency.
 */
import type { Channel, PersonChannel, Purpose, WrittenChannel } from './channels.ts';
import type { EffectState } from './effects.ts';
import type { CalendarDate, Instant, Zone } from './time.ts';

/** One dated amount of a promise, minor units. */
export interface PromisePart {
  on: CalendarDate;
  minor: bigint;
}
/** Who received the money. */
type Via = 'lender' | 'agency';

/** Whom a call reached. */
export const CONTACTS = ['no-answer', 'busy', 'voicemail', 'invalid-number', 'third-party', 'right-party'] as const;
/** One of CONTACTS. */
export type Contact = (typeof CONTACTS)[number];
/** What the right person answered. */
export const CALL_RESULT_NAMES = [
  'promise',
  'offer-accepted',
  'says-paid',
  'disputes',
  'cannot-pay',
  'refuses',
  'call-back',
  'writes-only',
  'not-this-person',
  'deceased',
  'bankrupt-or-represented',
] as const;
/** One of CALL_RESULT_NAMES. */
export type CallResult = (typeof CALL_RESULT_NAMES)[number];
/** Offers that a message or a caller may make. */
export const OFFERS = ['instalments', 'deferral'] as const;
/** One of OFFERS. */
export type OfferName = (typeof OFFERS)[number];
/** What a person may decide when the ladder has run out. */
export const LADDER_ANSWERS = ['write-off', 'sell', 'wait'] as const;
/** One of LADDER_ANSWERS. */
export type LadderAnswer = (typeof LADDER_ANSWERS)[number];

/** Products that accounts may be of; the texts of letters differ by them. */
export const PRODUCTS = ['card', 'instalment-loan'] as const;
/** One of PRODUCTS. */
export type Product = (typeof PRODUCTS)[number];

/** Bodies of the facts of an account, by kind. */
export interface AccountFactBodies {
  payment: { minor: bigint; via: Via; reference?: string };
  /** Takes a payment back (bounced debit). `of` is the source's id of the payment. */
  reversal: { minor: bigint; of?: string };
  /** "I have paid": no demands until booked or 3 working days have passed. */
  'payment-announced': { minor?: bigint };
  /** One dated amount, or several (instalments), or one later (deferral). */
  promise: {
    parts: PromisePart[];
    offer?: OfferName;
    by: 'debtor' | 'caller' | 'agency';
  };
  dispute: {
    about: 'amount' | 'not-mine' | 'already-paid' | 'service' | 'other';
  };
  'dispute-closed': {
    outcome: 'upheld' | 'part' | 'rejected';
    reduceBy?: bigint;
  };
  hold: { until: CalendarDate; from?: CalendarDate; reason: string };
  'hold-released': { reason: string };
  /**
   * The lender's book at a date: `adjustment` is the change of overdue beyond new dues and known payments (negative =
   * implied payment).
   */
  'balance-update': {
    asOf: CalendarDate;
    balance: bigint;
    adjustment: bigint;
    newDues: bigint;
  };
  'charge-off': { on: CalendarDate; minor: bigint };
  closed: { how: 'paid' | 'settled' | 'sold' | 'withdrawn' | 'written-off' };
  /** What a caller recorded for a call task. Result only with `right-party`. */
  'call-outcome': {
    effect: string;
    contact: Contact;
    result?: CallResult;
    callBackAt?: Instant;
  };
  'agency-accepted': { placement: string };
  'agency-rejected': { placement: string; reason: string };
  'agency-contact': { placement: string; at: Instant; channel: Channel };
  'agency-returned': { placement: string; reason: string };
  'recall-acknowledged': { placement: string };
  'bureau-acknowledged': { month: string };
  'bureau-rejected': { month: string; reason: string };
  /** A wrong record: the next file corrects or deletes it and names the record that it replaces. */
  'bureau-correction': {
    month: string;
    remedy: 'correct' | 'delete';
    reason: string;
  };
  /** A second person approved what `effect` asked for; `by` is never the maker. */
  approved: { effect: string; by: string };
  'approval-refused': { effect: string; by: string; reason: string };
  filed: { court: string; number: string };
  'not-filed': { reason: string };
  'step-skipped': {
    stage: string;
    step: string;
    occurrence: number;
    by: string;
    reason: string;
  };
  /** The answer to "write off, sell or wait". */
  'ladder-answer': {
    answer: LadderAnswer;
    until?: CalendarDate;
    by: string;
  };
}
/** Bodies of the facts about a person, by kind. Hardship lasts until a person ends it; death and bankruptcy last. */
export interface PersonFactBodies {
  stop: { channel: PersonChannel };
  start: { channel: PersonChannel };
  'wrong-number': { point: string };
  bounced: { point: string };
  'address-added': { point: string };
  hardship: { since?: CalendarDate };
  'hardship-ended': { reason: string };
  death: { reported: 'caller' | 'agency' | 'family' | 'registry' | 'lender' };
  bankruptcy: { represented?: boolean };
  /** A trained person reviewed hardship, death or bankruptcy. */
  'care-reviewed': { outcome: string };
}
/** Kind of a fact of an account. */
export type AccountFactKind = keyof AccountFactBodies;
/** Kind of a fact about a person. */
export type PersonFactKind = keyof PersonFactBodies;
/** Kind of any fact. */
export type FactKind = AccountFactKind | PersonFactKind;

/** What a fact of an account says, without its owner and moment. */
export type AccountFactContent = {
  [K in AccountFactKind]: { kind: K; body: AccountFactBodies[K] };
}[AccountFactKind];
/** What a fact about a person says, without its owner and moment. */
export type PersonFactContent = {
  [K in PersonFactKind]: { kind: K; body: PersonFactBodies[K] };
}[PersonFactKind];
/** What any fact says, without its owner and moment. */
export type FactContent = AccountFactContent | PersonFactContent;

interface Stored<K, B> {
  id: string;
  kind: K;
  body: B;
  /** When it happened, in business time. */
  occurredAt: Instant;
  /** The account's `facts_version` after this fact. */
  version: bigint;
}
/** A stored fact of an account. */
export type AccountFact = {
  [K in AccountFactKind]: Stored<K, AccountFactBodies[K]>;
}[AccountFactKind];
/** A stored fact about a person. */
export type PersonFact = {
  [K in PersonFactKind]: Stored<K, PersonFactBodies[K]>;
}[PersonFactKind];
/** Any stored fact. */
export type Fact = AccountFact | PersonFact;

/** An amount to be paid by a date. */
export interface Due {
  /** Due date = dpd 0, in the creditor's zone. */
  on: CalendarDate;
  minor: bigint;
}

/** A way to reach a person. The value itself stays in the table `contact_point`. */
interface ContactPoint {
  id: string;
  channel: WrittenChannel;
  /** `sms` points are phones and serve calls too. */
  valid: boolean;
}

/** An effect of the account as stored. Times are business time. */
export interface KnownEffect {
  id: string;
  episode: number;
  stage: string;
  step: string;
  occurrence: number;
  channel: Channel;
  purpose: Purpose;
  state: EffectState;
  attempt: number;
  dueAt: Instant;
  sentAt: Instant | null;
  deliveredAt: Instant | null;
  bouncedAt: Instant | null;
  /** For tasks: when a person recorded the outcome. */
  doneAt: Instant | null;
}

/** A contact with the person by this creditor or its agencies, for caps. `unknown` and `claimed` count as made. */
export interface PastContact {
  at: Instant;
  channel: Channel;
  accountId: string;
  purpose: Purpose;
  /** The steps that it covered, of each account; missing for contacts of agencies. */
  covers?: readonly { accountId: string; stage: string; step: string }[];
}

/** An account given to an agency for a term. */
export interface Placement {
  id: string;
  agency: string;
  state: 'handed-over' | 'accepted' | 'recalled' | 'ended';
  handedOverAt: Instant;
  termEndsOn: CalendarDate;
  recalledAt: Instant | null;
}
/** A case that a second person approved. */
export interface CourtCase {
  id: string;
  state: 'open' | 'folder-made' | 'filed' | 'not-filed' | 'withdrawn';
}

/** One delinquency, from its first missed due to its cure. */
export interface Episode {
  no: number;
  /** Date of first delinquency: the oldest uncovered due; never moved while the episode lasts. */
  openedOn: CalendarDate;
  /** `facts_version` of the fact that cured it; null while open. */
  curedVersion: bigint | null;
}

/** What rules need to know about a creditor (CreditorTerms). Floors are minor units of its currency. */
export interface CreditorFacts {
  id: string;
  code: string;
  zone: Zone;
  agencies: { code: string; share: number }[];
  bureau: string;
  placementFloor: bigint;
  legalFloor: bigint;
  costFloor: bigint;
  /** Years after which a debt is time-barred, counted from the last due or acknowledgement. */
  limitationYears: number;
}

/** Everything that `decide` and the gate may read about one account, loaded in one transaction under its lock. */
export interface AccountFacts {
  accountId: string;
  number: string;
  creditor: CreditorFacts;
  product: Product;
  currency: string;
  /** Everything owed: the last balance in the lender's book plus later payments and reversals. */
  balance: bigint;
  contractDate: CalendarDate;
  bureauConsent: boolean;
  hasStatement: boolean;
  closed: boolean;
  version: bigint;
  /** The stage reached before the import, by the import file. */
  reachedStage: string | null;
  notifiedOn: CalendarDate | null;
  person: {
    id: string;
    /** The creditor's number of the person: due times are spread by it, since it is the same in every run. */
    number: string;
    zone: Zone;
    hasAddress: boolean;
    points: ContactPoint[];
    facts: PersonFact[];
    /** Agency that has any account of this person (one person, one agency). */
    placedWith: string | null;
  };
  dues: Due[];
  facts: AccountFact[];
  effects: KnownEffect[];
  contacts: PastContact[];
  placements: Placement[];
  courtCase: CourtCase | null;
  /** The newest episode, open or cured; null before the first. */
  episode: Episode | null;
}

/** Facts without the person's contacts: enough for the standing, not for the gate. */
export type StandingFacts = Omit<AccountFacts, 'contacts'>;
