/** Runs a portfolio under one strategy or two, and adds up what happened. */
import { createHash } from 'node:crypto';
import { toJson } from '../../domain/contracts/answer.ts';
import type { CreditorFacts } from '../../domain/creditor-facts.ts';
import type { CalendarDate } from '../../domain/time.ts';
import { bucketOf } from '../behaviour/calibration.ts';
import { debtorsOf } from '../behaviour/traits.ts';
import { compareStrategies } from './compare.ts';
import { type Costs, roundSum } from './costs.ts';
import { type AccountFigures, addFigures, contactsOf, costOf, INCIDENTS, moneyIn, noFigures } from './figures.ts';
import { livePerson } from './live.ts';
import { mostWithin, type PersonFigures, pressureOf } from './person-figures.ts';
import { PersonLife } from './person-life.ts';
import { type PortfolioAccount, personsOf } from './portfolio.ts';
import { type Group, ROLL_STATES, type Simulation, type StrategyResult } from './result.ts';
import type { SimulatedStrategy } from './strategy-rules.ts';
import { Timetable } from './timetable.ts';

export interface SimulationOptions {
  input: { name: string; sha256: string };
  accounts: readonly PortfolioAccount[];
  currency: string;
  startsOn: CalendarDate;
  days: number;
  seed: number;
  costs: Costs;
  strategies: readonly SimulatedStrategy[];
  /** Called after each person, with the share of the work that is done. */
  onProgress?: (share: number) => void;
}

const RUN_IN_DAYS = 7;

/** Simulates. The same options give the same answer. */
export function simulate(options: SimulationOptions): Simulation {
  const { input, accounts, currency, startsOn, days, seed, costs, strategies } = options;
  const persons = personsOf(withCosts(accounts, costs));
  const runs = strategies.map((strategy, index) =>
    runStrategy(strategy, persons, options, (share) => options.onProgress?.((index + share) / strategies.length)),
  );
  const [first, second] = runs;
  const simulation = {
    v: 1 as const,
    input: { ...input, accounts: accounts.length, persons: persons.length },
    ...{ currency, startsOn, days, seed, costs },
    strategies: runs.map(({ result }) => result),
    differences: first && second ? compareStrategies(first.persons, second.persons) : null,
  };
  return { ...simulation, digest: createHash('sha256').update(toJson(simulation)).digest('hex') };
}

/** The accounts with the costs of the run, by which budgets of strategies are kept. */
function withCosts(accounts: readonly PortfolioAccount[], costs: Costs): PortfolioAccount[] {
  const known = new Map<CreditorFacts, CreditorFacts>();
  return accounts.map((account) => {
    const creditor = known.get(account.creditor) ?? { ...account.creditor, costs };
    known.set(account.creditor, creditor);
    return { ...account, creditor };
  });
}

interface Run {
  result: StrategyResult;
  persons: PersonFigures[];
}

function runStrategy(
  strategy: SimulatedStrategy,
  persons: readonly (readonly PortfolioAccount[])[],
  { seed, costs, currency, startsOn, days }: SimulationOptions,
  onProgress: (share: number) => void,
): Run {
  const timetable = new Timetable(startsOn, days);
  const sums = new Sums(strategy, days);
  for (const [index, accounts] of persons.entries()) {
    const holdings = accounts.map(({ id, person }) => ({ account: id, person: person.id, language: person.language }));
    const [debtor] = debtorsOf(seed, holdings, roundSum(currency));
    if (debtor === undefined) continue;
    const life = new PersonLife(accounts, { seed, strategy, timetable, costs, debtor });
    livePerson(life, sums);
    sums.add(life);
    onProgress((index + 1) / persons.length);
  }
  return sums.close();
}

const LATENESS = ['nothing overdue', '1 month late', '2 months late', '3 months late', '4 months late and more'];

/** What is kept while persons come and go. */
class Sums {
  private readonly total: AccountFigures = noFigures();
  private decisions = 0;
  private readonly persons: PersonFigures[] = [];
  private readonly groups = { segments: new Map<string, Group>(), lateness: new Map<string, Group>() };
  private readonly money: number[];
  private readonly stages = new Map<string, number[]>();
  private readonly rolls: number[][] = ROLL_STATES.map(() => ROLL_STATES.map(() => 0));

  constructor(
    private readonly strategy: SimulatedStrategy,
    private readonly days: number,
  ) {
    this.money = Array.from({ length: days }, () => 0);
  }

  dayEnded({ day, stages, money }: { day: number; stages: readonly string[]; money: number }): void {
    this.money[day] = (this.money[day] ?? 0) + money;
    const stage = this.furthest(stages);
    const people = this.stages.get(stage) ?? Array.from({ length: this.days }, () => 0);
    this.stages.set(stage, people);
    people[day] = (people[day] ?? 0) + 1;
  }
  rolled(from: number, to: number): void {
    const row = this.rolls[from] as number[];
    row[to] = (row[to] ?? 0) + 1;
  }

  /** Takes over what happened to a person. */
  add(life: PersonLife): void {
    const own = noFigures();
    const named = { segments: new Set<string>(), lateness: new Set<string>() };
    for (const { figures, firstSegment, lateAtStart } of life.accounts) {
      addFigures(own, figures);
      if (firstSegment !== null) this.addTo('segments', firstSegment, figures, named.segments);
      this.addTo('lateness', LATENESS[bucketOf(lateAtStart)] as string, figures, named.lateness);
    }
    this.decisions += life.decisions;
    addFigures(this.total, own);
    this.persons.push({
      person: life.row.id,
      moneyIn: Number(moneyIn(own)),
      cost: Number(costOf(own)),
      contacts: contactsOf(own),
      mostIn7Days: mostWithin(RUN_IN_DAYS, life.contactDays),
      cured: own.cured,
      clear: own.clear,
      incidents: INCIDENTS.reduce((sum, incident) => sum + own.incidents[incident], 0),
    });
  }
  private addTo(kind: 'segments' | 'lateness', name: string, figures: AccountFigures, seen: Set<string>): void {
    const group = this.groups[kind].get(name) ?? { name, persons: 0, figures: noFigures() };
    this.groups[kind].set(name, group);
    if (!seen.has(name)) group.persons += 1;
    seen.add(name);
    addFigures(group.figures, figures);
  }

  private furthest(stages: readonly string[]): string {
    let [furthest = ''] = stages;
    for (const stage of stages) if (this.rankOf(stage) > this.rankOf(furthest)) furthest = stage;
    return furthest;
  }
  private rankOf(stage: string): number {
    return this.strategy.stages.indexOf(stage);
  }

  close(): Run {
    let sum = 0;
    const moneyByDay = this.money.map((minor) => {
      sum += minor;
      return BigInt(sum);
    });
    const result: StrategyResult = {
      strategy: this.strategy.name,
      total: { name: 'all', persons: this.persons.length, figures: this.total },
      decisions: this.decisions,
      segments: [...this.groups.segments.values()],
      lateness: LATENESS.flatMap((name) => this.groups.lateness.get(name) ?? []),
      pressure: pressureOf(this.persons),
      moneyByDay,
      peopleByStage: this.peopleByStage(),
      rolls: this.rolls,
    };
    return { result, persons: this.persons };
  }
  /** Accounts outside the ladder first, then its stages in order, closed accounts last. */
  private peopleByStage(): StrategyResult['peopleByStage'] {
    const place = (stage: string): number => {
      if (stage === 'closed') return Number.POSITIVE_INFINITY;
      if (stage === 'clear') return -2;
      return this.rankOf(stage);
    };
    return [...this.stages]
      .map(([stage, people]) => ({ stage, people }))
      .sort((a, b) => place(a.stage) - place(b.stage) || (a.stage < b.stage ? -1 : 1));
  }
}
