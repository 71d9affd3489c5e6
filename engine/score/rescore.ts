/**
 * Scores accounts again: those with a fact or feature since their last score, and those whose classes time alone may
 * change. Never in the transaction of a fact, an evaluation or a claim. Safe with several workers, and twice.
 */
import { type Kysely, sql } from 'kysely';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { StandingFacts } from '../../domain/facts.ts';
import { type AccountClasses, classesOf } from '../../domain/strategy/classes.ts';
import type { ScoreClass } from '../../domain/strategy/score/axes.ts';
import type { Score } from '../../domain/strategy/score/score.ts';
import { type Instant, startOfDay } from '../../domain/time.ts';
import { askForEvaluation } from '../facts/record-facts.ts';
import { type AccountFeatures, readHeardElsewhere, readNewestFeatures } from './read-behaviour.ts';
import type { Scorer } from './scorer.ts';
import { readHeld, storedHeld, storedModel, storedReasons, storedScore } from './stored-score.ts';

export interface RescoreDeps {
  db: Kysely<Database>;
  now(): Promise<Instant>;
  scorer: Scorer;
}

/** Accounts at once. */
const BATCH = 300;
/** Wall milliseconds after which the rest waits for the next sweep. */
const BUDGET_MS = 1_000;
/** Wall seconds until another worker may take what this worker has taken. */
const TAKEN_SECONDS = 30;

/** Scores due accounts, batch by batch, until none is left or the time is up. Returns how many were stored. */
export async function rescoreDue({ db, now: clock, scorer }: RescoreDeps): Promise<number> {
  const started = performance.now();
  let stored = 0;
  for (;;) {
    const now = await clock();
    const taken = await takeDue(db, now);
    if (taken.length > 0) stored += await rescore(db, taken, scorer, now);
    if (taken.length < BATCH || performance.now() - started > BUDGET_MS) return stored;
  }
}

/** A row that this worker has taken. Moments are Postgres text: they are compared to the microsecond. */
interface Taken {
  account_id: string;
  changed_at: string | null;
  taken_until: string;
  held: unknown;
  ability: ScoreClass;
  willingness: ScoreClass;
  is_first: boolean;
}

/** Takes accounts that are not up to date. What is locked just now is left to the next sweep. */
async function takeDue(db: Kysely<Database>, now: Instant): Promise<Taken[]> {
  const isFree = sql`(taken_until is null or taken_until < clock_timestamp())`;
  const take = (where: ReturnType<typeof sql>, order: ReturnType<typeof sql>, limit: ReturnType<typeof sql>) => sql`
    select account_id
    from account_score
    where ${where}
      and ${isFree}
    order by ${order}
    limit ${limit}
    for no key update skip locked`;
  const { rows } = await sql<Taken>`
    with changed as (${take(sql`changed_at is not null`, sql`changed_at`, sql`${BATCH}`)}),

    again as (${take(
      sql`changed_at is null and again_at <= ${new Date(now)}`,
      sql`again_at`,
      sql`${BATCH} - (select count(*) from changed)`,
    )})

    update account_score s
    set taken_until = clock_timestamp() + make_interval(secs => ${TAKEN_SECONDS})
    from (select account_id from changed union all select account_id from again) due
    where s.account_id = due.account_id
    returning s.account_id, s.changed_at::text as changed_at, s.taken_until::text as taken_until, s.held, s.ability,
      s.willingness, s.scored_at is null as is_first`.execute(db);
  return rows;
}

/** Scores the accounts as they stand now and stores what came of it. Returns how many were stored. */
async function rescore(db: Kysely<Database>, taken: readonly Taken[], scorer: Scorer, now: Instant): Promise<number> {
  const ids = taken.map((row) => row.account_id);
  const accounts = await loadStandingFacts(db, ids);
  const features = await readNewestFeatures(db, ids);
  const heard = await readHeardElsewhere(db, ids, now);
  const errors: unknown[] = [];
  const rowOf = (row: Taken): object[] => {
    const account = accounts.get(row.account_id);
    if (account === undefined) return [];
    if (account.closed) return [{ ...tokenOf(row), closed: true }];
    const known = features.get(row.account_id) ?? null;
    const score = known === null ? null : scorer.scoreOf(known.values);
    const behaviour = { account, heardElsewhereOn: heard.get(row.account_id) ?? null };
    const classes = classesOf(score, behaviour, now, readHeld(row.held));
    return [{ ...tokenOf(row), ...columnsOf(row, { account, known, score, classes, scorer }) }];
  };
  const rows = taken.flatMap((row) => {
    try {
      return rowOf(row);
    } catch (error) {
      // It holds up no other, and is taken again later.
      errors.push(error);
      return [];
    }
  });
  const stored = await store(db, rows, now);
  await evaluateFollowers(
    db,
    stored.flatMap(({ id, changed }) => (changed ? [id] : [])),
  );
  if (errors.length > 0) throw errors[0];
  return stored.length;
}

/** What the stored row must still hold. */
const tokenOf = ({ account_id, changed_at, taken_until }: Taken) => ({
  account_id,
  was_changed_at: changed_at,
  taken_until,
});

/** The columns of an account that was scored. */
function columnsOf(
  before: Taken,
  {
    account,
    known,
    score,
    classes,
    scorer,
  }: {
    account: StandingFacts;
    known: AccountFeatures | null;
    score: Score | null;
    classes: AccountClasses;
    scorer: Scorer;
  },
) {
  const { ability, willingness, held, because, againOn } = classes;
  const isChanged = before.is_first || before.ability !== ability || before.willingness !== willingness;
  return {
    ...{ closed: false, changed: isChanged, ability, willingness },
    ...(score === null ? {} : { model: storedModel(scorer), model_digest: scorer.digest }),
    features_as_of: known?.asOf ?? null,
    ability_points: score?.ability.points ?? null,
    willingness_points: score?.willingness.points ?? null,
    probability: score?.probability ?? null,
    score: storedScore(score),
    held: storedHeld(held),
    because: storedReasons(because),
    again_at: againOn === null ? null : new Date(startOfDay(againOn, account.creditor.zone)).toISOString(),
    ability_before: before.is_first ? null : before.ability,
    willingness_before: before.is_first ? null : before.willingness,
  };
}

/**
 * Stores scores that nobody else has taken meanwhile, and says of which the classes changed. A fact that was recorded
 * meanwhile leaves its row due. A closed account keeps its last score and is scored no more.
 */
async function store(
  db: Kysely<Database>,
  rows: readonly object[],
  now: Instant,
): Promise<{ id: string; changed: boolean }[]> {
  const { rows: stored } = await sql<{ id: string; changed: boolean }>`
    with told as (
      select *
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (
        account_id uuid, was_changed_at timestamptz, taken_until timestamptz, closed bool, changed bool,
        model jsonb, model_digest text, features_as_of date,
        ability_points int, willingness_points int, probability float8, score jsonb, held jsonb, because jsonb,
        ability text, willingness text, ability_before text, willingness_before text,
        again_at timestamptz)),

    mine as (
      select s.account_id
      from account_score s
      join told t on t.account_id = s.account_id and t.taken_until = s.taken_until
      order by s.account_id
      for no key update of s skip locked),

    ended as (
      update account_score s
      set again_at = null, taken_until = null,
        changed_at = case when s.changed_at is distinct from t.was_changed_at then s.changed_at end
      from told t
      where s.account_id = t.account_id
        and t.closed
        and s.account_id in (select account_id from mine)),

    stored as (
      update account_score s
      set model = t.model, model_digest = t.model_digest, features_as_of = t.features_as_of,
        ability_points = t.ability_points, willingness_points = t.willingness_points, probability = t.probability, score = t.score, held = t.held,
        because = t.because, ability = t.ability, willingness = t.willingness,
        scored_at = ${new Date(now)}, again_at = t.again_at, taken_until = null,
        changed_at = case when s.changed_at is distinct from t.was_changed_at then s.changed_at end
      from told t
      where s.account_id = t.account_id
        and not t.closed
        and s.account_id in (select account_id from mine)
      returning s.account_id as id, s.creditor_id),

    written as (
      insert into class_change (account_id, creditor_id, at, ability_before, willingness_before, ability_after,
        willingness_after, because, model_digest)
      select s.id, s.creditor_id, ${new Date(now)}, t.ability_before, t.willingness_before, t.ability, t.willingness,
        t.because, t.model_digest
      from stored s
      join told t on t.account_id = s.id
      where t.changed)

    select s.id, t.changed
    from stored s
    join told t on t.account_id = s.id`.execute(db);
  return stored;
}

/**
 * Has accounts evaluated again whose classes changed and that follow a strategy. Where this is missed, the segment is
 * chosen again within a week (engine/strategy/choose-segments.ts).
 */
async function evaluateFollowers(db: Kysely<Database>, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return;
  await inTransaction(db, async (trx) => {
    const followers = await trx
      .selectFrom('account')
      .select('id')
      .where('id', 'in', accountIds)
      .where('strategy', 'is not', null)
      .where('closed_at', 'is', null)
      .orderBy('id')
      .forNoKeyUpdate()
      .execute();
    if (followers.length > 0)
      await askForEvaluation(
        trx,
        followers.map(({ id }) => id),
      );
  });
}
