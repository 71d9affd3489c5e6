/** What an agency is told: typed rows of the placement and recall files. Amounts are minor units. Layout: docs/file-formats.md. */
import type { PersonChannel, WrittenChannel } from '../../domain/channels.ts';
import type { Product } from '../../domain/facts.ts';
import type { Language } from '../../domain/letter.ts';
import type { CalendarDate, Zone } from '../../domain/time.ts';

export interface HandoverPoint {
  channel: WrittenChannel;
  value: string;
  /** Channels of this point that the person has stopped; a phone may be stopped for SMS, calls or both. */
  stopped: PersonChannel[];
  /** The person cannot be reached there: wrong number or bounced. Named so that the agency does not find it again by itself. */
  wrong: boolean;
}
export interface PlacementRow {
  placement: string;
  account: string;
  termEnds: CalendarDate;
  creditorName: string;
  /** The legal words under which the agency acts. */
  mandate: string;
  person: { number: string; name: string; language: Language; zone: Zone; points: HandoverPoint[] };
  product: Product;
  contractDate: CalendarDate;
  currency: string;
  /** Unpaid dues before `asOf`. */
  dues: { on: CalendarDate; minor: bigint }[];
  total: bigint;
  asOf: CalendarDate;
  lastPayment: { on: CalendarDate; minor: bigint } | null;
  paymentReference: string;
  /** Contacts made by the creditor in this delinquency. */
  contacts: { count: number; last: CalendarDate | null };
}
export interface RecallRow {
  placement: string;
  account: string;
  /** Words such as `paid`, `disputed`, `term ended`. */
  reason: string;
  recalledOn: CalendarDate;
  /** The agency must have acknowledged by this date. */
  acknowledgeBy: CalendarDate;
  currency: string;
  /** What is overdue on the day of the recall; 0 when it is paid. */
  total: bigint;
}

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
