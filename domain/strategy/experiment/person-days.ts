/** What happened to a person of an experiment on accounts within the days that count: the metrics, from the facts. */
import type { Metric } from '../../contracts/experiment.ts';
import type { PersonFactKind, StandingFacts } from '../../facts.ts';
import { factsOf } from '../../facts-of.ts';
import { paidOf } from '../../money/entries.ts';
import { positionOf } from '../../money/position.ts';
import type { PastContact } from '../../past-contact.ts';
import { addDays, type CalendarDate, localDate } from '../../time.ts';
import type { Strategy } from '../strategy.ts';

/** Facts about a person that count as complaints beside disputes: the person wants no contact, or suffers from it. */
const COMPLAINTS: ReadonlySet<PersonFactKind> = new Set(['stop', 'cease', 'distress', 'complaint']);

/** The days of a person that count, both included, in the zone of the creditor. */
export interface PersonDays {
  readonly from: CalendarDate;
  readonly through: CalendarDate;
}

/** The days of a person who entered on a day. */
export const daysOf = ({ horizonDays }: { horizonDays: number }, enteredOn: CalendarDate): PersonDays => ({
  from: enteredOn,
  through: addDays(enteredOn, horizonDays - 1),
});

/** A person with all their accounts at the creditor, at least one, and the contacts with them. */
export interface TestedPerson {
  readonly accounts: readonly [StandingFacts, ...StandingFacts[]];
  readonly contacts: readonly PastContact[];
}

/**
 * The metrics of a person. Money is minor units, as the position at the end of the last day has it: what came in or was
 * taken back later does not count.
 */
export function happenedWithin(
  { accounts, contacts }: TestedPerson,
  days: PersonDays,
): Record<Exclude<Metric, 'money'>, number> & { money: bigint } {
  const [{ creditor, person }] = accounts;
  const isWithin = (at: number): boolean => isAmong(days, localDate(at, creditor.zone));
  const disputes = accounts.flatMap(({ facts }) => factsOf(facts, 'dispute'));
  const others = person.facts.filter(({ kind }) => COMPLAINTS.has(kind));
  return {
    money: accounts.reduce((sum, account) => sum + moneyWithin(account, days), 0n),
    contacts: contacts.filter(({ at }) => isWithin(at)).length,
    complaints: [...disputes, ...others].filter(({ occurredAt }) => isWithin(occurredAt)).length,
  };
}

const isAmong = ({ from, through }: PersonDays, on: CalendarDate): boolean => on >= from && on <= through;

const moneyWithin = (account: StandingFacts, days: PersonDays): bigint =>
  paidOf(positionOf(account, days.through).entries.filter(({ on }) => isAmong(days, on)));

/**
 * Whether strategies divide accounts alike, by the same conditions under the same names. Only then are their segments
 * those of persons before any arm has treated them; null, the ladder of the code, has none.
 */
export function divideAlike(strategies: readonly (Pick<Strategy, 'segments'> | null)[]): boolean {
  const divisions = strategies.map((strategy) =>
    strategy === null ? null : JSON.stringify(strategy.segments.map(({ name, when }) => [name, when])),
  );
  return divisions[0] !== null && new Set(divisions).size === 1;
}
