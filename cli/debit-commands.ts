/** `arrears debit ...` as the command line shows it. */
import { type Command, Option } from 'commander';
import { DEBIT_STATES } from '../domain/debit-facts.ts';
import { AS_WORDS, JSON_WORDS, many, optionsOf, run, whole } from './command-parts.ts';

export function addDebits(program: Command): void {
  const debit = program
    .command('debit')
    .description('money drawn from the bank accounts of persons: list it (docs/payments.md)')
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await commands()).listDebits(options)));
  debit
    .command('schedule <account>')
    .description('schedule a debit; refused where nothing may be drawn')
    .requiredOption('--amount <amount>', 'how much')
    .requiredOption('--on <date>', 'the day on which the money is drawn')
    .option('--mandate <mandate>', 'by which mandate; needed when several are in force')
    .option('--due <date>', 'a due that it is for, again for another; all that are due by its day when left out', many)
    .option('--debit <id>', 'its id; a new one when left out')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (account, _, command) => (await commands()).scheduleDebit(account, optionsOf(command))));
  debit
    .command('cancel <account>')
    .description('say that the provider was told not to draw the money')
    .requiredOption('--debit <id>', 'which')
    .requiredOption('--reason <words>', 'why')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (account, _, command) => (await commands()).cancelDebit(account, optionsOf(command))));
  debit
    .command('list')
    .description('list debits in the order of scheduling')
    .addOption(new Option('--state <state>', 'in one state').choices(DEBIT_STATES))
    .option('--creditor <code>', 'of one creditor')
    .option('--limit <n>', 'so many at most; 200 when left out, with --json all', whole(1, 1_000_000))
    .option('--json', JSON_WORDS)
    .action(run(async (_, command) => (await commands()).listDebits(optionsOf(command))));
}

const commands = () => import('./commands/debits.ts');
