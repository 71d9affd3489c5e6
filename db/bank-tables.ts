/** Tables of the movements on the creditors' bank accounts, as Kysely sees them; part of schema.ts. */
import type { Generated } from 'kysely';
import type { BankLineState } from '../domain/contracts/bank-line.ts';
import type { DebitFailure } from '../domain/debit-facts.ts';
import type { NoticeKind } from '../domain/money/payment-notice.ts';
import type { CalendarDate } from '../domain/time.ts';
import type { DefaultMoment, MaybeMoment, Moment } from './column-types.ts';

export interface BankLineTable {
  id: string;
  no: Generated<bigint>;
  creditor_id: string;
  bank_account: string;
  key: string;
  booking_key: string;
  sha256: string;
  row: number;
  direction: 'in' | 'out';
  minor: bigint;
  currency: string;
  booked_on: CalendarDate;
  takes_back: boolean;
  return_reason: string | null;
  state: Generated<BankLineState>;
  why: string | null;
  candidates: Generated<string[]>;
  task_id: string | null;
  takes_back_line: string | null;
  taken_at: Moment;
  recorded_at: DefaultMoment;
  decided_by: string | null;
  decided_at: MaybeMoment;
  reason: string | null;
  payment: string | null;
  debit: string | null;
}
export interface BankAllocationTable {
  line_id: string;
  no: number;
  account_id: string;
  minor: bigint;
  payment_id: string;
  ended_by: string | null;
}
export interface BankLineTextTable {
  line_id: string;
  counterparty: string | null;
  body: string;
  refs: string[];
}
export interface PaymentNoticeTable {
  id: string;
  no: Generated<bigint>;
  creditor_id: string;
  provider: string;
  event: string;
  sha256: string;
  kind: NoticeKind;
  payment: string;
  minor: bigint;
  currency: string;
  debit: string | null;
  failure: DebitFailure | null;
  happened_at: Moment;
  line_id: string | null;
  taken_at: Moment;
  recorded_at: DefaultMoment;
}
export interface DebitTable {
  no: Generated<bigint>;
  creditor_id: string;
  debit: string;
  account_id: string;
  fact_id: string;
}
export interface WebhookRefusalTable {
  provider: string;
  why: 'forged' | 'too-old';
  times: bigint;
  last_at: Moment;
}
