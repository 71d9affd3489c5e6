/** Reads the score and the classes of an account, with what led to them. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { maybeMoment, wireMoment } from '../../domain/contracts/answer.ts';
import type { ScoreView } from '../../domain/contracts/score-view.ts';
import type { StoryView } from '../../domain/contracts/story-view.ts';
import type { ClassReason } from '../../domain/strategy/classes.ts';
import type { ScoreClass } from '../../domain/strategy/score/axes.ts';
import type { Instant } from '../../domain/time.ts';
import { findAccount } from '../facts/find-subject.ts';
import { readModel, readReasons, readStoredScore } from './stored-score.ts';

/** The classes in force of an account; null when it was never scored. */
export async function readClasses(db: Kysely<Database>, accountId: string): Promise<StoryView['classes']> {
  const row = await db
    .selectFrom('account_score')
    .select(['ability', 'willingness'])
    .where('account_id', '=', accountId)
    .where('scored_at', 'is not', null)
    .executeTakeFirst();
  return row ?? null;
}

/** The score of `creditor/number` (or a bare number). Throws `unknown-account`, `ambiguous-account`. */
export async function readScore(db: Kysely<Database>, name: string): Promise<ScoreView> {
  const subject = await findAccount(db, name);
  const { closed } = await db
    .selectFrom('account')
    .select((eb) => eb('closed_at', 'is not', null).as('closed'))
    .where('id', '=', subject.accountId)
    .executeTakeFirstOrThrow();
  const score = await scoreOfAccount(db, subject.accountId);
  return { ...score, closed: Boolean(closed), account: subject.name, zone: subject.zone };
}

/** What is stored of the account's score; all empty for an account that was never scored. */
async function scoreOfAccount(
  db: Kysely<Database>,
  accountId: string,
): Promise<Omit<ScoreView, 'account' | 'zone' | 'closed'>> {
  const row = await db.selectFrom('account_score').selectAll().where('account_id', '=', accountId).executeTakeFirst();
  const { reasons, missing } = readStoredScore(row?.score ?? null);
  const because = readReasons(row?.because ?? null);
  const model = readModel(row?.model ?? null, row?.model_digest ?? null);
  return {
    ability: { class: row?.ability ?? 'unknown', points: row?.ability_points ?? null },
    willingness: { class: row?.willingness ?? 'unknown', points: row?.willingness_points ?? null },
    probability: row?.probability ?? null,
    reasons: reasons.map((reason) => ({ ...reason, words: { ...reason.words } })),
    missing: [...missing],
    because: becauseView(because),
    model: model && { ...model, caution: { ...model.caution } },
    featuresAsOf: row?.features_as_of ?? null,
    scoredAt: maybeMoment(row?.scored_at ?? null),
    isDue: row !== undefined && row.changed_at !== null,
    contested: because.some(({ code }) => code === 'contested'),
    changes: await readChanges(db, accountId),
  };
}

const becauseView = (because: readonly ClassReason[]): ScoreView['because'] =>
  because.map(({ code, axis, words }) => ({ code, axis, words: { ...words } }));

async function readChanges(db: Kysely<Database>, accountId: string): Promise<ScoreView['changes']> {
  const { rows } = await sql<{
    at: Instant;
    ability_before: ScoreClass | null;
    willingness_before: ScoreClass | null;
    ability_after: ScoreClass;
    willingness_after: ScoreClass;
    because: unknown;
  }>`
    select at, ability_before, willingness_before, ability_after, willingness_after, because
    from class_change
    where account_id = ${accountId}::uuid
    order by no`.execute(db);
  return rows.map((row) => ({
    at: wireMoment(row.at),
    before:
      row.ability_before === null || row.willingness_before === null
        ? null
        : { ability: row.ability_before, willingness: row.willingness_before },
    after: { ability: row.ability_after, willingness: row.willingness_after },
    because: becauseView(readReasons(row.because)),
  }));
}
