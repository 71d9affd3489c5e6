/** `arrears experiment ...` as the command line shows it. By files nothing of Arrears needs to run. */
import { type Command, InvalidArgumentError } from 'commander';
import { AS_WORDS, JSON_WORDS, optionsOf, run } from './command-parts.ts';

/** Reads a number above zero. */
function above(text: string): number {
  const number = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && number > 0) return number;
  throw new InvalidArgumentError('A number above 0 is needed.');
}

const commands = () => import('./commands/evaluate-experiment.ts');
const live = () => import('./commands/live-experiments.ts');

export function addExperiments(program: Command): void {
  const experiment = program
    .command('experiment <file>')
    .description('check the file of an experiment, and say when it is answered (docs/experiments.md)')
    .option('--json', JSON_WORDS)
    .action(run(async (file, options) => (await commands()).showExperiment(file, options)));
  experiment
    .command('size')
    .description('say how many persons each arm needs')
    .option('--difference <n>', 'the difference that is to be found', above)
    .option('--rate <n>', 'of a share: that of the champion, such as 0.3', above)
    .option('--deviation <n>', 'of an amount: its standard deviation over persons', above)
    .option('--json', JSON_WORDS)
    .action(run(async (_, command) => (await commands()).sizeExperiment(optionsOf(command))));
  experiment
    .command('assign <file> <persons>')
    .description('write the arm of each person as CSV; the file of persons has the columns creditor and person')
    .option('--json', JSON_WORDS)
    .action(
      run(async (file, persons, _, command) => (await commands()).assignPersons(file, persons, optionsOf(command))),
    );
  experiment
    .command('evaluate <experiment> [outcomes]')
    .description(
      'compare the arms once the day of the answer has come: of a file and its outcomes, or of accounts by name',
    )
    .option('--on <date>', 'with a file: the day of which the outcomes speak, YYYY-MM-DD; today when left out')
    .option('--json', JSON_WORDS)
    .action(
      run(async (named, outcomes, _, command) =>
        outcomes === undefined
          ? (await live()).evaluateAccounts(named, optionsOf(command))
          : (await commands()).evaluateOutcomes(named, outcomes, optionsOf(command)),
      ),
    );
  addLive(experiment);
}

/** Experiments on accounts. */
function addLive(experiment: Command): void {
  experiment
    .command('start <file>')
    .description('let persons who are new to a creditor from now on enter an experiment')
    .option('--creditor <code>', 'whose new persons enter')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (file, _, command) => (await live()).startExperiment(file, optionsOf(command))));
  experiment
    .command('stop <name>')
    .description('let nobody enter any more; who entered stays in their arm')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (name, _, command) => (await live()).stopExperiment(name, optionsOf(command))));
  experiment
    .command('list')
    .description('list the experiments on accounts, and how many persons are in each arm')
    .option('--creditor <code>', 'of one creditor')
    .option('--json', JSON_WORDS)
    .action(run(async (_, command) => (await live()).listExperiments(optionsOf(command))));
  experiment
    .command('outcomes <name>')
    .description('write what happened to each person whose days are over, as CSV')
    .option('--out <file>', 'into this file')
    .option('--json', JSON_WORDS)
    .action(run(async (name, _, command) => (await live()).writeOutcomes(name, optionsOf(command))));
}
