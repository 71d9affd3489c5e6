/** `arrears restart ...` as the command line shows it. */
import type { Command } from 'commander';
import { AS_WORDS, JSON_WORDS, optionsOf, run, whole } from './command-parts.ts';

export function addRestarts(program: Command): void {
  const restart = program
    .command('restart [batch]')
    .description('list restarts of many accounts; with the number of a restart, what it dropped or put off, and why')
    .option('--json', JSON_WORDS)
    .action(run(async (batch, options) => (await commands()).listRestarts(batch, options)));
  restart
    .command('plan')
    .description('list what waits for a review of its restart, and what two people could let begin together')
    .option('--creditor <code>', 'of one creditor')
    .option('--json', JSON_WORDS)
    .action(run(async (_, command) => (await commands()).planRestarts(optionsOf(command))));
  restart
    .command('propose')
    .description('propose a bulk restart of the accounts that pass every check')
    .option('--creditor <code>', 'whose accounts')
    .option('--reason <words>', 'why collecting begins again')
    .option('--evidence <words>', 'how contact data, creditor, owner and authority were verified')
    .option('--limit <n>', 'so many at most, the longest asked about first', whole(1, 50_000))
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (_, command) => (await commands()).proposeRestart(optionsOf(command))));
  restart
    .command('approve <batch>')
    .description('approve a bulk restart; never by the one who proposed it')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (batch, _, command) => (await commands()).approveRestart(batch, optionsOf(command))));
  restart
    .command('cancel <batch>')
    .description('cancel what is left of a bulk restart; its accounts go back to their tasks')
    .option('--reason <words>', 'why')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (batch, _, command) => (await commands()).cancelRestart(batch, optionsOf(command))));
}

const commands = () => import('./commands/restart-accounts.ts');
