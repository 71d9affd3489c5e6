/** Commands about scores and classes: who is likely to pay, by ability and willingness. */
import type { Command } from 'commander';
import { JSON_WORDS, optionsOf, run, whole } from './command-parts.ts';

const MODEL_WORDS = 'the model; the shipped model when left out';
const INPUT_WORDS = 'CSV with the columns of the layout, plain or gzipped (docs/score.md)';

export function addScore(program: Command): void {
  const score = program
    .command('score')
    .description('show the points of the model that ships: who is likely to pay, by ability and willingness')
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await import('./commands/show-score-card.ts')).showScoreCard(options)));
  score
    .command('train')
    .description('learn a model from rows whose outcome is known; a fifth is held out to measure it')
    .requiredOption('--input <file>', INPUT_WORDS)
    .requiredOption('--target <column>', 'column of the outcome: 1 for default, 0 for none')
    .option('--layout <file>', 'feature layout; the shipped layout when left out (docs/score.md)')
    .option('--out <file>', 'where the model is written; nowhere when left out')
    .option('--json', JSON_WORDS)
    .action(run(async (_, command) => (await import('./commands/train-score.ts')).trainScore(optionsOf(command))));
  score
    .command('evaluate')
    .description('measure a model on rows whose outcome is known, of late accounts and of all')
    .requiredOption('--input <file>', INPUT_WORDS)
    .option('--model <file>', MODEL_WORDS)
    .option('--target <column>', 'column of the outcome; as the model was learnt when left out')
    .option('--json', JSON_WORDS)
    .action(
      run(async (_, command) => (await import('./commands/evaluate-score.ts')).evaluateScore(optionsOf(command))),
    );
  score
    .command('card')
    .description('show every bin of a model with its points, in words')
    .option('--model <file>', MODEL_WORDS)
    .option('--json', JSON_WORDS)
    .action(
      run(async (_, command) => (await import('./commands/show-score-card.ts')).showScoreCard(optionsOf(command))),
    );
  score
    .command('explain [account]')
    .description(
      'tell the classes of an account, every reason in words and what changed them; or score one row of a file',
    )
    .option('--input <file>', INPUT_WORDS)
    .option('--row <n>', 'row as a spreadsheet numbers it; the header is row 1', whole(2, 10_000_000))
    .option('--model <file>', MODEL_WORDS)
    .option('--json', JSON_WORDS)
    .action(
      run(async (account, _, command) =>
        (await import('./commands/explain-score.ts')).explainScore(account, optionsOf(command)),
      ),
    );
}
