/**
 * Facts: what happened, as stored. Account facts belong to one account, person facts concern every account of the
 * person. Bodies hold references, amounts and dates only, never personal values. Amounts are minor units in the
 * account's currency.
 */
import type { AgreementFactBodies } from './agreements/agreement-facts.ts';
import type { CallResult, Contact } from './call-results.ts';
import type { SheetFactBodies } from './care/affordability/sheet-facts.ts';
import type { CareHoldType } from './care/holds.ts';
import type { ReplySign } from './care/reply-lexicon.ts';
import type { Channel, PersonChannel, Purpose, WrittenChannel } from './channels.ts';
import type { ComplaintClosed, ComplaintTold } from './complaint-facts.ts';
import type { CreditorFacts } from './creditor-facts.ts';
import type { DebitFactBodies } from './debit-facts.ts';
import type { EffectState } from './effects.ts';
import type {
  DISTRESS_LEVELS,
  DisputeReason,
  LadderAnswer,
  OfferName,
  REPORTERS,
  RestartAnswer,
} from './fact-choices.ts';
import type { InstructionFactBodies } from './instruction-facts.ts';
import type { Hours, Outcome, Place } from './law/case.ts';
import type { BankFactBodies } from './money/bank-facts.ts';
import type { NumberPlace } from './number-plan.ts';
import type { PastContact } from './past-contact.ts';
import type { ScoreClass } from './strategy/score/axes.ts';
import type { CalendarDate, Instant, Zone } from './time.ts';

/** One dated amount of a promise, minor units. */
export interface PromisePart {
  on: CalendarDate;
  minor: bigint;
}
/** Who received the money. */
type Via = 'lender' | 'agency';

/** Kinds of products; the texts of letters differ by them. Each product of a creditor is of one kind. */
export const PRODUCTS = ['card', 'instalment-loan'] as const;
/** One of PRODUCTS. */
export type Product = (typeof PRODUCTS)[number];

/** When a payment of a due still counts as on time, by contract. */
export interface Grace {
  /** Days after the due date. */
  readonly days: number;
  /** Most that may be missing of a due, minor units. */
  readonly tolerance: bigint;
}

/** The strategy version that an account follows, and its segment there. */
export interface AccountStrategy {
  /** `name@version`. */
  readonly id: string;
  /** null until the first evaluation under the strategy. */
  readonly segment: string | null;
  /** Day on which it came into the segment, in the zone of the creditor; null while there is no segment. */
  readonly since: CalendarDate | null;
  /** Whether the person is in the strategy's holdout: the ladder begins after its last day. */
  readonly withheld: boolean;
}

/** Bodies of the facts of an account, by kind. */
export interface AccountFactBodies extends BankFactBodies, InstructionFactBodies, AgreementFactBodies, DebitFactBodies {
  /**
   * `reference` names the transaction: the same one from two sources counts once. `doubtful`: far above what was owed
   * when it was told, and no person had confirmed the amount.
   */
  payment: { minor: bigint; via: Via; reference?: string; doubtful?: true };
  /** Takes a payment back (bounced debit). `of` is the reference of the payment, or its source's id of it. */
  reversal: { minor: bigint; of?: string };
  /** A person saw the money: the payment is believed until the book has it. `payment` is the id of its fact. */
  'payment-confirmed': { payment: string };
  /**
   * A person compared two payments or reversals, by the ids of their facts. When they are the same, the first counts.
   */
  'money-compared': { first: string; second: string; same: boolean };
  /** "I have paid": no demands until booked or some working days have passed (domain/announcements.ts). */
  'payment-announced': { minor?: bigint };
  /** One dated amount, several (instalments) or one later (deferral); `withoutReminder`: no word before its days. */
  promise: { parts: PromisePart[]; offer?: OfferName; by: 'debtor' | 'caller' | 'agency'; withoutReminder?: true };
  /** About the dues that it names by date, or a sum; the whole debt where it names neither. */
  dispute: {
    about: DisputeReason;
    dues?: CalendarDate[];
    minor?: bigint;
  };
  /** `of` is the id of the dispute's fact; without it, of before disputes had parts. */
  'dispute-closed': { outcome: 'upheld' | 'part' | 'rejected'; reduceBy?: bigint; of?: string; reason?: string };
  hold: { until: CalendarDate; from?: CalendarDate; reason: string };
  'hold-released': { reason: string };
  /** The lender's book at a date, as stated: everything owed, and the unpaid part of each due not fully paid. */
  'balance-update': { asOf: CalendarDate; balance: bigint; dues: Due[] };
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
  /** `reservation`: id of the contact reservation that it used. */
  'agency-contact': { placement: string; at: Instant; channel: Channel; reservation?: string; outcome?: Outcome };
  'agency-returned': { placement: string; reason: string };
  'recall-acknowledged': { placement: string };
  'bureau-acknowledged': { month: string };
  'bureau-rejected': { month: string; reason: string };
  /** A wrong record: the next file corrects or deletes it and names the record that it replaces. */
  'bureau-correction': { month: string; remedy: 'correct' | 'delete'; reason: string };
  /** A second person approved what `effect` asked for; `by` is never the maker. */
  approved: { effect: string; by: string };
  /** A person reviewed a promise or an announced payment that exceeds the creditor's bounds; `of` is that fact's id. */
  'arrangement-reviewed': { of: string; answer: 'accept' | 'decline'; by: string; reason?: string };
  'approval-refused': { effect: string; by: string; reason: string };
  /**
   * After a long silence or a change of owner a person lets collecting begin again, or wait until the end of a day.
   * `batch` is the number of the bulk restart that `proposedBy` proposed and `by` approved. Never from outside.
   */
  'restart-reviewed': {
    answer: RestartAnswer;
    until?: CalendarDate;
    by: string;
    proposedBy?: string;
    batch?: number;
  };
  /** The person wants a human decision on their classes; `reported` is who tells of it. */
  'classes-contested': { reported: (typeof REPORTERS)[number]; reason?: string };
  /** A person decided the classes: they hold until the end of `until`, or until the next decision. */
  'classes-reviewed': {
    ability: ScoreClass;
    willingness: ScoreClass;
    by: string;
    reason: string;
    until?: CalendarDate;
  };
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
  'ladder-answer': { answer: LadderAnswer; until?: CalendarDate; by: string };
}
/** Bodies of the facts about a person, by kind. What each hold does and who lifts it: domain/care/holds.ts. */
export interface PersonFactBodies extends SheetFactBodies {
  stop: { channel: PersonChannel };
  start: { channel: PersonChannel };
  /** The person wrote back; `reply` is the id of the text (engine/persons/replies.ts). What it may be a sign of. */
  reply: { channel: WrittenChannel; reply: string; signs: readonly ReplySign[] };
  /** The number is another person's; `reassigned`: it was the person's before. Consents for it end. */
  'wrong-number': { point: string; reassigned?: true };
  bounced: { point: string };
  /** One number or address is not to be used, while the case goes on. */
  'point-stopped': { point: string; reason: string };
  'address-added': { point: string };
  hardship: { since?: CalendarDate };
  'hardship-ended': { reason: string };
  death: { reported: 'caller' | 'agency' | 'family' | 'registry' | 'lender' };
  bankruptcy: { represented?: boolean };
  /** `scope` is one of CONSENT_SCOPES; `hours` belongs to scope `hours`. `proof` says how it was given. */
  'consent-given': { scope: string; channel?: PersonChannel; point?: string; hours?: Hours; proof: string };
  /** Ends every consent of the scope that it overlaps, those of the book included. */
  'consent-withdrawn': { scope: string; channel?: PersonChannel; point?: string };
  /** Inconvenient times, channels and places; `writeOnly`: no calls. At least one of them. */
  preference: { hours?: Hours; notBy?: PersonChannel; notAt?: Place; writeOnly?: true };
  /** Ends what it names; all preferences when it names none. */
  'preference-ended': { hours?: true; notBy?: PersonChannel; notAt?: Place; writeOnly?: true };
  /** In a call the person asked to be called back: nothing asks for money before. Never from outside. */
  'call-back-wished': { at: Instant };
  /** Somebody speaks for the person. */
  represented: { by: 'attorney' | 'debt-adviser'; since?: CalendarDate };
  'represented-ended': { reason: string };
  /** The person demands that contact ends. */
  cease: { written: boolean };
  'cease-ended': { reason: string };
  /** A hold of one of the types that have no fact of their own. `until` is its last day. */
  'care-hold': {
    type: CareHoldType;
    since?: CalendarDate;
    until?: CalendarDate;
    /** A breathing space for a mental health crisis; `until` is the last day of the treatment. */
    crisis?: true;
    reported: (typeof REPORTERS)[number];
    reason?: string;
  };
  'care-hold-lifted': { type: CareHoldType; reason: string };
  distress: { level: (typeof DISTRESS_LEVELS)[number]; reported: (typeof REPORTERS)[number] };
  /** A named reviewer lifted the stop; `distress` are the ids of the facts that they saw. */
  'distress-ended': { distress: string[]; by: string; reason: string };
  /** A trained person reviewed a hold, representation or the demand that contact ends. */
  'care-reviewed': { outcome: string };
  complaint: ComplaintTold & { reported: (typeof REPORTERS)[number] };
  /** `of` is the id of the complaint's fact. */
  'complaint-acknowledged': { of: string; by: string };
  'complaint-closed': ComplaintClosed;
  /** A file came with a dispute or a complaint: `of` is the id of its fact. Never from outside. */
  'evidence-added': { evidence: string; of: string; by: string };
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
  /** Who told it. */
  source: string;
  /** The source's id of it; null when it gave none. */
  reference: string | null;
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

/** A row of the lender's book, as stated. Amounts are minor units. */
export interface BookStatement {
  readonly source: string;
  /** The source's id of the statement. */
  readonly reference: string;
  readonly asOf: CalendarDate;
  /** Everything owed. */
  readonly balance: bigint;
  /** Unpaid part of every due that is not fully paid. */
  readonly dues: readonly Due[];
}

/** A way to reach a person. The value itself stays in the table `contact_point`. */
interface ContactPoint {
  id: string;
  channel: WrittenChannel;
  /** `sms` points are phones and serve calls too. */
  valid: boolean;
  /** A message was delivered there, and none came back since. */
  verified?: boolean;
  /** Where a number belongs; null or left out: unknown. */
  place?: NumberPlace | null;
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
  /** Code of an agency, bureau or court; null for what goes to the person or to staff. */
  recipient: string | null;
  state: EffectState;
  attempt: number;
  dueAt: Instant;
  sentAt: Instant | null;
  deliveredAt: Instant | null;
  bouncedAt: Instant | null;
  /** For tasks: when a person recorded the outcome. */
  doneAt: Instant | null;
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
  /** Date of the cure in the creditor's zone; null while open. */
  curedOn: CalendarDate | null;
}

/** Everything that `decide` and the gate may read about one account, loaded in one transaction under its lock. */
export interface AccountFacts {
  accountId: string;
  number: string;
  creditor: CreditorFacts;
  /** The kind of its product. */
  product: Product;
  /** When a payment counts as on time: by its product, days of grace first by its own row of the book. */
  grace: Grace;
  currency: string;
  /** The book's first row of the account. Later rows are facts. */
  opening: BookStatement;
  /** The last contact about the account outside Arrears, by the book; null when it names none. */
  lastContactOn: CalendarDate | null;
  /** Name of the lender that owns the debt, by the book; null when it names none. */
  owner: string | null;
  /** When the book last named another owner of the debt than before; null when it never did. */
  ownerChangedAt: Instant | null;
  /** null = the ladder of the code. */
  strategy: AccountStrategy | null;
  /** The last payment that the lender's book names, and the `as_of` of the row that named it. */
  bookPayment: { on: CalendarDate; minor: bigint; asOf: CalendarDate } | null;
  contractDate: CalendarDate;
  bureauConsent: boolean;
  hasStatement: boolean;
  closed: boolean;
  version: bigint;
  /** The stage reached before the import, by the book, and the day of its notice (domain/arrival.ts). */
  reachedStage: string | null;
  notifiedOn: CalendarDate | null;
  /**
   * The delinquency that they speak of: `asOf` of the book's row that said so, and the number of the newest episode on
   * that day. null when no row did.
   */
  arrival: { asOf: CalendarDate; episode: number } | null;
  person: {
    id: string;
    /** The creditor's number of the person: due times are spread by it, since it is the same in every run. */
    number: string;
    zone: Zone;
    /** ISO 3166-1 alpha-2; null = unknown. */
    country: string | null;
    /** Suffix of ISO 3166-2 or a short key, in capitals; null = unknown. */
    region: string | null;
    hasAddress: boolean;
    points: ContactPoint[];
    /** In the order of `inOrder`. */
    facts: readonly PersonFact[];
    /** Agency that has any account of this person (one person, one agency). */
    placedWith: string | null;
  };
  /** In the order of `inOrder`. */
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
