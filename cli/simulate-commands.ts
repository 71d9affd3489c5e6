/** The command that simulates strategies. */
import { type Command, Option } from 'commander';
import { JSON_WORDS, many, run, whole } from './command-parts.ts';

export function addSimulate(program: Command): void {
  program
    .command('simulate')
    .description('live a portfolio in virtual time under a strategy and say what comes of it (docs/simulate.md)')
    .option('--input <file>', "the lender's book (docs/import-format.md); left out: the portfolio of the demo")
    .option('--features <file>', 'features beside the book; classes by them choose segments (docs/score.md)')
    .option('--model <file>', 'the model that classes accounts by their features; the shipped model when left out')
    .option('--creditors <file>', 'creditors of the book; left out: those of creditors.example.json')
    .option(
      '--accounts <n>',
      'live the first accounts only; left out: all of a file, 300 of the demo',
      whole(1, 10_000_000),
    )
    .option('--strategy <name>', 'a strategy that ships or the path of a file', 'standard')
    .option('--against <name>', 'another strategy, lived by the same people, to compare with')
    .option('--days <n>', 'calendar days', whole(1, 1096), 180)
    .option('--seed <n>', 'what draws begin with', whole(0, 2_147_483_647), 7)
    .addOption(
      new Option(
        '--cost <item=amount>',
        'what an item costs: email, sms, call, record, filing; commission in percent',
      ).argParser(many),
    )
    .option('--page <file>', 'write the answer as an HTML page with pictures')
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await import('./commands/simulate.ts')).simulateStrategies(options)));
}
