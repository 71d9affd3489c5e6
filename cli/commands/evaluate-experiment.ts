/** `arrears experiment [size|assign|evaluate]`: experiments by files. Nothing of Arrears needs to run. */
import { z } from 'zod';
import { Experiment, METRICS, type Metric } from '../../domain/contracts/experiment.ts';
import { OUTCOME_COLUMNS, OutcomeRow, outcomeOf } from '../../domain/contracts/experiment-outcome.ts';
import { count } from '../../domain/count.ts';
import { armOf } from '../../domain/strategy/experiment/assignment.ts';
import type { Difference } from '../../domain/strategy/experiment/compare.ts';
import {
  answerDay,
  type Comparison,
  type ExperimentAnswer,
  evaluateExperiment,
  type PersonOutcome,
} from '../../domain/strategy/experiment/evaluate.ts';
import { personsForMean, personsForShare } from '../../domain/strategy/experiment/sample-size.ts';
import { readCsvRows } from '../csv-file.ts';
import { EXIT, Fault, UsageFault } from '../fault.ts';
import { readDate, today } from '../input.ts';
import { faultsIn, fieldOf, readJson, refuseFile } from '../json-file.ts';
import { answer, type OutputOptions, pairs, table } from '../print.ts';

const REMEDY = 'Correct it; docs/experiments.md describes it.';
const UNDONE = 'Correct it; nothing was compared. docs/experiments.md describes the file.';

export async function showExperiment(path: string, options: OutputOptions): Promise<void> {
  const experiment = readExperiment(path);
  const answerOn = answerDay(experiment);
  const { name, arms, primary, entersFrom, entersUntil, horizonDays, minimumPersons } = experiment;
  answer(options, { ...experiment, answerOn }, () =>
    pairs([
      ['experiment', name],
      ['arms', arms.map((arm) => `${arm.name} ${number(arm.share * 100)} %`).join(', ')],
      ['decides', primary],
      ['persons enter', `${entersFrom} to ${entersUntil}, at least ${minimumPersons} in each arm`],
      ['answer on', `${answerOn}, when the ${horizonDays} days of the last are over`],
    ]),
  );
}

interface SizeOptions extends OutputOptions {
  difference?: number;
  rate?: number;
  deviation?: number;
}

export async function sizeExperiment({ difference, rate, deviation, ...options }: SizeOptions): Promise<void> {
  if (difference === undefined)
    throw new UsageFault(
      '--difference is missing.',
      'Give the difference that is to be found, such as --difference 0.05.',
    );
  if ((rate === undefined) === (deviation === undefined))
    throw new UsageFault(
      'Either --rate or --deviation is needed.',
      'Give --rate for a share, --deviation for an amount.',
    );
  if (rate !== undefined && rate + difference >= 1)
    throw new UsageFault(
      'The rate and the difference add up to 1 or more.',
      'Give shares, such as --rate 0.3 --difference 0.05.',
    );
  const persons = rate === undefined ? personsForMean(deviation ?? 0, difference) : personsForShare(rate, difference);
  answer(
    options,
    { persons },
    () =>
      `${count(persons, 'person')} in each arm: then a difference of ${difference} is found in four of five experiments\n` +
      'in which it is there; of twenty experiments without any difference, one shows a difference all the same.',
  );
}

/** The experiment of a file. Throws a Fault that names the field, by the contract of files or that of accounts. */
export function readExperiment(path: string, contract: z.ZodType<Experiment> = Experiment): Experiment {
  const value = readJson(path, 'The file of the experiment', REMEDY);
  const faults = faultsIn(contract, value);
  if (faults.length > 0) refuseFile(faults, (pointer) => `Experiment, field ${fieldOf(pointer)}`, REMEDY);
  return contract.parse(value);
}

const PersonRow = z.strictObject({ creditor: OutcomeRow.shape.creditor, person: OutcomeRow.shape.person });

export async function assignPersons(path: string, personsPath: string, options: OutputOptions): Promise<void> {
  const experiment = readExperiment(path);
  const columns = Object.keys(PersonRow.shape);
  const rows = readCsvRows(personsPath, {
    columns,
    row: PersonRow,
    what: 'The file of persons',
    undone: 'Correct it; nobody was assigned. docs/experiments.md describes the file.',
  });
  const assigned = rows.map(({ row }) => ({ ...row, arm: armOf(experiment, row.creditor, row.person) }));
  answer(options, assigned, () =>
    ['creditor,person,arm', ...assigned.map(({ creditor, person, arm }) => `${creditor},${person},${arm}`)].join('\n'),
  );
}

interface EvaluateOptions extends OutputOptions {
  on?: string;
}

/** Answers 1 where nothing is compared. */
export async function evaluateOutcomes(path: string, outcomesPath: string, options: EvaluateOptions): Promise<number> {
  const on = options.on === undefined ? today() : readDate(options.on, '--on');
  if (on > today()) throw new UsageFault('--on lies in the future.', 'Outcomes speak of a day that has come.');
  const experiment = readExperiment(path);
  const result = evaluateExperiment(experiment, readOutcomes(outcomesPath), on);
  answer(options, result, () => resultText(experiment, result));
  return result.state === 'over' ? EXIT.done : EXIT.notDone;
}

/** One outcome a person: told twice, nobody knows which is true. */
function readOutcomes(path: string): PersonOutcome[] {
  const rows = readCsvRows(path, {
    columns: OUTCOME_COLUMNS,
    row: OutcomeRow,
    what: 'The file of outcomes',
    undone: UNDONE,
  });
  const first = new Map<string, number>();
  for (const { number, row } of rows) {
    const name = `${row.creditor}/${row.person}`;
    const before = first.get(name);
    if (before !== undefined)
      throw new Fault(
        'file-refused',
        `Rows ${before} and ${number} tell the outcome of one person.`,
        'Add them up to one row.',
      );
    first.set(name, number);
  }
  return rows.map(({ row }) => outcomeOf(row));
}

const STATES: Readonly<Record<Exclude<ExperimentAnswer['state'], 'over'>, string>> = {
  running: 'Nothing is compared before that day: a look in between finds winners that are none.',
  'too-few': 'An arm has too few persons, so nothing is compared. Plan another experiment, for longer.',
  lopsided:
    'The arms do not have their shares of the persons, so nothing is compared: find out whose outcomes are missing.',
};
const VERDICTS: Readonly<Record<Comparison['verdict'], string>> = {
  better: 'is better',
  worse: 'is worse',
  harmful: 'does more harm',
  'no-difference-shown': 'no difference shown',
};

/** An answer in words: persons and day, then each comparison and the winner, or why nothing is compared. */
export function resultText(experiment: Experiment, result: ExperimentAnswer): string {
  const persons = result.arms.map(({ arm, persons: number }) => `${arm} ${number}`).join(', ');
  const { name, minimumPersons } = experiment;
  const head = `${name}: persons ${persons}; at least ${minimumPersons} each; answer on ${result.answerOn}`;
  if (result.state !== 'over') return [head, STATES[result.state]].join('\n');
  const champion = experiment.arms[0]?.name ?? '';
  return [
    head,
    ...result.comparisons.map((comparison) => comparisonText(experiment, champion, comparison)),
    ...segmentsText(result),
    result.winner === null ? 'No winner.' : `Winner: ${result.winner}.`,
  ].join('\n\n');
}

const number = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: 2 });
const signed = (value: number): string => `${value > 0 ? '+' : ''}${number(value)}`;
const range = ({ from, to }: Difference): string => `${signed(from)} to ${signed(to)}`;

function comparisonText(
  { primary }: Experiment,
  champion: string,
  { arm, metrics, chance, harms, verdict }: Comparison,
): string {
  const rows = METRICS.map((metric): [Metric, Difference] => [metric, metrics[metric]]);
  const cells = table<[Metric, Difference]>(
    [
      { title: 'a person', of: ([metric]) => (metric === primary ? `${metric} (decides)` : metric) },
      { title: champion, of: ([, { base }]) => number(base), right: true },
      { title: arm, of: ([, { other }]) => number(other), right: true },
      { title: 'difference', of: ([, { difference }]) => signed(difference), right: true },
      { title: '95 %', of: ([, difference]) => range(difference), right: true },
      { title: 'by chance', of: ([, difference]) => difference.chance.toFixed(3), right: true },
    ],
    rows,
  );
  const because = harms.length > 0 ? `, by ${harms.join(' and ')}` : '';
  return `${cells}\n${arm}: ${VERDICTS[verdict]}${because} (${primary}; ${chance.toFixed(3)} by chance among all arms)`;
}

function segmentsText({ segments }: ExperimentAnswer): string[] {
  if (segments.length === 0) return [];
  return [
    table(
      [
        { title: 'segment', of: ({ segment }) => segment },
        { title: 'arm', of: ({ arm }) => arm },
        { title: 'persons', of: ({ persons }) => String(persons), right: true },
        { title: 'difference', of: ({ difference }) => signed(difference), right: true },
        { title: '95 %', of: (segment) => range(segment), right: true },
        { title: 'by chance among all', of: ({ chanceAmongAll }) => chanceAmongAll.toFixed(3), right: true },
      ],
      segments,
    ),
  ];
}
