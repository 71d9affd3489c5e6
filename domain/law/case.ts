/**
 * What the law judges: one act towards a person about a debt at one moment, and what is known of both. Pure values
 * without personal data; moments are epoch milliseconds. The engine builds a case from an account's facts
 * (domain/law/case-of.ts), `arrears gate` from a file (domain/contracts/gate-case.ts).
 */
import type { CalendarDate, Instant, Zone } from '../time.ts';

/** What is to be done. `contact` is by any channel, a visit included; `charge` adds interest or fees. */
export const ACTS = ['contact', 'report', 'place', 'sell', 'file-claim', 'terminate', 'charge'] as const;
export type LegalAct = (typeof ACTS)[number];

/** Ways to reach a person. `message` is an instant message, `social` a post or message on a social network. */
export const CONTACT_CHANNELS = ['call', 'sms', 'email', 'letter', 'message', 'social', 'visit'] as const;
export type ContactChannel = (typeof CONTACT_CHANNELS)[number];

/**
 * What a contact is for. `answer`: to the person's own question or payment. `locate`: to find the person or to pass a
 * message on. `opt-out`: the confirmation of a STOP.
 */
export const CONTACT_PURPOSES = ['demand', 'notice', 'answer', 'information', 'locate', 'opt-out'] as const;
export type ContactPurpose = (typeof CONTACT_PURPOSES)[number];

/** Who acts. `agency` collects for another; `buyer` owns a debt that was in default when it was bought. */
export const ACTORS = ['creditor', 'agency', 'buyer', 'law-firm'] as const;
export type Actor = (typeof ACTORS)[number];

/** Who is addressed. `contact-person`: named by the debtor to be reached through. */
export const ADDRESSEES = [
  'debtor',
  'joint-debtor',
  'guarantor',
  'spouse',
  'executor',
  'attorney',
  'contact-person',
  'third-party',
] as const;
export type Addressee = (typeof ADDRESSEES)[number];

/**
 * What became of a contact. `conversation`: somebody who may be spoken to answered, or the person wrote back.
 * `attempted`: nothing more is known.
 */
export const OUTCOMES = [
  'attempted',
  'not-connected',
  'no-answer',
  'voicemail',
  'third-party',
  'conversation',
  'sent',
  'bounced',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A contact that took place or may have. */
export interface PriorContact {
  readonly at: Instant;
  readonly channel: ContactChannel;
  /** `in`: the person contacted us. */
  readonly direction: 'out' | 'in';
  readonly outcome: Outcome;
  readonly purpose: ContactPurpose;
  readonly addressee: Addressee;
  /** Ids of the debts that it was about. */
  readonly debts: readonly string[];
  /** Id of the number or address; null = unknown, which counts for each. */
  readonly point: string | null;
}

/** What a person agreed to. Scopes are those that rules name, such as `hours`, `autodialler`, `credit-report`. */
export interface Consent {
  readonly scope: string;
  readonly at: Instant;
  readonly withdrawnAt: Instant | null;
  /** The channel that it is limited to; null or left out = none. */
  readonly channel?: ContactChannel | null;
  /** The number or address that it is limited to. */
  readonly point: string | null;
  /** For scope `hours`: minutes after midnight in the person's zone. */
  readonly hours: Hours | null;
}
/** From `opens` up to, not including, `closes`; minutes after midnight. */
export interface Hours {
  readonly opens: number;
  readonly closes: number;
}

/** Places at which a person may not want to be contacted. */
export const PLACES = ['work', 'home'] as const;
/** One of PLACES. */
export type Place = (typeof PLACES)[number];

/** What a person asked for. */
export interface Preference {
  readonly at: Instant;
  readonly withdrawnAt: Instant | null;
  /** Contact only within these hours; null = no wish. */
  readonly hours: Hours | null;
  /** A channel that must not be used; null = no wish. */
  readonly notBy: ContactChannel | null;
  /** A place where the person must not be contacted, such as `work`; null = no wish. */
  readonly notAt: string | null;
}

/**
 * What protects a person or bars an act, such as `bankruptcy`, `dispute` of the whole debt, `part-dispute`: names that
 * rules use.
 */
export interface Status {
  readonly status: string;
  readonly since: Instant;
  /** The last day, in the person's zone; null = until it is ended. */
  readonly until: CalendarDate | null;
  readonly endedAt: Instant | null;
  /** The debt that it concerns; null = all debts of the person. */
  readonly debt: string | null;
  /** Whether it was told in writing. */
  readonly written: boolean;
}

/** A notice that was given. */
export interface GivenNotice {
  /** Such as `adverse-report`, `validation`, `default`, `letter-of-claim`: names that rules use. */
  readonly notice: string;
  readonly sentAt: Instant;
  readonly channel: ContactChannel;
  readonly deliveredAt: Instant | null;
  /** It came back undelivered. */
  readonly returnedAt: Instant | null;
  readonly debt: string | null;
  /** The date that the notice names, such as that of a default notice; null = none. */
  readonly names: CalendarDate | null;
}

/** The debt that the act is about. Dates are in the creditor's zone. */
export interface Debt {
  readonly id: string;
  /** Such as `card`, `instalment-loan`, `microfinance`: names that rules use. */
  readonly product: string;
  /** The due date of the last instalment; null = unknown. */
  readonly lastDueOn: CalendarDate | null;
  /** When the right to sue arose, where it is not the last due; null = unknown. */
  readonly accruedOn: CalendarDate | null;
  /** What may have restarted the limitation. */
  readonly restarts: readonly Restart[];
  /** Days on which limitation did not run, by law: disjoint and in order; none when left out. */
  readonly paused?: readonly Pause[];
  /** When it was sold to its present owner; null = never. */
  readonly soldOn: CalendarDate | null;
}
/** Days on which limitation does not run under a law, the first and the last included; null = it lasts. */
export interface Pause {
  /** As its pack is named. */
  readonly law: string;
  readonly from: CalendarDate;
  readonly until: CalendarDate | null;
}
/** `provedArrival`: whether a demand is proved to have arrived. */
export interface Restart {
  readonly kind: 'demand' | 'part-payment' | 'acknowledgement' | 'plan' | 'suit' | 'assignment-notice';
  readonly on: CalendarDate;
  readonly provedArrival: boolean;
  readonly written: boolean;
}

/** The act that is judged. */
export interface LegalIntent {
  readonly act: LegalAct;
  readonly actor: Actor;
  /** null for acts that are no contact. */
  readonly channel: ContactChannel | null;
  readonly purpose: ContactPurpose;
  readonly addressee: Addressee;
  /** Id of the number or address; null = not chosen yet. */
  readonly point: string | null;
  /** The place where the person would be reached, such as `work`; null = unknown. */
  readonly place: string | null;
  /** Whether a machine dials or speaks. */
  readonly automated: boolean;
  /** What the text mentions or carries, such as `amount`, `lawsuit`, `opt-out`; null = not known here, not judged. */
  readonly content: readonly string[] | null;
}

/** All that a rule may read. */
export interface LegalCase {
  /** The moment of the act. */
  readonly at: Instant;
  readonly intent: LegalIntent;
  /** Every zone in which the person may be now, the most likely first. Empty = unknown: contact is refused. */
  readonly zones: readonly Zone[];
  /** Suffix of ISO 3166-2 of each region that may apply, by jurisdiction in capitals. */
  readonly regions: readonly string[];
  readonly debt: Debt;
  readonly contacts: readonly PriorContact[];
  readonly consents: readonly Consent[];
  readonly preferences: readonly Preference[];
  readonly statuses: readonly Status[];
  readonly notices: readonly GivenNotice[];
}
