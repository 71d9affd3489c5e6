/**
 * What an experiment has shown: nothing before the day that was fixed beforehand, then a verdict for each challenger.
 * Looking sooner and stopping when it looks well would declare winners on noise.
 */
import { type Experiment, METRICS, type Metric } from '../../contracts/experiment.ts';
import { hash32 } from '../../hash.ts';
import { addDays, type CalendarDate } from '../../time.ts';
import { armOf } from './assignment.ts';
import { adjusted, compare, type Difference } from './compare.ts';

/** False alarms that are accepted: one in twenty experiments without a difference. */
const FALSE_ALARMS = 0.05;
/**
 * Standard deviations by which the persons of an arm may differ from its share. Beyond, outcomes of one arm are missing
 * more often than of the other, and any difference may be theirs.
 */
const MOST_DEVIATIONS = 4;
/** Persons of each arm in a segment; smaller segments are counted and not compared. */
const LEAST_OF_SEGMENT = 30;

/** Whether more of it is better for the lender and the persons. */
const IS_GOOD: Readonly<Record<Metric, boolean>> = { money: true, contacts: false, complaints: false };

/** What happened to one person within the horizon. Money is units of one currency. */
export interface PersonOutcome extends Readonly<Record<Metric, number>> {
  readonly creditor: string;
  readonly person: string;
  readonly enteredOn: CalendarDate;
  readonly segment: string;
}

/** Persons of an arm who entered. */
export interface ArmCount {
  readonly arm: string;
  readonly persons: number;
}

/**
 * `better`, `worse`: by the primary metric. `harmful`: better by it, and worse by another. `no-difference-shown`: none
 * that chance alone would not make in one experiment of twenty.
 */
export type Verdict = 'better' | 'worse' | 'harmful' | 'no-difference-shown';

/** A challenger beside the champion. */
export interface Comparison {
  readonly arm: string;
  readonly verdict: Verdict;
  readonly metrics: Readonly<Record<Metric, Difference>>;
  /** Chance of the primary metric, with all challengers considered. */
  readonly chance: number;
  /** Other metrics by which it is worse. */
  readonly harms: readonly Metric[];
}

/** The primary metric in one segment. It never makes a winner. */
export interface SegmentComparison extends Difference {
  readonly segment: string;
  readonly arm: string;
  readonly persons: number;
  /** Chance with all segments and challengers considered. */
  readonly chanceAmongAll: number;
}

/** What an experiment has shown by a day. */
export interface ExperimentAnswer {
  readonly arms: readonly ArmCount[];
  /** The day of the answer: the last person's days are over. */
  readonly answerOn: CalendarDate;
  /**
   * Nothing is compared before the day of the answer (`running`), or ever when an arm lacks persons (`too-few`) or the
   * arms do not have their shares of them (`lopsided`).
   */
  readonly state: 'running' | 'too-few' | 'lopsided' | 'over';
  /** Empty unless it is over. */
  readonly comparisons: readonly Comparison[];
  readonly segments: readonly SegmentComparison[];
  /** The challenger that is better and harms nobody, the best by the primary metric; null when none is. */
  readonly winner: string | null;
}

/** Who stopped an experiment on accounts, and on which day. */
export interface Stopped {
  readonly by: string;
  readonly on: CalendarDate;
}

/** What an experiment on accounts has shown by a day. */
export interface LiveAnswer extends ExperimentAnswer {
  /** `early`: before the last day of entering was over. The stop may have followed what was seen: there is no winner. */
  readonly stopped: (Stopped & { readonly early: boolean }) | null;
}

type ByArm = ReadonlyMap<string, readonly PersonOutcome[]>;

/** The day on which the days of the last person are over, and the experiment is evaluated. */
export const answerDay = ({ entersUntil, horizonDays }: Experiment): CalendarDate => addDays(entersUntil, horizonDays);

/** Evaluates outcomes, one a person, on a day. Who entered before or after the days of entering does not count. */
export function evaluateExperiment(
  experiment: Experiment,
  outcomes: readonly PersonOutcome[],
  on: CalendarDate,
): ExperimentAnswer {
  const { entersFrom, entersUntil } = experiment;
  const persons = byArm(
    experiment,
    outcomes.filter(({ enteredOn }) => enteredOn >= entersFrom && enteredOn <= entersUntil && enteredOn <= on),
  );
  const arms = experiment.arms.map(({ name }) => ({ arm: name, persons: persons.get(name)?.length ?? 0 }));
  const answerOn = answerDay(experiment);
  const state = stateOf(experiment, arms, on < answerOn);
  if (state !== 'over') return { arms, answerOn, state, comparisons: [], segments: [], winner: null };
  const comparisons = compareArms(experiment, persons);
  return {
    arms,
    answerOn,
    state,
    comparisons,
    segments: compareSegments(experiment, persons),
    winner: winnerOf(experiment, comparisons),
  };
}

/** Evaluates outcomes on a day as `evaluateExperiment`; an experiment that was stopped early never has a winner. */
export function evaluateLive(
  experiment: Experiment,
  outcomes: readonly PersonOutcome[],
  on: CalendarDate,
  stop: Stopped | null,
): LiveAnswer {
  const answer = evaluateExperiment(experiment, outcomes, on);
  if (stop === null) return { ...answer, stopped: null };
  const early = stop.on <= experiment.entersUntil;
  return { ...answer, winner: early ? null : answer.winner, stopped: { ...stop, early } };
}

function stateOf(experiment: Experiment, arms: readonly ArmCount[], early: boolean): ExperimentAnswer['state'] {
  if (early) return 'running';
  if (arms.some(({ persons }) => persons < experiment.minimumPersons)) return 'too-few';
  const all = arms.reduce((sum, { persons }) => sum + persons, 0);
  const isOff = ({ share }: Experiment['arms'][number], at: number): boolean =>
    Math.abs((arms[at] as ArmCount).persons - all * share) > MOST_DEVIATIONS * Math.sqrt(all * share * (1 - share));
  return experiment.arms.some(isOff) ? 'lopsided' : 'over';
}

function byArm(experiment: Experiment, outcomes: readonly PersonOutcome[]): ByArm {
  const groups = new Map<string, PersonOutcome[]>(experiment.arms.map(({ name }) => [name, []]));
  for (const outcome of outcomes) groups.get(armOf(experiment, outcome.creditor, outcome.person))?.push(outcome);
  return groups;
}

/** Draws of one experiment are the same in every run, and another for each question. */
const seedOf = ({ name }: Experiment, ...question: string[]): number => hash32([name, ...question].join('\n')) | 0;

function differenceOf(
  experiment: Experiment,
  metric: Metric,
  [champion, challenger]: readonly [readonly PersonOutcome[], readonly PersonOutcome[]],
  question: string,
): Difference {
  const values = (persons: readonly PersonOutcome[]) => persons.map((person) => person[metric]);
  return compare(values(champion), values(challenger), seedOf(experiment, metric, question));
}

const isWorse = (metric: Metric, { difference }: Difference): boolean => difference > 0 !== IS_GOOD[metric];

function compareArms(experiment: Experiment, persons: ByArm): Comparison[] {
  const [champion, ...challengers] = experiment.arms.map(({ name }) => name);
  const base = persons.get(champion as string) ?? [];
  const compared = challengers.map((arm) => {
    const pair = [base, persons.get(arm) ?? []] as const;
    const differences = METRICS.map((metric) => [metric, differenceOf(experiment, metric, pair, arm)] as const);
    return { arm, metrics: Object.fromEntries(differences) as Record<Metric, Difference> };
  });
  const chances = adjusted(compared.map(({ metrics }) => metrics[experiment.primary].chance));
  return compared.map(({ arm, metrics }, at) => {
    const chance = chances[at] as number;
    // A harm is looked for without mercy: its chance is not raised for the number of questions.
    const harms = METRICS.filter(
      (metric) =>
        metric !== experiment.primary && metrics[metric].chance <= FALSE_ALARMS && isWorse(metric, metrics[metric]),
    );
    return { arm, metrics, chance, harms, verdict: verdictOf(experiment, metrics, chance, harms) };
  });
}

function verdictOf(
  { primary }: Experiment,
  metrics: Readonly<Record<Metric, Difference>>,
  chance: number,
  harms: readonly Metric[],
): Verdict {
  if (chance > FALSE_ALARMS) return 'no-difference-shown';
  if (isWorse(primary, metrics[primary])) return 'worse';
  return harms.length > 0 ? 'harmful' : 'better';
}

function winnerOf({ primary }: Experiment, comparisons: readonly Comparison[]): string | null {
  const gain = ({ metrics }: Comparison): number => metrics[primary].difference * (IS_GOOD[primary] ? 1 : -1);
  const better = comparisons.filter(({ verdict }) => verdict === 'better').sort((a, b) => gain(b) - gain(a));
  return better[0]?.arm ?? null;
}

function compareSegments(experiment: Experiment, persons: ByArm): SegmentComparison[] {
  const [champion, ...challengers] = experiment.arms.map(({ name }) => name);
  const names = [...new Set([...persons.values()].flatMap((group) => group.map(({ segment }) => segment)))].sort();
  const within = (arm: string, segment: string) =>
    (persons.get(arm) ?? []).filter((person) => person.segment === segment);
  const compared = names.flatMap((segment) =>
    challengers.flatMap((arm) => {
      const pair = [within(champion as string, segment), within(arm, segment)] as const;
      if (pair.some((group) => group.length < LEAST_OF_SEGMENT)) return [];
      const difference = differenceOf(experiment, experiment.primary, pair, `${arm}\n${segment}`);
      return [{ segment, arm, persons: pair[0].length + pair[1].length, ...difference }];
    }),
  );
  const chances = adjusted(compared.map(({ chance }) => chance));
  return compared.map((comparison, at) => ({ ...comparison, chanceAmongAll: chances[at] as number }));
}
