/** Outcomes of an experiment on accounts: what happened to each person whose days are over, read from the facts. */
import { type Kysely, sql } from 'kysely';
import { readContacts } from '../../db/load-contacts.ts';
import { loadStandingFacts } from '../../db/load-facts.ts';
import type { Database } from '../../db/schema.ts';
import { inSnapshot } from '../../db/transaction.ts';
import type { ExperimentOutcomeView } from '../../domain/contracts/experiment-view.ts';
import type { StandingFacts } from '../../domain/facts.ts';
import { groupBy } from '../../domain/group.ts';
import { plainAmount } from '../../domain/money.ts';
import type { FollowedStrategies } from '../../domain/rules.ts';
import { daysOf, divideAlike, happenedWithin } from '../../domain/strategy/experiment/person-days.ts';
import { addDays, type CalendarDate, type Instant, localDate, startOfDay } from '../../domain/time.ts';
import { readExperiment, type StoredExperiment } from './experiments.ts';

/** The segment of everybody, where the arms do not divide accounts alike. */
const ALL = 'all';
/** The segment of a person whose accounts never came to one. */
const NO_SEGMENT = 'none';

/** A part of the outcomes, in the order of the persons' numbers. */
interface OutcomePage {
  /** The creditor's number of the last person of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

interface EnteredRow {
  id: string;
  number: string;
  enteredOn: CalendarDate;
  accounts: string[];
  /** Of the first evaluation. */
  segment: string | null;
}

/** Outcomes of the persons whose days are over, one a person. Throws `unknown-experiment`. */
export function readOutcomes(
  db: Kysely<Database>,
  strategies: FollowedStrategies,
  { name, ...page }: OutcomePage & { name: string },
  now: Instant,
): Promise<ExperimentOutcomeView[]> {
  return inSnapshot(db, async (snapshot) => {
    const experiment = await readExperiment(snapshot, name);
    const { plan, creditor, zone, currency } = experiment;
    const persons = await readMeasured(snapshot, experiment, page, now);
    const [first] = persons.map(({ enteredOn }) => enteredOn).sort();
    if (first === undefined) return [];
    const accounts = await loadStandingFacts(
      snapshot,
      persons.flatMap((person) => person.accounts),
    );
    const ids = persons.map(({ id }) => id);
    const contacts = await readContacts(snapshot, ids, { since: startOfDay(first, zone), now });
    const arms = plan.arms.map(({ strategy }) => (strategy ? (strategies.named(strategy) ?? null) : null));
    const alike = divideAlike(arms);
    const byPerson = groupBy([...accounts.values()], ({ person }) => person.id);
    return persons.flatMap(({ id, number, enteredOn, segment }) => {
      const [own, ...others] = byPerson.get(id) ?? ([] as StandingFacts[]);
      if (own === undefined) return [];
      const person = { accounts: [own, ...others] as const, contacts: contacts.get(id) ?? [] };
      const { money, ...counts } = happenedWithin(person, daysOf(plan, enteredOn));
      return {
        ...{ creditor, person: number, entered: enteredOn },
        segment: alike ? (segment ?? NO_SEGMENT) : ALL,
        money: plainAmount(money, currency),
        ...counts,
      };
    });
  });
}

async function readMeasured(
  db: Kysely<Database>,
  { name, plan, zone }: StoredExperiment,
  { after = '', limit }: OutcomePage,
  now: Instant,
): Promise<EnteredRow[]> {
  const { rows } = await sql<EnteredRow>`
    with measured as (
      select p.id, p.number, ep.entered_on as "enteredOn"
      from experiment_person ep
      join person p on p.id = ep.person_id
      where ep.experiment = ${name}
        and ep.entered_on <= ${addDays(localDate(now, zone), -plan.horizonDays)}
        and p.number > ${after}
      order by p.number
      limit ${limit})

    select m.*, own.accounts,
      (
        select sc.segment_after
        from segment_change sc
        where sc.account_id = any(own.accounts::uuid[])
        order by sc.no
        limit 1) as segment
    from measured m
    cross join lateral (
      select array_agg(ap.account_id::text order by ap.account_id) as accounts
      from account_person ap
      where ap.person_id = m.id
        and ap.role = 'debtor') own
    order by m.number`.execute(db);
  return rows;
}
