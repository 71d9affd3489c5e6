/** The strategy with which each new account begins: that of the creditor, of the person's arm, or of the person's others. */
import { sql, type Transaction } from 'kysely';
import { rowsOf } from '../../db/rows.ts';
import type { Database } from '../../db/schema.ts';
import type { Experiment } from '../../domain/contracts/experiment.ts';
import { armOf } from '../../domain/strategy/experiment/assignment.ts';
import type { CalendarDate } from '../../domain/time.ts';
import { strategyForNewAccounts } from './strategy-uses.ts';

/** A creditor of new accounts. `today` is the business date in its zone. */
interface NewAccountsCreditor {
  readonly id: string;
  readonly code: string;
  readonly today: CalendarDate;
}

/** The strategy version, by the creditor's number of the person; null = the ladder of the code. */
export type StrategyOf = (person: string) => string | null;

/**
 * Chooses the strategies of new accounts before they are stored, and enters their persons into the experiment that takes
 * new persons. `persons` maps a creditor's number to a person id; they are locked. Who already has an account with the
 * creditor never enters. While persons enter, and for persons who once did, a new account follows the person's others,
 * unless their strategy was retired.
 */
export async function assignArms(
  trx: Transaction<Database>,
  creditor: NewAccountsCreditor,
  persons: ReadonlyMap<string, string>,
): Promise<StrategyOf> {
  const usual = await strategyForNewAccounts(trx, creditor.id);
  const experiments = await lockExperiments(trx, creditor.id);
  if (experiments.length === 0) return () => usual;
  const entering = experiments.find((experiment) => takesPersons(experiment, creditor.today));
  const known = await readFollowed(trx, [...persons.values()]);
  const strategies = new Map<string, string | null>();
  const entered: { person_id: string; arm: string }[] = [];
  for (const [number, person_id] of persons) {
    const followed = known.get(person_id);
    if (followed !== undefined) {
      if ((entering !== undefined || followed.entered) && !followed.retired) strategies.set(number, followed.strategy);
    } else if (entering !== undefined) {
      const arm = armOf(entering.plan, creditor.code, number);
      strategies.set(number, entering.plan.arms.find(({ name }) => name === arm)?.strategy ?? null);
      entered.push({ person_id, arm });
    }
  }
  if (entering !== undefined) await storeEntered(trx, creditor, entering.plan.name, entered);
  return (person) => (strategies.has(person) ? (strategies.get(person) ?? null) : usual);
}

interface KnownExperiment {
  plan: Experiment;
  stopped: boolean;
  /** The strategy of an arm was retired: with one arm missing nothing could be compared. */
  retired: boolean;
}

/** Whether new persons enter on a day. */
const takesPersons = ({ plan, stopped, retired }: KnownExperiment, on: CalendarDate): boolean =>
  !stopped && !retired && on >= plan.entersFrom && on <= plan.entersUntil;

/** The experiments of a creditor; who stops one waits for the transaction. */
async function lockExperiments(trx: Transaction<Database>, creditorId: string): Promise<KnownExperiment[]> {
  const { rows } = await sql<KnownExperiment>`
    select x.plan, x.stopped_at is not null as stopped,
      exists (
        select
        from jsonb_array_elements(x.plan->'arms') arm
        join strategy_version v on v.id = arm->>'strategy'
        where v.retired_at is not null) as retired
    from experiment x
    where x.creditor_id = ${creditorId}::uuid
    order by x.name
    for share of x`.execute(trx);
  return rows;
}

interface Followed {
  person: string;
  strategy: string | null;
  retired: boolean;
  /** The person is in an arm. */
  entered: boolean;
}

/** What the newest account of each person follows, an open one before a closed one; only persons with an account. */
async function readFollowed(
  trx: Transaction<Database>,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, Followed>> {
  const { rows } = await sql<Followed>`
    select distinct on (ap.person_id) ap.person_id as person, a.strategy, v.retired_at is not null as retired,
      ep.person_id is not null as entered
    from account_person ap
    join account a on a.id = ap.account_id
    left join strategy_version v on v.id = a.strategy
    left join experiment_person ep on ep.person_id = ap.person_id
    where ap.person_id = any(${[...personIds]}::uuid[])
      and ap.role = 'debtor'
    order by ap.person_id, a.closed_at is not null, a.id desc`.execute(trx);
  return new Map(rows.map((row) => [row.person, row]));
}

async function storeEntered(
  trx: Transaction<Database>,
  { id, today }: NewAccountsCreditor,
  experiment: string,
  entered: readonly { person_id: string; arm: string }[],
): Promise<void> {
  if (entered.length === 0) return;
  await sql`
    insert into experiment_person (person_id, creditor_id, experiment, arm, entered_on)
    select r.person_id, ${id}::uuid, ${experiment}, r.arm, ${today}::date
    from ${rowsOf(entered, { person_id: 'uuid', arm: 'text' })}
    on conflict do nothing`.execute(trx);
}
