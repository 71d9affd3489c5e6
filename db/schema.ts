/** The tables as Kysely sees them, written by hand beside db/migrations. A test compares them with a real database. */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Channel, Purpose, WrittenChannel } from '../domain/channels.ts';
import type { CreditorTerms } from '../domain/contracts/creditor.ts';
import type { EffectState } from '../domain/effects.ts';
import type { Language } from '../domain/letter.ts';
import type { Liability, Role } from '../domain/parties.ts';
import type { WhenSent } from '../domain/stage.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { DefaultMoment, Json, MaybeMoment, Moment } from './column-types.ts';
import type {
  AgencyBreachTable,
  ConductPendingTable,
  ContactFileTable,
  ContactRefusalTable,
  ContactReservationTable,
} from './contact-tables.ts';
import type { AccountFeatureTable, DueComponentTable, IntakeFileTable } from './import-tables.ts';
import type { HouseRulesTable, LawPackTable } from './law-tables.ts';
import type { MessageBodyTable, ReplyBodyTable } from './message-tables.ts';
import type {
  AcceptedElsewhereTable,
  ClockTable,
  EpochTable,
  IdempotencyTable,
  LaneTable,
  WorkerTable,
} from './process-tables.ts';
import type { RestartBatchTable, RestartItemTable } from './restart-tables.ts';
import type { AccountScoreTable, ClassChangeTable } from './score-tables.ts';

interface CreditorTable {
  id: string;
  code: string;
  name: string;
  zone: string;
  currency: string;
  /** jsonb, written as text. */
  terms: ColumnType<CreditorTerms, string, string>;
}
interface PersonTable {
  id: string;
  creditor_id: string;
  number: string;
  name: string;
  language: Language;
  zone: string;
  zone_source: string;
  zone_on: CalendarDate;
  address: string | null;
  has_address: Generated<boolean>;
  merged_into: string | null;
  /** Of the newest row of the book that described the person. */
  book_as_of: Generated<CalendarDate | null>;
  country: string | null;
  region: string | null;
  second_fact_hmac: string | null;
  party_hash: string | null;
}
interface ContactPointTable {
  id: string;
  creditor_id: string;
  person_id: string;
  channel: WrittenChannel;
  value: string;
  value_key: string;
  source: string;
  invalid_since: MaybeMoment;
  /** Since when the book names it; null while the book does not. */
  book_at: MaybeMoment;
  /** When another source last told it. */
  told_at: MaybeMoment;
  disproved_at: MaybeMoment;
  /** When a message that was delivered was sent there, or the right person was reached. */
  verified_at: MaybeMoment;
  /** When the person asked that it be not used; only the person tells it anew. */
  stopped_at: MaybeMoment;
  /** The first digits of a number (domain/number-plan.ts); null for an address and a number reserved for fiction. */
  prefix: GeneratedAlways<string | null>;
}
interface AccountTable {
  id: string;
  creditor_id: string;
  number: string;
  /** A code of the creditor's products (domain/products.ts). */
  product: string;
  currency: string;
  contract_date: CalendarDate;
  credit_limit: bigint | null;
  balance: bigint;
  opening_overdue: bigint;
  bureau_consent: boolean;
  has_statement: Generated<boolean>;
  payment_reference: string;
  /** Of the newest book. */
  as_of: CalendarDate;
  /** First row of the book: asOf, balance, dues. Jsonb, written as text. */
  opening: ColumnType<unknown, string, never>;
  /** Of the last row of a file. */
  row_as_of: CalendarDate;
  received: Generated<bigint>;
  row_hash: string;
  reached_stage: string | null;
  reached_as_of: CalendarDate | null;
  notified_on: CalendarDate | null;
  last_payment_on: CalendarDate | null;
  last_payment: bigint | null;
  last_payment_as_of: CalendarDate | null;
  closed_at: MaybeMoment;
  closed_reason: string | null;
  stage: Generated<string>;
  health: Generated<'waiting' | 'ok' | 'blocked' | 'held' | 'done'>;
  facts_version: Generated<bigint>;
  evaluated_version: Generated<bigint>;
  evaluated_at: MaybeMoment;
  evaluation_number: Generated<bigint>;
  next_evaluation_at: MaybeMoment;
  stale_since: MaybeMoment;
  started_at: MaybeMoment;
  nudged_at: MaybeMoment;
  grace_days: number | null;
  disbursed: bigint | null;
  origination_channel: string | null;
  origination_band: string | null;
  original_creditor: string | null;
  present_creditor: string | null;
  /** The last contact outside Arrears, by the book. */
  last_contact_on: CalendarDate | null;
  /** When the book last named another owner than before. */
  owner_changed_at: MaybeMoment;
  held_because: string | null;
  held_until: MaybeMoment;
  held_since: MaybeMoment;
  over: Generated<boolean>;
  told_wakes_at: MaybeMoment;
  told_stage: string | null;
  told_health: string | null;
  told_over: boolean | null;
  alive_at: MaybeMoment;
}
interface AccountPersonTable {
  creditor_id: string;
  account_id: string;
  person_id: string;
  role: Generated<Role>;
  liability: Generated<Liability['kind']>;
  /** Hundredths of a percent. */
  liability_share: number | null;
  liability_cap: bigint | null;
}
/** Unpaid dues, as the facts of the account say (engine/facts/settle-accounts.ts). */
interface DueTable {
  creditor_id: string;
  account_id: string;
  due_on: CalendarDate;
  minor: bigint;
  /** Part of `minor` that is disputed and not asked for. */
  disputed: Generated<bigint>;
}
interface FactTable {
  id: string;
  creditor_id: string;
  account_id: string | null;
  person_id: string | null;
  kind: string;
  body: Json;
  source: string;
  external_id: string | null;
  recorded_by: string | null;
  occurred_at: Moment;
  recorded_at: Moment;
  version: bigint | null;
  tx: Generated<string>;
  no: Generated<bigint>;
}
interface EventInboxTable {
  source: string;
  external_id: string;
  body_hash: string;
  answer: Json;
  received_at: DefaultMoment;
}
interface EpisodeTable {
  creditor_id: string;
  account_id: string;
  no: number;
  opened_on: CalendarDate;
  opened_version: bigint;
  ended_at: MaybeMoment;
  cured_version: bigint | null;
  stopped_in_flight: Generated<number>;
}
interface DecisionTable {
  id: string;
  creditor_id: string;
  account_id: string;
  evaluation_number: bigint;
  facts_version: bigint;
  at: Moment;
  stage: string;
  answer: Json;
}
interface EffectTable {
  id: string;
  creditor_id: string;
  account_id: string;
  person_id: string;
  episode: number;
  stage: string;
  step: string;
  occurrence: number;
  channel: Channel;
  purpose: Purpose;
  recipient: string | null;
  task: string | null;
  when_sent: WhenSent | null;
  state: Generated<EffectState>;
  reason: string | null;
  due_at: Moment;
  attempt: Generated<number>;
  awaited: Generated<boolean>;
  held_by: Generated<string>;
  planned_at: DefaultMoment;
  queued_at: MaybeMoment;
  job: string | null;
  lease_token: string | null;
  lease_until: MaybeMoment;
  calling_at: MaybeMoment;
  blocked_since: MaybeMoment;
  claimed_at: MaybeMoment;
  sent_at: MaybeMoment;
  delivered_at: MaybeMoment;
  bounced_at: MaybeMoment;
  done_at: MaybeMoment;
  settled_at: MaybeMoment;
  dispatch_id: string | null;
  query_at: MaybeMoment;
  queries: Generated<number>;
  path: Generated<string>;
}
interface DispatchTable {
  id: string;
  creditor_id: string;
  channel: string;
  recipient: string;
  key: string;
  kind: string;
  business_date: CalendarDate;
  sequence: Generated<number>;
  result: string | null;
  manifest: ColumnType<unknown, string | null | undefined, string | null>;
  created_at: Moment;
  sent_at: MaybeMoment;
}
interface PermitTable {
  id: string;
  creditor_id: string;
  effect_id: string;
  account_id: string;
  attempt: number;
  verdict: 'allow' | 'wait' | 'refuse' | 'blocked' | 'elsewhere';
  reasons: Json;
  facts_version: bigint;
  given_at: Moment;
  not_after: Moment;
  put_off_to: MaybeMoment;
  local_date: CalendarDate;
  local_minute: number;
  /** Packs of law with their versions; null on permits of before. */
  law: string | null;
  /** Proof of domain/claim.ts; null on permits of before. */
  proof: Json | null;
  ended: 'sent' | 'failed' | 'busy' | 'unknown' | 'held-back' | 'lease-expired' | null;
  ended_at: MaybeMoment;
  no: Generated<bigint>;
}
interface EvidenceTable {
  id: string;
  creditor_id: string | null;
  effect_id: string | null;
  what: string;
  body: Json;
  at: DefaultMoment;
}
interface TaskTable {
  id: string;
  no: Generated<bigint>;
  creditor_id: string;
  account_id: string | null;
  person_id: string | null;
  effect_id: string | null;
  kind: string;
  state: Generated<'open' | 'done' | 'withdrawn'>;
  reason: string | null;
  opened_at: Moment;
  due_at: Moment;
  asked_by: string | null;
  ended_at: MaybeMoment;
  ended_by: string | null;
  outcome: ColumnType<unknown, string | null | undefined, string | null>;
  details: ColumnType<unknown, string | null | undefined, string | null>;
}
interface PlacementTable {
  id: string;
  creditor_id: string;
  account_id: string;
  person_id: string;
  effect_id: string;
  agency: string;
  state: 'handed-over' | 'accepted' | 'recalled' | 'ended';
  handed_over_at: Moment;
  term_ends_on: CalendarDate;
  recalled_at: MaybeMoment;
  recall_reason: string | null;
  ended_at: MaybeMoment;
  end_reason: string | null;
}
interface BureauEntryTable {
  id: string;
  creditor_id: string;
  account_id: string;
  effect_id: string;
  bureau: string;
  month: string;
  kind: 'record' | 'correction' | 'deletion';
  replaces: string | null;
  body: Json;
  state: Generated<'sent' | 'acknowledged' | 'rejected'>;
  reason: string | null;
  at: Moment;
  facts_version: bigint | null;
}
interface CourtCaseTable {
  id: string;
  creditor_id: string;
  account_id: string;
  effect_id: string;
  state: 'open' | 'folder-made' | 'filed' | 'not-filed' | 'withdrawn';
  opened_at: Moment;
  approved_by: string | null;
  folder: string | null;
  court: string | null;
  court_number: string | null;
  ended_at: MaybeMoment;
  reason: string | null;
}
interface CycleTable {
  id: string;
  creditor_id: string;
  kind: 'agency-day' | 'bureau-month';
  recipient: string;
  next_evaluation_at: Moment;
  evaluated_at: MaybeMoment;
  started_at: MaybeMoment;
  nudged_at: MaybeMoment;
}
export interface Database {
  creditor: CreditorTable;
  person: PersonTable;
  contact_point: ContactPointTable;
  account: AccountTable;
  account_person: AccountPersonTable;
  due: DueTable;
  due_component: DueComponentTable;
  account_feature: AccountFeatureTable;
  fact: FactTable;
  event_inbox: EventInboxTable;
  episode: EpisodeTable;
  decision: DecisionTable;
  effect: EffectTable;
  dispatch: DispatchTable;
  message_body: MessageBodyTable;
  reply_body: ReplyBodyTable;
  permit: PermitTable;
  evidence: EvidenceTable;
  task: TaskTable;
  placement: PlacementTable;
  bureau_entry: BureauEntryTable;
  court_case: CourtCaseTable;
  contact_reservation: ContactReservationTable;
  contact_refusal: ContactRefusalTable;
  contact_file: ContactFileTable;
  conduct_pending: ConductPendingTable;
  agency_breach: AgencyBreachTable;
  intake_file: IntakeFileTable;
  cycle: CycleTable;
  clock: ClockTable;
  worker: WorkerTable;
  lane: LaneTable;
  epoch: EpochTable;
  accepted_elsewhere: AcceptedElsewhereTable;
  idempotency: IdempotencyTable;
  law_pack: LawPackTable;
  house_rules: HouseRulesTable;
  restart_batch: RestartBatchTable;
  restart_item: RestartItemTable;
  account_score: AccountScoreTable;
  class_change: ClassChangeTable;
}
