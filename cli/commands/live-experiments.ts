/** `arrears experiment start`, `stop`, `list`, `outcomes` and `evaluate NAME`: experiments on accounts. */
import { writeFileSync } from 'node:fs';
import { LiveExperiment } from '../../domain/contracts/experiment.ts';
import { OUTCOME_COLUMNS, outcomeOf } from '../../domain/contracts/experiment-outcome.ts';
import type { ExperimentOutcomeView, ExperimentState, ExperimentView } from '../../domain/contracts/experiment-view.ts';
import { evaluateLive, type LiveAnswer, type PersonOutcome } from '../../domain/strategy/experiment/evaluate.ts';
import { openApiClient } from '../api-client.ts';
import { asTyped } from '../facts.ts';
import { EXIT, UsageFault } from '../fault.ts';
import { readName } from '../input.ts';
import { answer, count, type OutputOptions, table } from '../print.ts';
import { readPages } from '../read-pages.ts';
import { readExperiment, resultText } from './evaluate-experiment.ts';

interface LiveOptions extends OutputOptions {
  creditor?: string;
  as?: string;
  on?: string;
  out?: string;
}

const ROOT = '/v1/experiments';
const pathOf = (name: string): string => `${ROOT}/${encodeURIComponent(name)}`;
const send = (path: string, body: object) =>
  openApiClient()
    .post<ExperimentView>(path, body)
    .catch((error: unknown) => Promise.reject(asTyped(error)));

export async function startExperiment(path: string, { creditor, as, ...options }: LiveOptions): Promise<void> {
  if (creditor === undefined) throw new UsageFault('It is not said whose new persons enter.', 'Add --creditor CODE.');
  const name = readName(as);
  const experiment = readExperiment(path, LiveExperiment);
  const view = await send(ROOT, { experiment, creditor, as: name });
  const { entersFrom, entersUntil } = view.plan;
  answer(
    options,
    view,
    () =>
      `${view.name} is started: persons who are new to ${creditor} enter from ${later(entersFrom, view.today)} to ` +
      `${entersUntil}; the answer comes on ${view.answerOn}.`,
  );
}

const later = (a: string, b: string): string => (a > b ? a : b);

export async function stopExperiment(name: string, { as, ...options }: LiveOptions): Promise<void> {
  const view = await send(`${pathOf(name)}/stop`, { as: readName(as) });
  answer(options, view, () => `${name} is stopped: nobody enters any more, and who entered stays in their arm.`);
}

const STATES: Readonly<Record<ExperimentState, string>> = {
  waits: 'nobody enters yet',
  enters: 'persons enter',
  measures: 'days of persons run',
  over: 'over',
  stopped: 'stopped',
};

export async function listExperiments({ creditor, ...options }: LiveOptions): Promise<void> {
  const views = await openApiClient().get<ExperimentView[]>(ROOT, { creditor });
  answer(options, views, () =>
    views.length === 0
      ? 'No experiment was started on accounts.'
      : table(
          [
            { title: 'experiment', of: ({ name }) => name },
            { title: 'creditor', of: (view) => view.creditor },
            { title: 'state', of: stateText },
            { title: 'answer on', of: ({ answerOn }) => answerOn },
            { title: 'persons', of: personsText },
            { title: 'started by', of: ({ startedBy }) => startedBy },
          ],
          views,
        ),
  );
}

function stateText({ state, stoppedBy, arms }: ExperimentView): string {
  const retired = arms.find((arm) => arm.retired);
  if (state === 'enters' && retired) return `nobody enters: the strategy of ${retired.arm} was retired`;
  return stoppedBy === null ? STATES[state] : `${STATES[state]} by ${stoppedBy}`;
}

const personsText = ({ arms }: ExperimentView): string =>
  arms.map(({ arm, persons, measured }) => `${arm} ${persons} (${measured} measured)`).join(', ');

const readOutcomes = (name: string): Promise<ExperimentOutcomeView[]> =>
  readPages<ExperimentOutcomeView>(
    openApiClient(),
    { path: `${pathOf(name)}/outcomes`, filter: {}, keyOf: ({ person }) => person },
    Number.POSITIVE_INFINITY,
  );

/** As `experiment evaluate FILE OUTCOMES` reads them. */
export async function writeOutcomes(name: string, { out, ...options }: LiveOptions): Promise<void> {
  const rows = await readOutcomes(name);
  const csv = [OUTCOME_COLUMNS.join(','), ...rows.map((row) => OUTCOME_COLUMNS.map((column) => row[column]).join(','))];
  if (out === undefined) return answer(options, rows, () => csv.join('\n'));
  writeFileSync(out, `${csv.join('\n')}\n`);
  answer(options, { file: out, persons: rows.length }, () => `${count(rows.length, 'person')} written to ${out}.`);
}

const personOutcome = ({ money, ...row }: ExperimentOutcomeView): PersonOutcome =>
  outcomeOf({ ...row, money: Number(money) });

/** Answers 1 where nothing is compared. */
export async function evaluateAccounts(name: string, { on, ...options }: LiveOptions): Promise<number> {
  if (!/^[a-z0-9-]+$/.test(name))
    throw new UsageFault(
      `"${name}" is no name of an experiment on accounts.`,
      'Give the name that npx arrears experiment list shows, or the file of outcomes behind the file of the experiment.',
    );
  if (on !== undefined)
    throw new UsageFault('--on needs a file of outcomes.', 'Leave it out: accounts are compared as of today.');
  const view = await openApiClient().get<ExperimentView>(pathOf(name));
  const result = await answerOf(view);
  answer(options, result, () => [resultText(view.plan, result), ...stopText(result)].join('\n'));
  return result.state === 'over' ? EXIT.done : EXIT.notDone;
}

/** Before the day of the answer no outcome is read: persons are counted as they entered. */
async function answerOf({
  name,
  plan,
  today,
  answerOn,
  arms,
  stoppedBy,
  stoppedOn,
}: ExperimentView): Promise<LiveAnswer> {
  const stop = stoppedBy === null || stoppedOn === null ? null : { by: stoppedBy, on: stoppedOn };
  if (today < answerOn)
    return { ...evaluateLive(plan, [], today, stop), arms: arms.map(({ arm, persons }) => ({ arm, persons })) };
  return evaluateLive(plan, (await readOutcomes(name)).map(personOutcome), today, stop);
}

function stopText({ stopped }: LiveAnswer): string[] {
  if (stopped === null) return [];
  const { by, on, early } = stopped;
  return [
    early
      ? `Stopped by ${by} on ${on}, before the last day of entering was over: it never names a winner.`
      : `Stopped by ${by} on ${on}, after everybody had entered.`,
  ];
}
