/** Rows of the placement and recall files for an agency. Amounts are minor units. Layout: docs/file-formats.md. */
import type { PersonChannel, WrittenChannel } from '../../domain/channels.ts';
import type { Product } from '../../domain/facts.ts';
import type { Language } from '../../domain/letter.ts';
import type { CalendarDate, Zone } from '../../domain/time.ts';

/** An e-mail address or phone number of a person. */
interface HandoverPoint {
  channel: WrittenChannel;
  value: string;
  /** Channels of this point that the person has stopped; a phone may be stopped for SMS, calls or both. */
  stopped: PersonChannel[];
  /** Wrong number or bounced. It is listed so that the agency does not rediscover and use it. */
  wrong: boolean;
}
/** One account handed over to an agency. */
export interface PlacementRow {
  placement: string;
  account: string;
  termEnds: CalendarDate;
  creditorName: string;
  /** Legal wording of the agency's authority. */
  mandate: string;
  person: { number: string; name: string; language: Language; zone: Zone; points: HandoverPoint[] };
  product: Product;
  contractDate: CalendarDate;
  currency: string;
  /** Unpaid part of each due before `asOf`. */
  dues: { on: CalendarDate; minor: bigint }[];
  /** What is overdue at `asOf`; after a charge-off, the balance. */
  total: bigint;
  asOf: CalendarDate;
  lastPayment: { on: CalendarDate; minor: bigint } | null;
  paymentReference: string;
  /** Contacts that the creditor made in this delinquency. */
  contacts: { count: number; last: CalendarDate | null };
}
/** One account taken back from an agency. */
export interface RecallRow {
  placement: string;
  account: string;
  /** Plain words, such as `paid`, `disputed`, `term ended`. */
  reason: string;
  recalledOn: CalendarDate;
  /** The agency must have acknowledged by this date. */
  acknowledgeBy: CalendarDate;
  currency: string;
  /** What is overdue on the day of the recall, 0 if paid; after a charge-off, the balance. */
  total: bigint;
}

/** What is asked for of a placed account, after a part of it was disputed or a dispute about a part was closed. */
export interface UpdateRow {
  placement: string;
  account: string;
  currency: string;
  /** Unpaid part of each due before `asOf` that is not disputed. */
  dues: readonly { on: CalendarDate; minor: bigint }[];
  /** What is asked for at `asOf`; after a charge-off, the balance without what is disputed. */
  total: bigint;
  asOf: CalendarDate;
}

/** Header of the placement file. */
export const PLACEMENT_COLUMNS = [
  'placement',
  'account',
  'term_ends',
  'creditor',
  'creditor_name',
  'mandate',
  'person',
  'person_name',
  'language',
  'zone',
  'contact_points',
  'product',
  'contract_date',
  'currency',
  'dues',
  'total_minor',
  'as_of',
  'last_payment_on',
  'last_payment_minor',
  'payment_reference',
  'contacts_made',
  'last_contact_on',
] as const;
/** Header of the update file. */
export const UPDATE_COLUMNS = ['placement', 'account', 'creditor', 'currency', 'dues', 'total_minor', 'as_of'] as const;
/** Header of the recall file. */
export const RECALL_COLUMNS = [
  'placement',
  'account',
  'creditor',
  'reason',
  'recalled_on',
  'acknowledge_by',
  'currency',
  'total_minor',
] as const;
