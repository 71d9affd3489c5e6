/** Commands about strategies; all of them work with nothing running. */
import type { Command } from 'commander';
import { JSON_WORDS, optionsOf, run, whole } from './command-parts.ts';

export function addStrategies(program: Command): void {
  const strategy = program
    .command('strategy')
    .description('list the strategies that ship (docs/strategies.md)')
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await import('./commands/show-strategy.ts')).listStrategies(options)));
  strategy
    .command('show <strategy>')
    .description('show a strategy in words, by name or file')
    .option('--json', JSON_WORDS)
    .action(
      run(async (typed, _, command) =>
        (await import('./commands/show-strategy.ts')).showStrategy(typed, optionsOf(command)),
      ),
    );
  strategy
    .command('lint <file>')
    .description('find the faults of a strategy file, each with line, column and remedy; - reads standard input')
    .option('--json', JSON_WORDS)
    .action(
      run(async (file, _, command) =>
        (await import('./commands/lint-strategy.ts')).lintStrategyFile(file, optionsOf(command)),
      ),
    );
  strategy
    .command('segment <strategy>')
    .description('say which segment of a strategy a described account is in, and why')
    .requiredOption('--input <json>', 'the account: fields of docs/strategies.md as JSON')
    .option('--previous <segment>', 'the segment that it was in until now')
    .option('--days <n>', 'days since it entered that segment', whole(0, 100_000), 0)
    .option('--json', JSON_WORDS)
    .action(
      run(async (typed, _, command) =>
        (await import('./commands/find-segment.ts')).findSegment(typed, optionsOf(command)),
      ),
    );
}
