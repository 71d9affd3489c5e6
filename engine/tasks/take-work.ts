/**
 * Somebody takes a task: the most important one that may be done right now, or one by its number. For a call the gate
 * is asked again, and nobody else calls the same person meanwhile.
 */
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { lockPersons, tryLockPerson } from '../../db/lock.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import { findWorkLock, forgetWorkLocks, freeWork, lockWork } from '../../db/work-locks.ts';
import { isSamePerson } from '../../domain/act.ts';
import type { Purpose } from '../../domain/channels.ts';
import { Problem } from '../../domain/problems.ts';
import type { ContactAnswer } from '../../domain/reservations.ts';
import type { LawfulRulebook } from '../../domain/rules.ts';
import type { Instant } from '../../domain/time.ts';
import type { Ranked } from '../../domain/worklist/priority.ts';
import { needsOpenEpoch } from '../contacts/reserve-contact.ts';
import { notAllowedNow } from '../facts/accept-fact.ts';
import { followRules } from '../law/follow-rules.ts';
import { judgeCalls, type WaitingCall } from './judge-calls.ts';
import { type Candidate, readWork, type WorkFilter } from './work-candidates.ts';
import { needFree } from './work-locks.ts';

/** Wall minutes for which a task is locked when its taker asks for no other time, and at most. */
export const LOCK_MINUTES = 30;
export const MOST_LOCK_MINUTES = 120;
/** Tasks that are judged together: few, so that each is read by index. */
const BATCH = 3;

export interface WorkDeps {
  db: Kysely<Database>;
  rulebook: LawfulRulebook;
  now: Instant;
}
/** Who takes a task, and for how long. */
export interface Taker {
  as: string;
  minutes: number;
}
/** A task that somebody has. */
export interface Taken {
  no: bigint;
  /** Why it came, in words. */
  because: string[];
  /** Wall time. */
  heldUntil: Instant;
  /** Until when the call may begin, in business time; null for what is no call. */
  callUntil: Instant | null;
}
/** Tasks that came before and may not be done now, by the reason. */
export interface Skipped {
  because: string;
  tasks: number;
}

/** What came of an attempt to take a task. */
type Attempt = { taken: Pick<Taken, 'heldUntil' | 'callUntil'> } | { not: 'busy' | 'gone' } | { held: ContactAnswer };

/**
 * Takes the most important task that may be done right now. Whoever still has a task gets it again, for as long as
 * before. `taken` is null when there is none.
 */
export async function takeNext(
  deps: WorkDeps,
  filter: WorkFilter,
  taker: Taker,
): Promise<{ taken: Taken | null; skipped: Skipped[] }> {
  const own = await ownTask(deps, taker);
  if (own !== null) return { taken: own, skipped: [] };
  const skipped = new Map<string, number>();
  const skip = (because: string) => skipped.set(because, (skipped.get(because) ?? 0) + 1);
  const busy: Ranked<Candidate>[] = [];
  const candidates = await readWork(deps.db, filter, deps.now, { held: false });
  const skippedRows = () => [...skipped].map(([because, tasks]) => ({ because, tasks }));
  const attempt = async (candidate: Ranked<Candidate>, wait: boolean): Promise<Taken | null> => {
    const made = await takeCandidate(deps, candidate, taker, wait);
    if ('taken' in made) return { no: candidate.no, because: candidate.priority.reasons, ...made.taken };
    if ('held' in made) skip(wordsOf(made.held));
    else if (made.not === 'busy') busy.push(candidate);
    return null;
  };
  for (let from = 0; from < candidates.length; from += BATCH) {
    const batch = candidates.slice(from, from + BATCH);
    const judged = await judgeCalls(deps.db, deps.rulebook, batch.flatMap(callOf), deps.now);
    for (const candidate of batch) {
      const answer = judged.get(candidate.no);
      const because =
        whyNotTheirs(candidate, taker.as) ?? (answer && answer.verdict !== 'allow' ? wordsOf(answer) : null);
      if (because !== null) skip(because);
      const taken = because === null ? await attempt(candidate, false) : null;
      if (taken !== null) return { taken, skipped: skippedRows() };
    }
  }
  // Somebody had the person for a moment: an evaluation, or a colleague who took another task.
  for (const candidate of [...busy]) {
    const taken = await attempt(candidate, true);
    if (taken !== null) return { taken, skipped: skippedRows() };
  }
  return { taken: null, skipped: skippedRows() };
}

/** Takes a task by its number. Throws `unknown-task`, `task-ended`, `task-held` or `not-allowed-now`. */
export async function takeTask(deps: WorkDeps, no: bigint, taker: Taker): Promise<Taken> {
  const [candidate] = await readWork(deps.db, { no }, deps.now, { held: true });
  if (candidate === undefined) throw await whyNotOpen(deps.db, no);
  const because = whyNotTheirs(candidate, taker.as);
  if (because !== null)
    throw notAllowedNow(because, 'Somebody else takes it; npx arrears work next --as NAME is another.');
  const made = await takeCandidate(deps, candidate, taker, true);
  if ('taken' in made) return { no, because: candidate.priority.reasons, ...made.taken };
  if ('held' in made)
    throw notAllowedNow(
      wordsOf(made.held),
      made.held.until === null
        ? 'npx arrears work next --as NAME is another task.'
        : `Ask again after ${new Date(made.held.until).toISOString()}; npx arrears work next --as NAME is another task.`,
    );
  await needFree(deps.db, no, taker.as);
  throw await whyNotOpen(deps.db, no);
}

/** Why a task cannot be taken that is not open. */
async function whyNotOpen(db: Kysely<Database>, no: bigint): Promise<Problem> {
  const task = await db.selectFrom('task').select(['state', 'reason']).where('no', '=', no).executeTakeFirst();
  if (task === undefined) return new Problem('unknown-task', { task: String(no) });
  return new Problem('task-ended', { task: String(no), reason: task.reason ?? task.state });
}

/** The open task that somebody has, renewed; null when they have none. */
async function ownTask({ db, now }: WorkDeps, { as, minutes }: Taker): Promise<Taken | null> {
  const { rows } = await sql<{ no: bigint }>`
    select t.no
    from work_lock l
    join task t on t.id = l.task_id
    where lower(l.holder) = lower(${as})
      and l.until_at > clock_timestamp()
      and t.state = 'open'
    order by l.taken_at, t.no
    limit 1`.execute(db);
  const no = rows[0]?.no;
  if (no === undefined) return null;
  const heldUntil = await inTransaction(db, (trx) => lockWork(trx, { no, holder: as, minutes, now }));
  return heldUntil === null ? null : { no, because: ['you have it already'], heldUntil, callUntil: null };
}

/** Prolongs the lock of a task. Throws `unknown-task`, `task-ended` or `task-not-held`. */
export async function keepWork({ db, now }: WorkDeps, no: bigint, { as, minutes }: Taker): Promise<Instant> {
  return inTransaction(db, async (trx) => {
    await needOwn(trx, no, as);
    const until = await lockWork(trx, { no, holder: as, minutes, now });
    if (until === null) throw new Problem('task-not-held', { name: as, task: String(no) });
    return until;
  });
}

/** Gives a task back undone. Throws `unknown-task` or `task-not-held`. */
export async function leaveWork({ db }: WorkDeps, no: bigint, as: string): Promise<void> {
  await inTransaction(db, async (trx) => {
    await needOwn(trx, no, as);
    await freeWork(trx, no);
  });
}

/** A supervisor frees a task that somebody else has; kept as evidence. Throws `unknown-task` or `task-not-held`. */
export async function releaseWork({ db, now }: WorkDeps, no: bigint, as: string, reason: string): Promise<string> {
  return inTransaction(db, async (trx) => {
    const lock = await findWorkLock(trx, no);
    if (lock === null) {
      const task = await trx.selectFrom('task').select('id').where('no', '=', no).executeTakeFirst();
      if (task === undefined) throw new Problem('unknown-task', { task: String(no) });
      throw notAllowedNow(`nobody has task ${no}`, 'npx arrears work team shows who has which.');
    }
    const body = { v: 1, task: Number(no), holder: lock.holder, by: as, reason, at: new Date(now).toISOString() };
    await sql`
      insert into evidence (id, creditor_id, effect_id, what, body)
      select ${uuidv7()}::uuid, creditor_id, effect_id, 'work-released', ${JSON.stringify(body)}::jsonb
      from task
      where no = ${no}`.execute(trx);
    await freeWork(trx, no);
    return lock.holder;
  });
}

async function needOwn(trx: Transaction<Database>, no: bigint, as: string): Promise<void> {
  const lock = await findWorkLock(trx, no);
  if (lock !== null && isSamePerson(lock.holder, as)) return;
  const task = await trx.selectFrom('task').select(['state', 'reason']).where('no', '=', no).executeTakeFirst();
  if (task === undefined || task.state !== 'open') throw await whyNotOpen(trx, no);
  throw new Problem('task-not-held', { name: as, task: String(no) });
}

/** One transaction a task, so that nobody has two persons locked at once. */
function takeCandidate(
  { db, rulebook, now }: WorkDeps,
  candidate: Candidate,
  { as, minutes }: Taker,
  wait: boolean,
): Promise<Attempt> {
  return inTransaction(db, async (trx) => {
    const { personId, no } = candidate;
    const calls = callOf(candidate);
    if (calls.length > 0) await followRules(trx, rulebook);
    if (personId !== null && !(await lockPerson(trx, personId, wait))) return { not: 'busy' };
    const task = await trx.selectFrom('task').select('state').where('no', '=', no).forNoKeyUpdate().executeTakeFirst();
    if (task?.state !== 'open') return { not: 'gone' };
    let callUntil: Instant | null = null;
    if (calls.length > 0) {
      await needsOpenEpoch(trx);
      const answer = (await judgeCalls(trx, rulebook, calls, now)).get(no);
      if (answer === undefined) return { not: 'gone' };
      if (answer.verdict !== 'allow') return { held: answer };
      callUntil = answer.until;
    }
    const heldUntil = await lockWork(trx, { no, holder: as, minutes, now });
    await forgetWorkLocks(trx);
    return heldUntil === null ? { not: 'gone' } : { taken: { heldUntil, callUntil } };
  });
}

async function lockPerson(trx: Transaction<Database>, personId: string, wait: boolean): Promise<boolean> {
  if (!wait) return tryLockPerson(trx, personId);
  await lockPersons(trx, [personId]);
  return true;
}

/** The call that the task is, where it is one. */
function callOf({ no, accountId, personId, call }: Candidate): WaitingCall[] {
  if (call === null || accountId === null || personId === null) return [];
  return [{ no, accountId, personId, ...call, purpose: call.purpose as Purpose }];
}

/** Why a task is for somebody else, in words; null when they may do it. */
function whyNotTheirs({ askedBy, reviewers, complainedOf }: Candidate, as: string): string | null {
  if (askedBy !== null && isSamePerson(askedBy, as)) return 'a second person must do it';
  if (reviewers !== null && !reviewers.some((name) => isSamePerson(name, as))) return 'only a reviewer may do it';
  return complainedOf.some((name) => isSamePerson(name, as)) ? 'you are complained of' : null;
}

const wordsOf = ({ reasons, verdict }: ContactAnswer): string => reasons[0]?.words ?? verdict;
