/** `arrears bank ...` as the command line shows it. */
import { type Command, Option } from 'commander';
import { BANK_LINE_STATES } from '../domain/contracts/bank-line.ts';
import { AS_WORDS, JSON_WORDS, optionsOf, run, whole } from './command-parts.ts';

export function addBank(program: Command): void {
  const bank = program
    .command('bank [file]')
    .description(
      "take in the statement or advice of a creditor's bank: camt.053, camt.054 or CSV (docs/bank-statements.md)",
    )
    .option('--creditor <code>', 'whose bank account; needed when there are several creditors')
    .option('--mapping <file>', 'how the columns of a CSV are read, a JSON file')
    .option('--json', JSON_WORDS)
    .action(run(async (file, options) => (await commands()).takeStatement(file, options)));
  bank
    .command('list')
    .description('list movements: those that wait for a person')
    .addOption(new Option('--state <state>', 'in another state').choices(BANK_LINE_STATES))
    .option('--creditor <code>', 'of one creditor')
    .option('--limit <n>', 'so many at most; 200 when left out, with --json all', whole(1, 1_000_000))
    .option('--json', JSON_WORDS)
    .action(run(async (_, command) => (await commands()).listLines(optionsOf(command))));
  bank
    .command('show <line>')
    .description('show one movement: payer, text, and what speaks for each account')
    .option('--json', JSON_WORDS)
    .action(run(async (line, _, command) => (await commands()).showLine(line, optionsOf(command))));
  bank
    .command('allocate <line> <part...>')
    .description('give the money to an ACCOUNT, or parts of it to several: ACCOUNT=AMOUNT ACCOUNT=AMOUNT')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (line, parts, _, command) => (await commands()).allocateLine(line, parts, optionsOf(command))));
  bank
    .command('set-aside <line>')
    .description('say that it is no payment of a debtor')
    .option('--reason <words>', 'why')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (line, _, command) => (await commands()).setAside(line, optionsOf(command))));
  bank
    .command('take-back <line>')
    .description('take a wrong allocation back: it never counted, and the line waits again')
    .option('--reason <words>', 'why')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (line, _, command) => (await commands()).takeBack(line, optionsOf(command))));
}

const commands = () => import('./commands/bank-lines.ts');
