/** What is sent and answered about repayment plans as agreements. */
import { z } from 'zod';
import { ACCEPTANCES, PLAN_SIDES } from '../agreements/agreement-facts.ts';
import { AGREEMENT_STATES, type Agreement } from '../agreements/agreements.ts';
import { VERDICTS } from '../care/affordability/verdicts.ts';
import { toWire } from '../money.ts';
import type { Instant } from '../time.ts';
import { CalendarDay, Money, Words } from './fields.ts';

/** A proposal. `terms` is checked by the contract of plan-terms once amount and day are filled in. */
export const ProposalWire = z.strictObject({
  terms: z
    .record(z.string(), z.unknown())
    .describe('as in docs/plan-terms.schema.json, without today; amount: what is asked for when left out'),
  from: z.enum(PLAN_SIDES).default('lender').describe('whose proposal it is'),
  validUntil: CalendarDay.optional().describe('last day to accept it; 14 days when left out'),
  reviewOn: CalendarDay.optional().describe(
    'when people look at it again; after half a year, where it lasts longer, when left out',
  ),
  affordability: z
    .enum(VERDICTS)
    .optional()
    .describe('what a sheet of income and expenses came to; by the one that counts for the person when left out'),
});
export type ProposalWire = z.output<typeof ProposalWire>;

/** That a plan was accepted. */
export const AcceptanceWire = z.strictObject({
  how: z.enum(ACCEPTANCES),
  proof: Words.describe('what shows it: a recording, a letter, a message, by reference'),
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')
    .describe('of the text that the person agreed to'),
});
export type AcceptanceWire = z.output<typeof AcceptanceWire>;

const Part = z.object({ on: z.string(), amount: Money, paid: Money, until: z.string() });

/** A plan and how it stands. */
export const AgreementView = z.object({
  account: z.string(),
  plan: z.number(),
  state: z.enum(AGREEMENT_STATES),
  /** The day on which it was kept, broken, replaced or ended. */
  since: z.string().nullable(),
  from: z.enum(PLAN_SIDES),
  proposedBy: z.string(),
  proposedAt: z.string(),
  validUntil: z.string(),
  settlement: z.boolean(),
  debt: Money,
  total: Money,
  paid: Money,
  waived: Money,
  parts: z.array(Part),
  /** The oldest part that is not paid whole. */
  next: Part.nullable(),
  lastDay: z.string(),
  reviewOn: z.string().nullable(),
  affordability: z.enum(VERDICTS).nullable(),
  /** The row of authority that covers it; null where a second person is needed. */
  authority: z.string().nullable(),
  exceeds: z.array(z.string()),
  approvedBy: z.string().nullable(),
  accepted: z.object({ at: z.string(), how: z.enum(ACCEPTANCES), proof: z.string(), by: z.string() }).nullable(),
  language: z.string(),
  text: z.string(),
  digest: z.string(),
});
export type AgreementView = z.infer<typeof AgreementView>;

const iso = (at: Instant): string => new Date(at).toISOString();

/** A plan as it is answered. */
export function agreementView(account: string, currency: string, agreement: Agreement): AgreementView {
  const { said, accepted, parts, next } = agreement;
  const money = (minor: bigint) => toWire({ currency, minor });
  const partView = ({ on, minor, paid, until }: Agreement['parts'][number]) => ({
    ...{ on, amount: money(minor), paid: money(paid), until },
  });
  return {
    account,
    plan: said.no,
    state: agreement.state,
    since: agreement.since,
    from: said.from,
    proposedBy: said.by,
    proposedAt: iso(agreement.proposedAt),
    validUntil: said.validUntil,
    settlement: said.settlement,
    debt: money(said.debt.minor),
    total: money(parts.reduce((sum, { minor }) => sum + minor, 0n)),
    paid: money(parts.reduce((sum, { paid }) => sum + paid, 0n)),
    waived: money(said.waived.minor),
    parts: parts.map(partView),
    next: next && partView(next),
    lastDay: said.lastDay,
    reviewOn: said.reviewOn,
    affordability: said.affordability,
    authority: said.authority,
    exceeds: said.exceeds,
    approvedBy: agreement.approvedBy,
    accepted: accepted && {
      at: iso(accepted.at),
      how: accepted.said.how,
      proof: accepted.said.proof,
      by: accepted.said.by,
    },
    language: said.language,
    text: said.text,
    digest: said.digest,
  };
}

/** Why a plan that runs is ended. */
export const EndingWire = z.strictObject({ why: z.enum(['by-person', 'by-lender']), reason: Words });
/** The number of a plan in a path. */
export const PlanNumber = z.coerce.number().int().min(1).max(1_000_000);
