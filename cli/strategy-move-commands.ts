/** `arrears strategy move`, `moves` and `undo` as the command line shows them. */
import { type Command, Option } from 'commander';
import { MOVE_TIMES } from '../domain/contracts/strategy-move.ts';
import { AS_WORDS, JSON_WORDS, optionsOf, run } from './command-parts.ts';

export function addStrategyMoves(strategy: Command): void {
  strategy
    .command('move')
    .description('say what moving accounts to another strategy would mean; moves them with --yes')
    .option('--creditor <code>', 'whose accounts')
    .option('--from <strategy>', 'what they follow, as name@version; the ladder of the code when left out')
    .option('--to <strategy>', 'what they are to follow, as name@version; none for the ladder of the code')
    .addOption(
      new Option('--at <when>', 'at their next evaluation, or when they would enter another stage')
        .choices(MOVE_TIMES)
        .default('now'),
    )
    .option('--yes', 'move them')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (_, command) => (await commands()).moveAccounts(optionsOf(command))));
  strategy
    .command('moves')
    .description('list the moves between strategies, and how far they are')
    .option('--json', JSON_WORDS)
    .action(run(async (_, command) => (await commands()).listMoves(optionsOf(command))));
  strategy
    .command('undo <move>')
    .description('undo a move: accounts go back unless something was sent since they switched')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (move, _, command) => (await commands()).undoMove(move, optionsOf(command))));
}

const commands = () => import('./commands/move-accounts.ts');
