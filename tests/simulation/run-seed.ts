/** One seed: its people, a year and a half of life and faults, then calm; afterwards everything must be settled. */
import { SHIPPED_RULES } from '../../domain/law/house.ts';
import { lawfulRulebook } from '../../domain/rules.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/time.ts';
import { Agenda } from '../../simulation/agenda.ts';
import { LENDER, RULEBOOK } from '../../stages/rules.ts';
import { fieldVisit } from '../field-visit/stage.ts';
import { SimulatedApi } from './api.ts';
import { Checks, findLosses } from './check.ts';
import { type Plants, SimulatedEngine } from './engine.ts';
import { Faults } from './faults.ts';
import { followPlans } from './follow-plans.ts';
import { FullBook } from './full-book.ts';
import { live } from './life.ts';
import { type Breach, Oracle } from './oracle.ts';
import { SimulatedProvider } from './provider.ts';
import { Random } from './random.ts';
import { work } from './staff.ts';
import type { RecordedAct } from './store.ts';
import { nextMoment } from './sweep.ts';
import { peopleBook, START } from './world.ts';

export interface SeedOptions {
  accounts?: number;
  months?: number;
  plants?: Plants;
  trace?: (words: string) => void;
  /** Called once with the maps at the start. */
  began?: (book: FullBook) => void;
  /** Called for every act over the maps. */
  journal?: (act: RecordedAct) => void;
}
export interface SeedResult {
  seed: number;
  accountYears: number;
  effects: number;
  faults: number;
  duplicates: number;
  losses: Breach[];
  violations: Breach[];
  counts: Map<string, number>;
  /** The maps at the end. */
  book: FullBook;
}
const MONTH_MS = 30.4 * DAY_MS;
/** Time between checks of the maps. The provider's log is checked continuously. */
const CHECK_MS = 5 * DAY_MS;
/** Time at the end in which nothing goes wrong. */
const CALM_MS = 4 * DAY_MS;
/** A rulebook with another valid ladder, which has one more stage. */
const OTHER_RULEBOOK = lawfulRulebook(
  { ...LENDER, ladder: [...LENDER.ladder.slice(0, 3), fieldVisit, ...LENDER.ladder.slice(3)] },
  SHIPPED_RULES,
);

const silent = (): void => {};

export function runSeed(seed: number, options: SeedOptions = {}): SeedResult {
  const { accounts = 20, months = 18, plants = {}, trace, journal } = options;
  const counts = new Map<string, number>();
  const random = new Random(seed);
  const book = new FullBook(RULEBOOK, (name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  book.evaluated = (all, now) => {
    for (const account of all) followPlans(book, account, now);
  };
  const agenda = new Agenda();
  const oracle = new Oracle();
  const faults = new Faults(random, () => book);
  let api: SimulatedApi | null = null;
  const provider = new SimulatedProvider((acceptance) => {
    oracle.observe(acceptance);
    for (const effect of acceptance.claimed.effects) {
      book.changed.add(effect);
      if (effect.stage === 'plan') book.count(`left:plan/${effect.step}`);
    }
    api?.emit(acceptance);
  });
  const engine: SimulatedEngine = new SimulatedEngine(book, agenda, random, faults, provider, oracle, plants, {
    trace: trace ? (words) => trace(`${new Date(engine.now).toISOString()} ${words}`) : silent,
    journal: (act) => journal?.(act),
  });
  engine.now = START;
  peopleBook(book, random, accounts, months);
  options.began?.(book);
  const end = START + months * MONTH_MS;
  api = new SimulatedApi(engine);
  for (const account of book.accounts.values()) live(engine, api, account, end - CALM_MS);
  work(engine, api);
  troubles(engine, end - CALM_MS);
  const checks = new Checks(engine);
  const violations: Breach[] = [];
  const day = () => {
    violations.push(...checks.changed());
    if (engine.now < end && violations.length < 20) engine.after(CHECK_MS, day);
  };
  engine.after(CHECK_MS, day);
  run(engine, end);
  violations.push(...checks.all(), ...oracle.breaches);
  const accountYears = (accounts * months) / 12;
  return {
    seed,
    accountYears,
    effects: book.effects.size,
    faults: faults.total,
    duplicates: provider.duplicates,
    losses: findLosses(engine),
    violations,
    counts,
    book,
  };
}

/** Lives until `end`. */
export function run(engine: SimulatedEngine, end: number): void {
  const { agenda, book } = engine;
  let sweepAt = engine.now;
  while (Math.min(agenda.next, sweepAt) <= end) {
    if (agenda.next <= sweepAt) {
      engine.now = agenda.next;
      agenda.takeFirst()?.();
      sweepAt = Math.min(sweepAt, engine.sweepAt);
    } else {
      engine.now = sweepAt;
      engine.sweep();
      sweepAt = Math.max(nextMoment(book, engine.now), engine.sweepAt);
    }
  }
  engine.now = end;
}

/** Stops everything for a while, deploys another ladder and removes it again; all troubles end at `calmAt`. */
function troubles(engine: SimulatedEngine, calmAt: number): void {
  const { random, faults } = engine;
  const stop = () => {
    if (engine.now >= calmAt) return;
    faults.note('all stopped', [...engine.book.open]);
    for (const worker of engine.lives.keys()) engine.kill(worker);
    engine.downUntil = engine.now + random.whole(MINUTE_MS, random.chance(0.2) ? 4 * DAY_MS : 6 * HOUR_MS);
    engine.after(random.whole(10, 60) * DAY_MS, stop);
  };
  const deploy = () => {
    if (engine.now >= calmAt) return;
    faults.note('another ladder', [...engine.book.open]);
    const rulebook = engine.rulebooks[0] === RULEBOOK ? OTHER_RULEBOOK : RULEBOOK;
    for (const worker of engine.lives.keys())
      engine.after(worker * random.whole(1000, MINUTE_MS), () => {
        engine.kill(worker);
        engine.rulebooks[worker] = rulebook;
      });
    engine.after(random.whole(30, 120) * DAY_MS, deploy);
  };
  engine.after(random.whole(1, 40) * DAY_MS, stop);
  engine.after(random.whole(20, 90) * DAY_MS, deploy);
  engine.agenda.add(calmAt, () => {
    faults.on = false;
    engine.downUntil = engine.now;
  });
}
