/**
 * The claim: one transaction locks the persons, gathers the effects that go together, decides again on fresh facts, and
 * writes permit, text and lease. No call is made without a claim.
 */

import type { Kysely, Transaction } from 'kysely';
import type { SeenMark } from '../../db/epoch.ts';
import { loadFacts } from '../../db/load-facts.ts';
import { lockPersons } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { WRITTEN_CHANNELS } from '../../domain/channels.ts';
import { type ClaimRules, type DueEffect, type Judged, judgeAll } from '../../domain/claim.ts';
import type { Instant } from '../../domain/time.ts';
import { evaluateForMessages } from '../evaluate/siblings.ts';
import { followRules } from '../law/follow-rules.ts';
import { excludeAccepted } from '../restore/reconcile.ts';
import { readAddressees } from './addressees.ts';
import { lockDue, personsOf } from './due-together.ts';
import { openTasks } from './open-tasks.ts';
import { type Addressees, type Claimed, type Preparation, prepareClaims } from './prepare-claims.ts';
import { storeClaim, storeDispatches } from './store-claim.ts';

/** Most wall milliseconds from a claim to its call: what was read must not be old by then. */
const MOST_BEFORE_CALL_MS = 2000;

/** A claim that has been committed. */
export interface HeldClaim extends Claimed {
  /** The call begins before this moment of the monotonic clock, or the claim is given back. */
  beginBy: number;
}

/** What a claim works with. */
export interface ClaimDeps extends ClaimRules, Pick<Preparation, 'leaseSeconds' | 'simulated'> {
  db: Kysely<Database>;
  now(): Promise<Instant>;
  /** The mark this process has seen of its database. Nothing is claimed in an older database. */
  seen?(): SeenMark | null;
}

/**
 * Judges the named effects and those that go with them. Returns what may be sent; the other verdicts are only stored.
 */
export async function claim(deps: ClaimDeps, effectIds: readonly string[]): Promise<HeldClaim[]> {
  const claims = await inTransaction(deps.db, (trx) => claimIn(trx, deps, effectIds));
  // Most of the lease is left to the call.
  const beginBy = performance.now() + Math.min(MOST_BEFORE_CALL_MS, (deps.leaseSeconds * 1000) / 4);
  return claims.map((claimed) => ({ ...claimed, beginBy }));
}

async function claimIn(
  trx: Transaction<Database>,
  deps: ClaimDeps,
  effectIds: readonly string[],
): Promise<readonly Claimed[]> {
  const started = performance.now();
  const now = await deps.now();
  await followRules(trx, deps.rulebook);
  const due = await lockAll(trx, deps, effectIds, now);
  if (due.length === 0) return [];
  const accountIds = [...new Set(due.map((effect) => effect.accountId))];
  const facts = await loadFacts(trx, accountIds, now, deps.rulebook);
  const judged = judgeAll(deps, due, facts, now);
  const addressees = await readAllAddressees(trx, judged);
  const { rows, claims } = prepareClaims({ ...deps, facts, addressees, now, started }, judged);
  await storeDispatches(trx, claims, now);
  await storeClaim(trx, rows, now, deps.leaseSeconds);
  await openTasks(trx, rows, now);
  return claims;
}

/**
 * Locks the persons, evaluates their accounts that are due for it, then locks the effects due together. Effects sent
 * before a restore are settled and left out.
 */
async function lockAll(
  trx: Transaction<Database>,
  { rulebook, seen }: ClaimDeps,
  effectIds: readonly string[],
  now: Instant,
): Promise<DueEffect[]> {
  const persons = await personsOf(trx, effectIds, now);
  const accounts = await lockPersons(trx, persons);
  if ([...accounts.values()].some((ids) => ids.length > 1)) await evaluateForMessages(trx, rulebook, effectIds, now);
  const locked = await lockDue(trx, effectIds, persons, now, seen?.() ?? null);
  return excludeAccepted(trx, locked, { now, rulebook });
}

/** Reads the addressees of the messages that may be sent now. */
async function readAllAddressees(trx: Transaction<Database>, judged: readonly Judged[]): Promise<Addressees> {
  const addressees = new Map<(typeof WRITTEN_CHANNELS)[number], Awaited<ReturnType<typeof readAddressees>>>();
  for (const channel of WRITTEN_CHANNELS) {
    const written = judged.filter(({ state, effect }) => state === 'claimed' && effect.channel === channel);
    const personIds = [...new Set(written.map(({ effect }) => effect.personId))];
    if (personIds.length > 0) addressees.set(channel, await readAddressees(trx, personIds, channel));
  }
  return addressees;
}
