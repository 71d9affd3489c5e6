/** What becomes of a proposed plan: accepted, declined, withdrawn, ended. Said twice, it changes nothing. */
import type { Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { type Act, isSamePerson } from '../../domain/act.ts';
import type { AgreementFactBodies } from '../../domain/agreements/agreement-facts.ts';
import { type Agreement, isInForce, isOpen } from '../../domain/agreements/agreements.ts';
import { planOf, waivedIn, waivedParts } from '../../domain/agreements/waived.ts';
import { type AcceptanceWire, agreementView } from '../../domain/contracts/agreement.ts';
import { sumOf } from '../../domain/money/components.ts';
import { toWire } from '../../domain/money.ts';
import { Problem } from '../../domain/problems.ts';
import type { FactInput } from '../facts/fact-input.ts';
import { type RecordedFact, recordFacts } from '../facts/record-facts.ts';
import { instructBook } from '../instructions/instruct-book.ts';
import type { DonePlan } from './propose-plan.ts';
import {
  type AgreementDeps,
  findPlan,
  needAgreeable,
  needOwed,
  type PlanAccount,
  readAccount,
} from './read-account.ts';

type Trx = Transaction<Database>;
/** A plan of an account by its number. */
interface Named {
  /** `creditor/number`. */
  readonly account: string;
  readonly plan: number;
}
interface Known {
  readonly account: PlanAccount;
  readonly agreement: Agreement;
}

/** Does something with a plan under the lock of its account, and answers how it stands then. */
async function withPlan(
  { db, rulebook }: AgreementDeps,
  { account: typed, plan }: Named,
  act: Act,
  answer: (trx: Trx, known: Known) => Promise<readonly string[]>,
): Promise<DonePlan> {
  return inTransaction(db, async (trx) => {
    const account = await readAccount(trx, rulebook, typed, act.now);
    const nudge = await answer(trx, { account, agreement: findPlan(account, plan) });
    const after = await readAccount(trx, rulebook, account.name, act.now);
    return { view: agreementView(account.name, account.facts.currency, findPlan(after, plan)), nudge };
  });
}

type Body<K extends keyof AgreementFactBodies> = Omit<AgreementFactBodies[K], 'plan' | 'by'>;

async function record<K extends keyof AgreementFactBodies>(
  trx: Trx,
  { account, agreement }: Known,
  kind: K,
  body: Body<K>,
  act: Act,
): Promise<string[]> {
  const fact = {
    accountId: account.facts.accountId,
    kind,
    body: { ...body, plan: agreement.id, by: act.actor.name },
    source: 'plans',
    occurredAt: act.now,
  } as FactInput;
  return nudgesOf(await recordFacts(trx, [fact], act));
}

const nudgesOf = (recorded: readonly RecordedFact[]): string[] => recorded.flatMap(({ nudge }) => nudge);

const notOpen = ({ said, state }: Agreement): Problem => new Problem('plan-not-open', { plan: said.no, state });

/**
 * Records that the person accepted, with what shows it, and instructs the lender's book. Throws `plan-changed` where
 * they agreed to another text, `plan-needs-approval`, `plan-not-open`, and what keeps anything from being agreed.
 */
export function acceptPlan(deps: AgreementDeps, named: Named, said: AcceptanceWire, act: Act): Promise<DonePlan> {
  return withPlan(deps, named, act, async (trx, known) => {
    const { account, agreement } = known;
    const { no, digest, exceeds, debt } = agreement.said;
    if (said.digest !== digest) throw new Problem('plan-changed', { plan: no });
    if (agreement.accepted !== null) return [];
    if (agreement.state === 'needs-approval')
      throw new Problem('plan-needs-approval', { plan: no, exceeds: exceeds.join('; ') });
    if (agreement.state !== 'proposed') throw notOpen(agreement);
    needAgreeable(account);
    needOwed(account, debt.minor);
    const given = await instructPlan(trx, known, act);
    const recorded = await record(trx, known, 'plan-accepted', { ...said, instruction: given.id }, act);
    return [...given.nudge, ...recorded];
  });
}

/**
 * The book learns the plan as it was agreed, and what is waived at its start; until it has answered, the account says
 * that it is being booked.
 */
async function instructPlan(trx: Trx, { account: { facts, today }, agreement: { id, said } }: Known, act: Act) {
  const { accountId, currency } = facts;
  const wire = (minor: bigint) => toWire({ currency, minor });
  const { start, discount } = waivedIn(planOf(said, today));
  const left = sumOf(discount);
  const plan = await instructBook(trx, act, {
    accountId,
    kind: 'plan',
    body: {
      agreement: id,
      parts: said.parts.map(({ on, minor }) => ({ on, amount: wire(minor) })),
      ...(left > 0n ? { waived: wire(left) } : {}),
    },
    effectiveOn: today,
    key: `plan/${id}`,
  });
  const components = waivedParts(start, currency);
  if (components.length === 0) return plan;
  const key = `plan/${id}/start`;
  const waiver = await instructBook(trx, act, {
    accountId,
    kind: 'waiver',
    body: { components },
    effectiveOn: today,
    key,
  });
  return { ...plan, nudge: [...plan.nudge, ...waiver.nudge] };
}

/** Records that the person does not want it. Throws `plan-not-open`. */
export function declinePlan(
  deps: AgreementDeps,
  named: Named,
  reason: string | undefined,
  act: Act,
): Promise<DonePlan> {
  return withPlan(deps, named, act, async (trx, known) => {
    if (known.agreement.state === 'declined') return [];
    if (!isOpen(known.agreement)) throw notOpen(known.agreement);
    return record(trx, known, 'plan-declined', reason === undefined ? {} : { reason }, act);
  });
}

/** Takes a proposal back. Throws `plan-not-open`. */
export function withdrawPlan(deps: AgreementDeps, named: Named, reason: string, act: Act): Promise<DonePlan> {
  return withPlan(deps, named, act, async (trx, known) => {
    if (known.agreement.state === 'withdrawn') return [];
    if (!isOpen(known.agreement)) throw notOpen(known.agreement);
    return record(trx, known, 'plan-withdrawn', { reason }, act);
  });
}

/** Ends a plan that runs, or that the book rejected. Throws `plan-not-open`. */
export function endPlan(
  deps: AgreementDeps,
  named: Named,
  ending: { why: 'by-person' | 'by-lender'; reason: string },
  act: Act,
): Promise<DonePlan> {
  return withPlan(deps, named, act, async (trx, known) => {
    if (known.agreement.state === 'ended') return [];
    if (!isInForce(known.agreement)) throw notOpen(known.agreement);
    return record(trx, known, 'plan-ended', ending, act);
  });
}

/** The fact of a second person's answer to a plan that exceeds the authority. Throws `own-approval`. */
export function factOfApproval(
  accountId: string,
  agreement: Agreement,
  answer: { approve: true } | { approve: false; reason: string },
  act: Act,
): FactInput {
  const by = act.actor.name;
  if (isSamePerson(agreement.said.by, by)) throw new Problem('own-approval', { name: by });
  const common = { accountId, source: 'task', occurredAt: act.now };
  return answer.approve
    ? { kind: 'plan-approved', body: { plan: agreement.id, by }, ...common }
    : { kind: 'plan-refused', body: { plan: agreement.id, by, reason: answer.reason }, ...common };
}
