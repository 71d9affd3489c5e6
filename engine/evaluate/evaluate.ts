/**
 * The evaluation: lock, read, decide, record. One transaction covers many accounts. Safe to repeat, even after its
 * commit.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { closeEpoch, readEpoch } from '../../db/epoch.ts';
import { loadFacts } from '../../db/load-facts.ts';
import { lockAccounts } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { EvaluationAnswer, SeenEvaluation } from '../../domain/contracts/loop.ts';
import type { AccountFacts } from '../../domain/facts.ts';
import { lastReturnedAt } from '../../domain/money/position.ts';
import type { Rulebook } from '../../domain/rules.ts';
import { decideFollowing, type SegmentChange } from '../../domain/strategy/decide-following.ts';
import { type Instant, localDate } from '../../domain/time.ts';
import { crashPoint } from '../../platform/crash-points.ts';
import { followPlans } from '../agreements/follow-plans.ts';
import { endEpisode } from '../facts/episodes.ts';
import { settleAccounts } from '../facts/settle-accounts.ts';
import { followRules } from '../law/follow-rules.ts';
import { readFollowers, storeSegmentChanges } from '../strategy/choose-segments.ts';
import { hastenReviews } from './hasten-reviews.ts';
import { type Evaluated, type Stored, storeEvaluations } from './store-evaluation.ts';
import { isOver, type Loops } from './told-loops.ts';

/** An account that its loop asks to evaluate. */
export interface EvaluationRequest {
  id: string;
  /** The `seen` of the loop's last answer. Missing at its first evaluation. */
  seen?: SeenEvaluation | undefined;
}

/** What an evaluation works with. */
export interface EvaluationDeps {
  db: Kysely<Database>;
  rulebook: Rulebook;
  /** Business time. */
  now(): Promise<Instant>;
  /** Wall milliseconds until a business moment, or null on a simulated clock. */
  wallWait(at: Instant, now: Instant): number | null;
  /** Queues due effects. A shortcut: the sweep queues what this misses. */
  enqueueDue(accountIds: readonly string[]): Promise<void>;
  /** Wakes loops that were told otherwise. A shortcut too: the sweep repeats it. */
  wake?(accountIds: readonly string[]): Promise<void>;
}

/** Statement timeout in wall milliseconds: an evaluation that waits for a lock fails before its loop gives up on it. */
const STATEMENT_MS = 2000;

/**
 * Evaluates accounts for their loops, each named once, and with them the other accounts of their persons that are due
 * for it. Returns the answers in order, null for an unknown id.
 */
export async function evaluateAccounts(
  deps: EvaluationDeps,
  asked: readonly EvaluationRequest[],
): Promise<(EvaluationAnswer | null)[]> {
  const now = await deps.now();
  const { evaluations, stored } = await evaluateTogether(deps, now, { asked });
  return asked.map(({ id }) => {
    const evaluated = evaluations.get(id);
    return evaluated ? answerFor(evaluated, stored.get(id), deps, now) : null;
  });
}

/**
 * Evaluates accounts in place, as evaluateAccounts does for loops: their loops are not asked and not told. Returns the
 * ids evaluated; an account whose ladder throws is left to its own loop.
 */
export async function evaluateInPlace(deps: EvaluationDeps, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { evaluations } = await evaluateTogether(deps, await deps.now(), { inPlace: ids });
  return new Set(evaluations.keys());
}

/** One transaction; after its commit, due effects are queued and loops that were told otherwise are woken. */
async function evaluateTogether(
  deps: EvaluationDeps,
  now: Instant,
  { asked = [], inPlace = [] }: { asked?: readonly EvaluationRequest[]; inPlace?: readonly string[] },
): Promise<Answers> {
  const asking = new Set(asked.map((request) => request.id));
  const { ids, ...answers } = await inTransaction(deps.db, async (trx) => {
    const limited = sql`, set_config('statement_timeout', ${String(STATEMENT_MS)}, true)`;
    await followRules(trx, deps.rulebook, limited);
    const ids = await lockAccounts(trx, [...asking, ...inPlace], now);
    const loops = { asking, woken: true };
    const evaluated = await evaluateLocked(trx, deps, ids, now, { leaveFailing: inPlace.length > 0, loops });
    await detectOlderDatabase(trx, asked, evaluated.stored);
    return { ...evaluated, ids };
  });
  await crashPoint('looked, not queued');
  await deps.enqueueDue(ids);
  const behind = [...answers.stored].filter(([, { behind }]) => behind).map(([id]) => id);
  if (behind.length > 0) await deps.wake?.(behind);
  return answers;
}

/** What evaluations in one transaction gave, by account. */
interface Answers {
  evaluations: Map<string, Evaluated>;
  stored: Map<string, Stored>;
}

/**
 * Evaluates accounts that are locked. With `leaveFailing`, an account whose ladder throws is left to its own
 * evaluation, which reports it.
 */
export async function evaluateLocked(
  trx: Transaction<Database>,
  deps: Pick<EvaluationDeps, 'rulebook'>,
  ids: readonly string[],
  now: Instant,
  { leaveFailing, loops }: { leaveFailing: boolean; loops: Loops },
): Promise<Answers> {
  const evaluations = new Map<string, Evaluated>();
  const changes: SegmentChange[] = [];
  const loaded = await loadSettled(trx, deps, ids, now);
  const followers = await readFollowers(trx, deps.rulebook, [...loaded.keys()]);
  for (const [id, known] of loaded) {
    try {
      const { facts, decision, change } = decideFollowing(deps.rulebook, known, followers.get(id), now);
      evaluations.set(id, { facts, decision });
      if (change !== null) changes.push(change);
    } catch (error) {
      if (!leaveFailing) throw error;
    }
  }
  await storeSegmentChanges(trx, changes, now);
  const stored = await storeEvaluations(trx, [...evaluations.values()], now, loops);
  const accounts = [...evaluations.values()].map(({ facts }) => facts);
  await hastenReviews(trx, accounts, deps.rulebook, now);
  await followPlans(trx, accounts, now);
  for (const { facts, decision } of evaluations.values()) {
    // Money facts end episodes when they are recorded. This catches any episode left open. An account that is late is
    // clear too until its ladder begins.
    const { episode } = facts;
    if (decision.stage === 'clear' && episode?.curedVersion === null) {
      await endEpisode(trx, facts.accountId, episode.no, facts.version, now);
    }
  }
  return { evaluations, stored };
}

/** The facts of the accounts, after what a date alone changed of their money has been settled. */
async function loadSettled(
  trx: Transaction<Database>,
  { rulebook }: Pick<EvaluationDeps, 'rulebook'>,
  ids: readonly string[],
  now: Instant,
): Promise<Map<string, AccountFacts>> {
  const loaded = await loadFacts(trx, ids, now, rulebook);
  const returned = new Map<string, Instant>();
  for (const [id, facts] of loaded) {
    const at = lastReturnedAt(facts, localDate(now, facts.creditor.zone));
    if (at !== null) returned.set(id, at);
  }
  if (returned.size === 0) return loaded;
  const { rows } = await sql<{ id: string; evaluated_at: Instant | null }>`
    select id, evaluated_at
    from account
    where id = any(${[...returned.keys()]}::uuid[])`.execute(trx);
  const unsettled = rows.filter(({ id, evaluated_at: at }) => at === null || at < (returned.get(id) ?? at));
  if (unsettled.length === 0) return loaded;
  await settleAccounts(trx, new Map(unsettled.map(({ id }) => [id, new Set()])), now);
  return loadFacts(trx, ids, now, rulebook);
}

/**
 * Closes all lanes when a loop knows a newer database: it has already seen this evaluation's number or a later one,
 * another epoch, or an account that is missing here.
 */
async function detectOlderDatabase(
  trx: Transaction<Database>,
  asked: readonly EvaluationRequest[],
  stored: ReadonlyMap<string, Stored>,
): Promise<void> {
  const doubtful = asked.filter(({ id, seen }) => {
    const own = stored.get(id);
    return seen !== undefined && (own === undefined || seen.epoch !== own.epoch || seen.lookNo >= Number(own.lookNo));
  });
  if (doubtful.length === 0) return;
  const epoch = await readEpoch(trx);
  const behind = doubtful.filter(({ seen }) => seen !== undefined && !epoch.past.includes(seen.epoch));
  const [first] = behind;
  if (!first?.seen) return;
  const lookNo = stored.get(first.id)?.lookNo;
  const reason =
    lookNo === undefined
      ? `the loop of account ${first.id} knows an account that the database does not have`
      : `the loop of account ${first.id} has seen look ${first.seen.lookNo}, the database is at ${lookNo - 1n}`;
  await closeEpoch(trx, epoch.epoch, {
    detector: 'evaluation',
    reason,
    named: [...new Set(behind.flatMap(({ seen }) => seen?.epoch ?? []))],
  });
}

function answerFor(
  { facts, decision }: Evaluated,
  stored: Stored | undefined,
  deps: EvaluationDeps,
  now: Instant,
): EvaluationAnswer {
  const { stage, health, nextEvaluationAt } = decision;
  return {
    waitMs: nextEvaluationAt === null ? null : deps.wallWait(nextEvaluationAt, now),
    over: isOver(decision),
    attributes: { creditor: facts.creditor.code, stage, health },
    ...(stored ? { seen: { epoch: stored.epoch, lookNo: Number(stored.lookNo) } } : {}),
  };
}
