/** The tables as Kysely sees them, written by hand beside db/migrations. A test compares them with a real database. */

import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { WrittenChannel } from '../domain/channels.ts';
import type { CreditorTerms } from '../domain/contracts/creditor.ts';
import type { Language } from '../domain/letter.ts';
import type { Liability, Role } from '../domain/parties.ts';
import type { CalendarDate } from '../domain/time.ts';
import type {
  BankAllocationTable,
  BankLineTable,
  BankLineTextTable,
  DebitTable,
  PaymentNoticeTable,
  WebhookRefusalTable,
} from './bank-tables.ts';
import type { BookFileTable, BookInstructionTable } from './book-tables.ts';
import type { DefaultMoment, Json, MaybeMoment, Moment } from './column-types.ts';
import type {
  AgencyBreachTable,
  ConductPendingTable,
  ContactFileTable,
  ContactRefusalTable,
  ContactReservationTable,
} from './contact-tables.ts';
import type { DispatchTable, EffectTable, EvidenceTable, PermitTable, TaskTable } from './effect-tables.ts';
import type { EvidenceFileTable, EvidenceReadTable } from './evidence-tables.ts';
import type { ExperimentPersonTable, ExperimentTable } from './experiment-tables.ts';
import type { AccountFeatureTable, DueComponentTable, IntakeFileTable } from './import-tables.ts';
import type { HouseRulesTable, LawPackTable } from './law-tables.ts';
import type { IncomeSheetTable, MessageBodyTable, ReplyBodyTable } from './message-tables.ts';
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
import type {
  SegmentChangeTable,
  StrategyMoveTable,
  StrategyUseTable,
  StrategyVersionTable,
} from './strategy-tables.ts';
import type { CallerTable, WorkLockTable } from './work-tables.ts';

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
  /** `name@version`; null = the ladder of the code. */
  strategy: string | null;
  segment: string | null;
  segment_since: CalendarDate | null;
  /** In the holdout of the strategy. */
  withheld: Generated<boolean>;
  /** The move that its next evaluation, or its next stage, carries out. */
  strategy_move: string | null;
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
  /** Part of `minor` that is not asked for: disputed, or in suspense. */
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
  income_sheet: IncomeSheetTable;
  evidence_file: EvidenceFileTable;
  evidence_read: EvidenceReadTable;
  permit: PermitTable;
  evidence: EvidenceTable;
  task: TaskTable;
  work_lock: WorkLockTable;
  caller: CallerTable;
  placement: PlacementTable;
  bureau_entry: BureauEntryTable;
  court_case: CourtCaseTable;
  contact_reservation: ContactReservationTable;
  contact_refusal: ContactRefusalTable;
  contact_file: ContactFileTable;
  conduct_pending: ConductPendingTable;
  agency_breach: AgencyBreachTable;
  intake_file: IntakeFileTable;
  bank_line: BankLineTable;
  bank_allocation: BankAllocationTable;
  bank_line_text: BankLineTextTable;
  book_file: BookFileTable;
  book_instruction: BookInstructionTable;
  payment_notice: PaymentNoticeTable;
  debit: DebitTable;
  webhook_refusal: WebhookRefusalTable;
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
  strategy_version: StrategyVersionTable;
  strategy_use: StrategyUseTable;
  strategy_move: StrategyMoveTable;
  segment_change: SegmentChangeTable;
  experiment: ExperimentTable;
  experiment_person: ExperimentPersonTable;
}
