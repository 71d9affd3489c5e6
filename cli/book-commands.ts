/** `arrears book ...` as the command line shows it. */
import { type Command, Option } from 'commander';
import { INSTRUCTIONS_SHOWN } from '../domain/contracts/instruction-view.ts';
import { AS_WORDS, JSON_WORDS, many, optionsOf, run, whole } from './command-parts.ts';

const ACCOUNT_HELP = `
KIND and its options (docs/book-instructions.md):
  waiver            --component fees --amount 200, or --component fees=200 --component interest=100
  corrected-due     --due DATE --amount 1200 (what is unpaid of it rightly)
  refund            --amount 200 --payment ID
  deferral          --due DATE --until DATE
  plan              --agreement NAME --part DATE=AMOUNT --part DATE=AMOUNT
  plan-cancelled    --agreement NAME --why broken, ended or replaced
  interest-stop, interest-restart, fee-stop, fee-restart`;

export function addBookInstructions(program: Command): void {
  const book = program
    .command('book')
    .description(
      "list what the lender's book has not answered; instruct it, take in its answers (docs/book-instructions.md)",
    )
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await commands()).listInstructions(options)));
  addInstructing(book);
  addReading(book);
  book
    .command('confirm <file>')
    .description('take in what the book answers: a CSV of instruction, answer, reason, booked_on')
    .option('--creditor <code>', 'whose book; needed when there are several creditors')
    .option('--json', JSON_WORDS)
    .action(run(async (file, _, command) => (await commands()).confirmFile(file, optionsOf(command))));
  book
    .command('resend <date>')
    .description('have the file of instructions of a day leave once more')
    .option('--creditor <code>', 'whose file; needed when there are several creditors')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (date, _, command) => (await commands()).resendFile(date, optionsOf(command))));
}

function addInstructing(book: Command): void {
  book
    .command('instruct <account> <kind>')
    .description('instruct the book about an ACCOUNT; it is quiet until the book has answered')
    .option('--component <part>', 'principal, interest, fees or costs, alone or as NAME=AMOUNT; may be repeated', many)
    .option('--amount <amount>', 'in the currency of the account')
    .option('--payment <id>', 'the payment that goes back')
    .option('--due <date>', 'date of a due; may be repeated', many)
    .option('--until <date>', 'the day on which it is due instead')
    .option('--part <date=amount>', 'a payment of a plan; may be repeated', many)
    .option('--agreement <name>', 'names the agreement')
    .option('--why <word>', 'broken, ended or replaced')
    .option('--effective <date>', 'the day from which it counts; today when left out')
    .option('--key <name>', 'names the decision; the same order of one day is one when left out')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .addHelpText('after', ACCOUNT_HELP)
    .action(
      run(async (account, kind, _, command) => (await commands()).instructBook(account, kind, optionsOf(command))),
    );
  book
    .command('again <no>')
    .description('give an instruction that the book rejected once more')
    .option('--effective <date>', 'the day from which it counts; as before when left out')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (no, _, command) => (await commands()).instructAgain(no, optionsOf(command))));
  book
    .command('withdraw <no>')
    .description('take an instruction back, or give up one that the book rejected')
    .option('--reason <words>', 'why')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (no, _, command) => (await commands()).withdraw(no, optionsOf(command))));
}

function addReading(book: Command): void {
  book
    .command('instructions')
    .description('list instructions: those that the book has not answered, or rejected')
    .addOption(new Option('--state <state>', 'in one state').choices(INSTRUCTIONS_SHOWN))
    .option('--creditor <code>', 'of one creditor')
    .option('--account <account>', 'of one account')
    .option('--limit <n>', 'so many at most; 200 when left out, with --json all', whole(1, 1_000_000))
    .option('--json', JSON_WORDS)
    .action(run(async (_, command) => (await commands()).listInstructions(optionsOf(command))));
  book
    .command('show <no>')
    .description('show one instruction and what became of it')
    .option('--json', JSON_WORDS)
    .action(run(async (no, _, command) => (await commands()).showInstruction(no, optionsOf(command))));
}

const commands = () => import('./commands/book-instructions.ts');
