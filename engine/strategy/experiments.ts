/** Experiments on accounts: a person starts them and may stop them; what they compare is fixed at the start. */
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { inTransaction } from '../../db/transaction.ts';
import type { Act } from '../../domain/act.ts';
import { maybeMoment, wireMoment } from '../../domain/contracts/answer.ts';
import { type Experiment, LiveExperiment } from '../../domain/contracts/experiment.ts';
import type { ExperimentState, ExperimentView } from '../../domain/contracts/experiment-view.ts';
import { Problem } from '../../domain/problems.ts';
import { answerDay } from '../../domain/strategy/experiment/evaluate.ts';
import { daysOf } from '../../domain/strategy/experiment/person-days.ts';
import { type CalendarDate, type Instant, localDate, type Zone } from '../../domain/time.ts';

/** An experiment as stored, with its creditor. */
export interface StoredExperiment {
  name: string;
  plan: Experiment;
  startedBy: string;
  startedAt: Instant;
  stoppedBy: string | null;
  stoppedAt: Instant | null;
  creditorId: string;
  creditor: string;
  zone: Zone;
  currency: string;
}

const notAllowed = (reason: string, remedy: string) => new Problem('not-allowed-now', { reason, remedy });

/**
 * Starts an experiment on persons who are new to the creditor from now on. Throws `unknown-creditor`, and
 * `not-allowed-now` where another runs there, the name is taken, nobody could enter any more or an arm names a strategy
 * that is not published.
 */
export async function startExperiment(
  db: Kysely<Database>,
  { creditor: code, plan }: { creditor: string; plan: Experiment },
  { now, actor }: Act,
): Promise<void> {
  const { name, entersUntil } = plan;
  await inTransaction(db, async (trx) => {
    const { rows } = await sql<{ id: string; zone: Zone }>`
      select id, zone from creditor where code = ${code} for no key update`.execute(trx);
    const [creditor] = rows;
    if (creditor === undefined) throw new Problem('unknown-creditor', { creditor: code });
    const today = localDate(now, creditor.zone);
    if (entersUntil < today)
      throw notAllowed(`${entersUntil}, its last day of entering, is over`, 'Set entersUntil to a day to come.');
    await refuseSecond(trx, code, today);
    await refuseUnpublished(trx, plan);
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('experiment')
      .values({
        name,
        creditor_id: creditor.id,
        plan: JSON.stringify(plan),
        started_by: actor.name,
        started_at: new Date(now),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows === 0n)
      throw notAllowed(`the name ${name} is taken`, 'Give the file a name of its own: it draws the arms.');
  });
}

/** An experiment runs until the day of its answer, unless it was stopped. */
const runs = ({ plan, stoppedAt }: StoredExperiment, today: CalendarDate): boolean =>
  stoppedAt === null && today < answerDay(plan);

/** The creditor is locked. */
async function refuseSecond(trx: Transaction<Database>, creditor: string, today: CalendarDate): Promise<void> {
  const running = (await readExperiments(trx, { creditor })).find((experiment) => runs(experiment, today));
  if (running === undefined) return;
  throw notAllowed(
    `the experiment ${running.name} of ${creditor} runs until ${answerDay(running.plan)}`,
    `Wait until then, or stop it: npx arrears experiment stop ${running.name} --as NAME`,
  );
}

async function refuseUnpublished(trx: Transaction<Database>, { arms }: Experiment): Promise<void> {
  const ids = arms.flatMap(({ strategy }) => strategy ?? []);
  const { rows } = await sql<{ id: string }>`
    select id
    from strategy_version
    where id = any(${ids}::text[])
      and revision is not null
      and retired_at is null
    order by id
    for share`.execute(trx);
  const published = new Set(rows.map(({ id }) => id));
  const wrong = arms.find(({ strategy }) => typeof strategy === 'string' && !published.has(strategy));
  if (wrong === undefined) return;
  throw notAllowed(
    `arm ${wrong.name} names the strategy ${wrong.strategy}, which is not published, or retired`,
    'Name a published version, or null for the ladder of the code; npx arrears strategy versions shows them.',
  );
}

/**
 * Stops an experiment: nobody enters any more, and who entered stays in their arm. Throws `unknown-experiment`, and
 * `not-allowed-now` where it was stopped or is over. Waits for batches of an import that are under way.
 */
export async function stopExperiment(db: Kysely<Database>, name: string, { now, actor }: Act): Promise<void> {
  await inTransaction(db, async (trx) => {
    await sql`select from experiment where name = ${name} for no key update`.execute(trx);
    const experiment = await readExperiment(trx, name);
    if (!runs(experiment, localDate(now, experiment.zone))) {
      const { stoppedBy, plan } = experiment;
      const reason = stoppedBy === null ? `is over since ${answerDay(plan)}` : `was stopped by ${stoppedBy}`;
      throw notAllowed(`the experiment ${name} ${reason}`, `npx arrears experiment evaluate ${name} shows its answer.`);
    }
    await trx
      .updateTable('experiment')
      .set({ stopped_by: actor.name, stopped_at: new Date(now) })
      .where('name', '=', name)
      .execute();
  });
}

/** Which experiments; what is left out does not filter. */
interface ExperimentFilter {
  readonly name?: string | undefined;
  /** Code of the creditor. */
  readonly creditor?: string | undefined;
}

async function readExperiments(db: Kysely<Database>, filter: ExperimentFilter): Promise<StoredExperiment[]> {
  const { name = null, creditor = null } = filter;
  const { rows } = await sql<StoredExperiment>`
    select x.name, x.plan, x.started_by as "startedBy", x.started_at as "startedAt", x.stopped_by as "stoppedBy",
      x.stopped_at as "stoppedAt", c.id as "creditorId", c.code as creditor, c.zone, c.currency
    from experiment x
    join creditor c on c.id = x.creditor_id
    where (${name}::text is null or x.name = ${name})
      and (${creditor}::text is null or c.code = ${creditor})
    order by x.started_at desc, x.name`.execute(db);
  return rows.map((row) => ({ ...row, plan: LiveExperiment.parse(row.plan) }));
}

/** Throws `unknown-experiment`. */
export async function readExperiment(db: Kysely<Database>, name: string): Promise<StoredExperiment> {
  const [experiment] = await readExperiments(db, { name });
  if (experiment === undefined) throw new Problem('unknown-experiment', { experiment: name });
  return experiment;
}

/** Experiments with how many persons entered, the newest first. */
export async function listExperiments(
  db: Kysely<Database>,
  filter: ExperimentFilter,
  now: Instant,
): Promise<ExperimentView[]> {
  const experiments = await readExperiments(db, filter);
  const retired = await readRetired(db, experiments);
  const views: ExperimentView[] = [];
  for (const experiment of experiments) views.push(await viewOf(db, experiment, retired, now));
  return views;
}

/** Throws `unknown-experiment`. */
export async function showExperiment(db: Kysely<Database>, name: string, now: Instant): Promise<ExperimentView> {
  const experiment = await readExperiment(db, name);
  return viewOf(db, experiment, await readRetired(db, [experiment]), now);
}

/** Ids of the strategies of arms that were retired. */
async function readRetired(
  db: Kysely<Database>,
  experiments: readonly Pick<StoredExperiment, 'plan'>[],
): Promise<ReadonlySet<string>> {
  const ids = experiments.flatMap(({ plan }) => plan.arms.flatMap(({ strategy }) => strategy ?? []));
  const { rows } = await sql<{ id: string }>`
    select id from strategy_version where id = any(${ids}::text[]) and retired_at is not null`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

async function viewOf(
  db: Kysely<Database>,
  { plan, ...experiment }: StoredExperiment,
  retired: ReadonlySet<string>,
  now: Instant,
): Promise<ExperimentView> {
  const { name, creditor, zone, startedBy, startedAt, stoppedBy, stoppedAt } = experiment;
  const today = localDate(now, zone);
  const { rows } = await sql<{ arm: string; enteredOn: CalendarDate; persons: number }>`
    select arm, entered_on as "enteredOn", count(*)::int as persons
    from experiment_person
    where experiment = ${name}
    group by arm, entered_on`.execute(db);
  const arms = plan.arms.map(({ name: arm, strategy }) => {
    const entered = rows.filter((row) => row.arm === arm);
    const measured = entered.filter(({ enteredOn }) => daysOf(plan, enteredOn).through < today);
    const sum = (days: typeof rows) => days.reduce((total, { persons }) => total + persons, 0);
    return { arm, persons: sum(entered), measured: sum(measured), retired: retired.has(strategy ?? '') };
  });
  return {
    ...{ name, creditor, plan, today, startedBy, stoppedBy, arms },
    state: stateOf(plan, stoppedAt, today),
    answerOn: answerDay(plan),
    startedAt: wireMoment(startedAt),
    stoppedAt: maybeMoment(stoppedAt),
    stoppedOn: stoppedAt === null ? null : localDate(stoppedAt, zone),
  };
}

function stateOf(plan: Experiment, stoppedAt: Instant | null, today: CalendarDate): ExperimentState {
  if (stoppedAt !== null) return 'stopped';
  if (today < plan.entersFrom) return 'waits';
  if (today <= plan.entersUntil) return 'enters';
  return today < answerDay(plan) ? 'measures' : 'over';
}
