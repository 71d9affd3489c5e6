/** Notices of a payment provider as its webhook sends them, and as the API answers them. */
import { z } from 'zod';
import { DEBIT_FAILURES } from '../debit-facts.ts';
import { NOTICE_KINDS, type PaymentNotice } from '../money/payment-notice.ts';
import { isCurrency } from '../money.ts';
import { BANK_LINE_STATES } from './bank-line.ts';
import { line, Moment, Money, Reference } from './fields.ts';

const Amount = Money.refine(({ minor }) => !/^(-|0+$)/.test(minor), {
  path: ['minor'],
  error: 'must be above zero: what went back is told by its kind',
}).refine(({ currency }) => isCurrency(currency), { path: ['currency'], error: 'is no currency of ISO 4217' });

const Common = {
  event: Reference.describe('the provider’s id of this notice: the same one again changes nothing'),
  payment: Reference.describe('the provider’s id of the payment'),
  amount: Amount,
  at: Moment.describe('when it happened'),
};
const Paying = {
  reference: line(140).trim().min(1).optional().describe('what the payer was told to give: the number of the account'),
  debit: Reference.optional().describe('the debit that it is'),
};
const Back = {
  back: Reference.optional().describe('the provider’s id of the refund or charge-back; the notice’s own when left out'),
  reason: Reference.optional().describe('the provider’s code of the reason'),
};

/** One notice. */
export const PaymentNoticeWire = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('paid'),
    ...Common,
    ...Paying,
    payer: line(140).trim().min(1).optional().describe('name of the payer'),
  }),
  z.strictObject({ kind: z.literal('failed'), ...Common, ...Paying, failure: z.enum(DEBIT_FAILURES) }),
  z.strictObject({ kind: z.literal('refunded'), ...Common, ...Back }),
  z.strictObject({ kind: z.literal('charged-back'), ...Common, ...Back }),
]);
type PaymentNoticeWire = z.output<typeof PaymentNoticeWire>;

/** Most notices of one webhook. */
const MOST_NOTICES = 100;
/** What one webhook carries. */
export const PaymentNoticesWire = z.array(PaymentNoticeWire).min(1).max(MOST_NOTICES);

/** The notice that is told. */
export function noticeOf(wire: PaymentNoticeWire): PaymentNotice {
  const { event, kind, payment, amount, at } = wire;
  return {
    ...{ event, kind, payment, minor: BigInt(amount.minor), currency: amount.currency, at: Date.parse(at) },
    reference: 'reference' in wire ? (wire.reference ?? null) : null,
    payer: wire.kind === 'paid' ? (wire.payer ?? null) : null,
    debit: 'debit' in wire ? (wire.debit ?? null) : null,
    failure: wire.kind === 'failed' ? wire.failure : null,
    back: 'back' in wire ? (wire.back ?? null) : null,
    reason: 'reason' in wire ? (wire.reason ?? null) : null,
  };
}

/** What became of a notice. */
export const TakenNoticeView = z.object({
  event: z.string(),
  kind: z.enum(NOTICE_KINDS),
  /** It was taken before; nothing of it was taken twice. */
  repeated: z.boolean(),
  /** The line that it is among those of the bank; null for a payment that failed. */
  line: z.number().nullable(),
  state: z.enum(BANK_LINE_STATES).nullable(),
});
export type TakenNoticeView = z.infer<typeof TakenNoticeView>;

/** A notice in a list; without personal values. */
export const PaymentNoticeView = TakenNoticeView.omit({ repeated: true }).extend({
  /** Number of the notice, in the order of arrival. */
  no: z.number(),
  provider: z.string(),
  creditor: z.string(),
  payment: z.string(),
  amount: Money,
  at: z.string(),
  takenAt: z.string(),
  debit: z.string().nullable(),
  failure: z.enum(DEBIT_FAILURES).nullable(),
  /** Accounts that have the money. */
  accounts: z.array(z.string()),
});
export type PaymentNoticeView = z.infer<typeof PaymentNoticeView>;

/** A provider with what was refused of it. */
export const PaymentProviderView = z.object({
  provider: z.string(),
  /** Creditors whose secrets are known. */
  creditors: z.array(z.string()),
  notices: z.number(),
  /** Webhooks of which nothing was taken. */
  refused: z.array(z.object({ why: z.enum(['forged', 'too-old']), times: z.number(), lastAt: z.string() })),
});
export type PaymentProviderView = z.infer<typeof PaymentProviderView>;
