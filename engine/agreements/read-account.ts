/** The account of a plan, locked and loaded, and what keeps anything from being agreed about it. */
import type { Kysely, Transaction } from 'kysely';
import { loadFacts } from '../../db/load-facts.ts';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import type { Agreement } from '../../domain/agreements/agreements.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { type AccountLimitation, limitationOf } from '../../domain/limitation.ts';
import { showAmount } from '../../domain/money.ts';
import { Problem } from '../../domain/problems.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { type Standing, standingOf } from '../../domain/standing.ts';
import { type CalendarDate, type Instant, localDate } from '../../domain/time.ts';
import { findAccount } from '../facts/find-subject.ts';

/** What plans are agreed with. */
export interface AgreementDeps {
  db: Kysely<Database>;
  rulebook: Rulebook;
}

/** An account as it stands. */
export interface PlanAccount {
  /** `creditor/number`. */
  readonly name: string;
  readonly facts: AccountFacts;
  readonly standing: Standing;
  readonly limitation: AccountLimitation;
  /** In the creditor's zone. */
  readonly today: CalendarDate;
}

/** Locks and reads an account. Throws `unknown-account`, `ambiguous-account`. */
export async function readAccount(
  trx: Transaction<Database>,
  rulebook: Rulebook,
  typed: string,
  now: Instant,
): Promise<PlanAccount> {
  const { accountId, name } = await findAccount(trx, typed);
  await lockAccounts(trx, [accountId]);
  const facts = (await loadFacts(trx, [accountId], now, rulebook)).get(accountId);
  if (facts === undefined) throw new Problem('unknown-account', { account: name });
  const standing = standingOf(facts, now);
  const today = localDate(now, facts.creditor.zone);
  return { name, facts, standing, limitation: limitationOf(facts, standing, today), today };
}

/**
 * Throws `plan-account-closed`, `plan-placed`, `plan-disputed` or `plan-barred` where nothing is agreed about the
 * account.
 */
export function needAgreeable({ facts, standing, limitation }: PlanAccount): void {
  if (facts.closed) throw new Problem('plan-account-closed');
  const placed = facts.placements.find(({ state }) => state !== 'ended');
  if (placed !== undefined) throw new Problem('plan-placed', { agency: placed.agency });
  if (standing.disputed?.extent === 'whole') throw new Problem('plan-disputed');
  if (limitation.barred) throw new Problem('plan-barred', { lastDay: limitation.lastDay });
}

/** Throws `plan-above-owed` where less is owed than the plan is about. */
export function needOwed({ facts, standing }: PlanAccount, minor: bigint): void {
  const owed = standing.undisputed > 0n ? standing.undisputed : 0n;
  if (minor <= owed) return;
  const show = (sum: bigint) => showAmount(sum, facts.currency);
  throw new Problem('plan-above-owed', { amount: show(minor), owed: show(owed) });
}

/** The plan of that number. Throws `unknown-plan`. */
export function findPlan({ name, standing }: PlanAccount, no: number): Agreement {
  const agreement = standing.agreements.find(({ said }) => said.no === no);
  if (agreement === undefined) throw new Problem('unknown-plan', { account: name, plan: no });
  return agreement;
}
