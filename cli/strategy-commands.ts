/** Commands about strategies. Those about files work with nothing running, those about versions ask the API. */
import type { Command } from 'commander';
import { AS_WORDS, JSON_WORDS, optionsOf, run, whole } from './command-parts.ts';
import { addStrategyMoves } from './strategy-move-commands.ts';

export function addStrategies(program: Command): void {
  const strategy = program
    .command('strategy')
    .description('list the strategies that ship (docs/strategies.md)')
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await import('./commands/show-strategy.ts')).listStrategies(options)));
  strategy
    .command('show <strategy>')
    .description('show a strategy in words: one that ships, a file, or a published version such as gentle@1')
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
  addVersions(strategy);
  addStrategyMoves(strategy);
}

/** What `arrears strategy` does with versions, which accounts follow. */
function addVersions(strategy: Command): void {
  strategy
    .command('publish <strategy>')
    .description('propose a version, by file or the name of one that ships; a second person publishes it')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (typed, _, command) => (await versions()).proposeStrategy(typed, optionsOf(command))));
  strategy
    .command('approve <version>')
    .description('publish a proposed version, such as gentle@1; never by the one who proposed it')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (id, _, command) => (await versions()).approveStrategy(id, optionsOf(command))));
  strategy
    .command('retire <version>')
    .description('let no account begin with a published version or move to it; those that follow it go on')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (id, _, command) => (await versions()).retireStrategy(id, optionsOf(command))));
  strategy
    .command('versions')
    .description('list the versions, and how many accounts follow each')
    .option('--json', JSON_WORDS)
    .action(run(async (_, command) => (await versions()).listStrategyVersions(optionsOf(command))));
  strategy
    .command('use [strategy]')
    .description('choose the strategy that new accounts of a creditor begin with; without one, list what was chosen')
    .option('--creditor <code>', 'whose new accounts')
    .option('--none', 'the ladder of the code')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(
      run(async (name, _, command) =>
        (await import('./commands/use-strategy.ts')).useStrategy(name, optionsOf(command)),
      ),
    );
}

const versions = () => import('./commands/publish-strategy.ts');
