/**
 * Facts: what happened, as stored. Account facts belong to one account, person facts concern every account of the
 * person. Bodies hold references, amounts and dates only, never personal values. Amounts are minor units in the
 * account's currency.
 */
import type { ArrangementBounds } from './arrangements.ts';
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

/** Bodies of the facts of an account, by kind. */
export interface AccountFactBodies {
  /**
   * `reference` names the transaction: the same one from two sources counts once. `doubtful`: far above what was owed
   * when it was told, and no person had confirmed the amount.
   */
  payment: { minor: bigint; via: Via; reference?: string; doubtful?: true };
  /** Takes a payment back (bounced debit). `of` is the reference of the payment, or its source's id of it. */
  reversal: { minor: bigint; of?: string };
  /** A person saw the money: the payment is believed until the book has it. `payment` is the id of its fact. */
  'payment-confirmed': { payment: string };
  /** A person compared two payments or reversals, by the ids of their facts. When they are the same, the first counts. */
  'money-compared': { first: string; second: string; same: boolean };
  /** "I have paid": no demands until booked or some working days have passed (domain/announcements.ts). */
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
  /** The lender's book at a date, as stated: everything owed, and the unpaid part of each due not fully paid. */
  'balance-update': {
    asOf: CalendarDate;
    balance: bigint;
    dues: Due[];
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
  /** A person reviewed a promise or an announced payment that exceeds the creditor's bounds; `of` is that fact's id. */
  'arrangement-reviewed': { of: string; answer: 'accept' | 'decline'; by: string; reason?: string };
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

/** The body as text, amounts in digits: facts that agree in all else are ordered by it. */
function bodyText({ body }: Fact): string {
  return JSON.stringify(body, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
}

/** What ends something that another fact began. */
const ENDING: ReadonlySet<FactKind> = new Set(['hold-released', 'dispute-closed', 'start', 'hardship-ended']);
const isEnding = ({ kind }: Fact): number => (ENDING.has(kind) ? 1 : 0);

/**
 * The order of facts: by moment, source and reference, never by arrival; of one moment, what begins stands before what
 * ends it (`hold` before `hold-released`). A comparison for `sort`.
 */
export function inOrder(a: Fact, b: Fact): number {
  if (a.occurredAt !== b.occurredAt) return a.occurredAt - b.occurredAt;
  if (isEnding(a) !== isEnding(b)) return isEnding(a) - isEnding(b);
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  const [first, second] = [a.reference ?? '', b.reference ?? ''];
  if (first !== second) return first < second ? -1 : 1;
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  const [text, other] = [bodyText(a), bodyText(b)];
  return text < other ? -1 : text > other ? 1 : 0;
}

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
  /** Date of the cure in the creditor's zone; null while open. */
  curedOn: CalendarDate | null;
}

/** What rules need to know about a creditor (CreditorTerms). Floors are minor units of its currency. */
export interface CreditorFacts {
  id: string;
  code: string;
  zone: Zone;
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
  /** Years after which a debt is time-barred, counted from the last due or acknowledgement. */
  limitationYears: number;
  /** The shipped bounds when left out. */
  arrangements?: ArrangementBounds | undefined;
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
