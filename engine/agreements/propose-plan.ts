/** Proposes a repayment plan: checks it against the account and the authority, writes its text and records the fact. */
import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Act } from '../../domain/act.ts';
import type { PlanProposed } from '../../domain/agreements/agreement-facts.ts';
import { PLAN_GRACE_DAYS } from '../../domain/agreements/agreements.ts';
import { authorityFor, DEFAULT_AUTHORITY } from '../../domain/agreements/authority.ts';
import { certificateDays } from '../../domain/agreements/certificate.ts';
import { excessOverSheet } from '../../domain/agreements/sheet-excess.ts';
import { countingSheet } from '../../domain/care/affordability/recorded.ts';
import { type AgreementView, agreementView, type ProposalWire } from '../../domain/contracts/agreement.ts';
import { faultsOf, showFaults } from '../../domain/contracts/event.ts';
import { PlanTermsFile, planTermsOf } from '../../domain/contracts/plan-terms.ts';
import type { Language } from '../../domain/letter.ts';
import { calculatePlan, type Plan } from '../../domain/money/plan/plan.ts';
import { showAmount, toWire } from '../../domain/money.ts';
import { Problem } from '../../domain/problems.ts';
import { addDays, addMonths, type CalendarDate, daysBetween } from '../../domain/time.ts';
import { stateAgreement } from '../../stages/agreement-text.ts';
import { faultAt } from '../facts/field-fault.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { creditFileOf } from './credit-file.ts';
import {
  type AgreementDeps,
  findPlan,
  needAgreeable,
  needOwed,
  type PlanAccount,
  readAccount,
} from './read-account.ts';

/** Days for which a proposal may be accepted, where it says nothing. */
const VALID_DAYS = 14;
/** Longest time for which a proposal may be accepted, days. */
const MOST_VALID_DAYS = 90;
/** Months until people look at a plan again, where the proposal says nothing. */
const REVIEW_MONTHS = 6;
/** Months before the last day to sue in which the text states what agreeing does. */
const LIMITATION_MONTHS = 12;

/** A plan after something was done with it, and the accounts to nudge. */
export interface DonePlan {
  readonly view: AgreementView;
  readonly nudge: readonly string[];
}

/**
 * Records a proposal; one that is open is replaced by it. Throws the problems of plans (domain/money/plan,
 * domain/agreements) and `wrong-currency`; then nothing is recorded.
 */
export async function proposePlan(
  { db, rulebook }: AgreementDeps,
  typed: string,
  proposal: ProposalWire,
  act: Act,
): Promise<DonePlan> {
  return inTransaction(db, async (trx) => {
    const account = await readAccount(trx, rulebook, typed, act.now);
    needAgreeable(account);
    const said = await readProposal(trx, account, proposal, act.actor.name);
    const recorded = await recordFacts(
      trx,
      [
        {
          accountId: account.facts.accountId,
          kind: 'plan-proposed',
          body: said,
          source: 'plans',
          occurredAt: act.now,
        },
      ],
      act,
    );
    const after = await readAccount(trx, rulebook, account.name, act.now);
    const view = agreementView(account.name, account.facts.currency, findPlan(after, said.no));
    return { view, nudge: recorded.flatMap(({ nudge }) => nudge) };
  });
}

async function readProposal(
  trx: Transaction<Database>,
  account: PlanAccount,
  proposal: ProposalWire,
  by: string,
): Promise<PlanProposed> {
  const { facts, standing, today } = account;
  const terms = readTerms(account, proposal.terms);
  const plan = calculatePlan(planTermsOf(terms, today));
  needOwed(account, plan.debt);
  if (plan.terms.settlement !== null && plan.debt < standing.undisputed) {
    const show = (minor: bigint) => showAmount(minor, facts.currency);
    throw new Problem('plan-settles-part', { owed: show(standing.undisputed), amount: show(plan.debt) });
  }
  const parts = plan.instalments.map(({ on, minor }) => ({ on, minor }));
  const [first, last] = [parts[0]?.on ?? today, parts.at(-1)?.on ?? today];
  const { validUntil, reviewOn } = datesOf(proposal, { today, first, last });
  const authority = authorityFor(facts.creditor.planAuthority ?? DEFAULT_AUTHORITY, {
    ...{ by, daysLate: standing.dpd, debt: plan.debt, waived: plan.waived },
    ...{ payments: parts.length, days: daysBetween(today, last) },
  });
  const sheet = countingSheet(facts.person.facts);
  const affordability = proposal.affordability ?? sheet?.verdict ?? null;
  const exceeds = [...('role' in authority ? [] : authority.exceeds), ...excessOverSheet(parts, sheet, facts.currency)];
  const { language, ...beside } = await readBeside(trx, account, plan);
  const text = stateAgreement(
    { plan, affordability, reviewOn, validUntil, daysLate: standing.dpd, ...beside },
    language,
  );
  const stored = JSON.stringify(terms);
  return {
    no: standing.agreements.length + 1,
    from: proposal.from,
    by,
    terms: stored,
    parts,
    settlement: plan.terms.settlement !== null,
    lastDay: plan.terms.settlement === null ? addDays(last, PLAN_GRACE_DAYS) : (plan.terms.lastDay ?? last),
    debt: { minor: plan.debt },
    waived: { minor: plan.waived },
    language,
    text,
    digest: digestOf(stored, parts, text),
    validUntil,
    reviewOn,
    authority: 'role' in authority && exceeds.length === 0 ? authority.role : null,
    exceeds,
    affordability,
  };
}

/**
 * Fields that a calculation has and an agreement has not: its figures are those of its day, and nothing is paid yet.
 */
const NOT_AGREED = ['today', 'paid', 'settleOn'] as const;

/** The terms with the day of the figures and the amount. Throws `plan-terms-invalid`, `wrong-currency`. */
function readTerms({ facts, standing, today }: PlanAccount, given: Record<string, unknown>): PlanTermsFile {
  for (const name of NOT_AGREED)
    if (given[name] !== undefined)
      throw faultAt('plan-terms-invalid', `/terms/${name}`, 'is not said of a proposal: leave it out');
  const { currency } = facts;
  const asked = given['settlement'] === undefined && standing.asked > 0n ? standing.asked : standing.undisputed;
  const amount = given['amount'] ?? toWire({ currency, minor: asked });
  if (given['amount'] === undefined && asked <= 0n) throw new Problem('plan-nothing-owed');
  const parsed = PlanTermsFile.safeParse({ ...given, amount, today });
  if (!parsed.success) {
    const faults = faultsOf(parsed.error, '/terms');
    throw new Problem('plan-terms-invalid', { faults: showFaults(faults) }, { cause: faults });
  }
  if (parsed.data.amount.currency !== currency)
    throw new Problem('wrong-currency', { given: parsed.data.amount.currency, currency });
  return parsed.data;
}

interface Days {
  readonly today: CalendarDate;
  readonly first: CalendarDate;
  readonly last: CalendarDate;
}

/** A plan is accepted before its first payment, and looked at again while it runs. Throws `plan-terms-invalid`. */
function datesOf({ validUntil, reviewOn }: ProposalWire, { today, first, last }: Days) {
  const most = [first, addDays(today, MOST_VALID_DAYS)].sort()[0] as CalendarDate;
  const valid = validUntil ?? [first, addDays(today, VALID_DAYS)].sort()[0] ?? first;
  if (valid < today || valid > most)
    throw faultAt('plan-terms-invalid', '/validUntil', `must lie from ${today} to ${most}`);
  if (reviewOn !== undefined && (reviewOn <= today || reviewOn > last))
    throw faultAt('plan-terms-invalid', '/reviewOn', `must lie after today, ${today}, and not after the end, ${last}`);
  const usual = addMonths(today, REVIEW_MONTHS);
  return { validUntil: valid, reviewOn: reviewOn ?? (usual < last ? usual : null) };
}

/** What the text says beside the plan, and its language. */
async function readBeside(trx: Transaction<Database>, { facts, limitation, today }: PlanAccount, plan: Plan) {
  const { rows } = await sql<{ language: Language; bureau: string | null; guarantors: boolean }>`
    select p.language, c.terms->'bureau'->>'name' as bureau,
      exists (
        select
        from account_person g
        where g.account_id = ${facts.accountId}::uuid
          and g.role = 'guarantor') as guarantors
    from person p
    join creditor c on c.id = p.creditor_id
    where p.id = ${facts.person.id}::uuid`.execute(trx);
  const { language = 'en', bureau = null, guarantors = false } = rows[0] ?? {};
  const isNear = limitation.lastDay < addMonths(today, LIMITATION_MONTHS);
  return {
    language,
    guarantors,
    creditFile: await creditFileOf(trx, bureau, facts, plan),
    lastDayToSue: isNear ? limitation.lastDay : null,
    certificateDays: certificateDays(facts.creditor),
  };
}

function digestOf(terms: string, parts: PlanProposed['parts'], text: string): string {
  const listed = parts.map(({ on, minor }) => `${on} ${minor}`).join('\n');
  return createHash('sha256').update([terms, listed, text].join('\n\n')).digest('hex');
}
