/** `arrears experiment ...` as the command line shows it. Nothing of Arrears needs to run. */
import { type Command, InvalidArgumentError } from 'commander';
import { JSON_WORDS, optionsOf, run } from './command-parts.ts';

/** Reads a number above zero. */
function above(text: string): number {
  const number = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && number > 0) return number;
  throw new InvalidArgumentError('A number above 0 is needed.');
}

const commands = () => import('./commands/evaluate-experiment.ts');

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
    .command('evaluate <file> <outcomes>')
    .description('compare the arms once the day of the answer has come')
    .option('--on <date>', 'the day of which the outcomes speak, YYYY-MM-DD; today when left out')
    .option('--json', JSON_WORDS)
    .action(
      run(async (file, outcomes, _, command) =>
        (await commands()).evaluateOutcomes(file, outcomes, optionsOf(command)),
      ),
    );
}
