/**
 * The commands and their options. A command's code loads when it runs, so `list` does not wait for the modules of
 * `dev`.
 */
import { Argument, Command, Option } from 'commander';
import { AHEAD_DAYS, MOST_AHEAD_DAYS } from '../domain/contracts/ahead.ts';
import { IMPORT_KINDS } from '../domain/contracts/import-kind.ts';
import { JURISDICTIONS } from '../domain/law/rule.ts';
import { addAfford } from './afford-commands.ts';
import { addBank } from './bank-commands.ts';
import { addBookInstructions } from './book-commands.ts';
import { addCalling } from './calling-commands.ts';
import { AS_WORDS, JSON_WORDS, many, run, whole } from './command-parts.ts';
import { addDebits } from './debit-commands.ts';
import { addEvidence } from './evidence-commands.ts';
import { addExperiments } from './experiment-commands.ts';
import { addLaw } from './law-commands.ts';
import { addPayers } from './payer-commands.ts';
import { addPlans } from './plan-commands.ts';
import { addRestarts } from './restart-commands.ts';
import { addScore } from './score-commands.ts';
import { addSimulate } from './simulate-commands.ts';
import { addStrategies } from './strategy-commands.ts';
import { outcomesHelp } from './task-help.ts';
import { addWork } from './work-commands.ts';

const VERSION = '0.1.0';

export function buildProgram(): Command {
  const program = new Command('arrears')
    .description('Collections: what is overdue escalates by itself, lawfully, once or not at all.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ outputError: () => undefined })
    .showSuggestionAfterError(true)
    .addHelpText(
      'after',
      '\nACCOUNT is creditor/number, or the number alone where only one creditor has it.\nAmounts are plain decimals in the currency of the account: 1434 or 1434.50.',
    );
  addRunning(program);
  addCreditor(program);
  addBook(program);
  addBank(program);
  addBookInstructions(program);
  addPayers(program);
  addDebits(program);
  addEvidence(program);
  addLooking(program);
  addStatement(program);
  addPersons(program);
  addLaw(program);
  addPlans(program);
  addAfford(program);
  addExperiments(program);
  addScore(program);
  addSimulate(program);
  addStrategies(program);
  addFacts(program);
  addTasks(program);
  addWork(program);
  addCalling(program);
  addRestarts(program);
  addFreeing(program);
  return program;
}

function addRunning(program: Command): void {
  program
    .command('dev')
    .description('start everything on this machine until Ctrl-C')
    .option('--workers <n>', 'worker processes', whole(1, 32), 2)
    .option('--json', 'say where everything is as one JSON document')
    .action(
      run(async (options) =>
        (await import('./commands/run-dev.ts')).runDev({ json: false, ...(options as object) } as never),
      ),
    );
  program
    .command('demo')
    .description('live through months with real accounts in minutes, everybody outside played')
    .option('--accounts <n>', 'accounts of the portfolio', whole(1, 3000), 150)
    .option('--days <n>', 'calendar days', whole(1, 366), 120)
    .option('--seed <n>', 'what draws begin with', whole(0, 2_147_483_647), 7)
    .addOption(new Option('--law <name>', 'law that all live under').choices(JURISDICTIONS).default('TW'))
    .option('--exit', 'end when the days are over, on a terminal too')
    .option('--json', JSON_WORDS)
    .action(
      run(async (options) =>
        (await import('./commands/run-demo.ts')).runDemo({ exit: false, json: false, ...(options as object) } as never),
      ),
    );
}

function addBook(program: Command): void {
  program
    .command('import <file>')
    .description("take in the lender's book, or parties or features beside it, a CSV file (docs/import-format.md)")
    .option('--dry-run', 'say what would happen and write nothing')
    .option('--strict', 'take all rows or none')
    .option('--complete', 'the book names every account of its creditors')
    .addOption(new Option('--kind <kind>', 'what the file holds; left out: what its header says').choices(IMPORT_KINDS))
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (file, options) => (await import('./commands/import-book.ts')).importFile(file, options)));
  program
    .command('agency-return <agency> <file>')
    .description('take in the return file of an agency (docs/file-formats.md)')
    .option('--creditor <code>', 'whose accounts; needed when there are several creditors')
    .option('--json', JSON_WORDS)
    .action(
      run(async (agency, file, options) =>
        (await import('./commands/upload-agency-return.ts')).uploadAgencyReturn(agency, file, options),
      ),
    );
  program
    .command('contact-return <agency> <file>')
    .description('take in what an agency did with its permits for a day (docs/file-formats.md)')
    .option('--creditor <code>', 'whose accounts; needed when there are several creditors')
    .option('--json', JSON_WORDS)
    .action(
      run(async (agency, file, options) =>
        (await import('./commands/upload-contact-return.ts')).uploadContactReturn(agency, file, options),
      ),
    );
  program
    .command('bureau-answer <bureau> <file>')
    .description("take in a bureau's answer to a file of ours (docs/file-formats.md)")
    .option('--creditor <code>', 'whose accounts; needed when there are several creditors')
    .option('--json', JSON_WORDS)
    .action(
      run(async (bureau, file, options) =>
        (await import('./commands/upload-bureau-answer.ts')).uploadBureauAnswer(bureau, file, options),
      ),
    );
}

function addCreditor(program: Command): void {
  program
    .command('creditor')
    .description('add creditors, or change their terms, while everything runs (docs/operating.md)')
    .addArgument(new Argument('<what>', 'what to do').choices(['add']))
    .argument('<file>', 'creditors with their terms, as in creditors.example.json')
    .option('--json', JSON_WORDS)
    .action(run(async (_, file, options) => (await import('./commands/add-creditors.ts')).addCreditors(file, options)));
}

function addLooking(program: Command): void {
  program
    .command('list')
    .description('list accounts and where they stand')
    .option('--creditor <code>', 'of one creditor')
    .option('--stage <stage>', 'in one stage (npx arrears ladder)')
    .option('--health <health>', 'waiting, ok, blocked, held or done')
    .option('--person <number>', "of one person, by the creditor's number")
    .option('--ability <class>', 'of one class of ability: high, middle, low or unknown')
    .option('--willingness <class>', 'of one class of willingness: high, middle, low or unknown')
    .option('--strategy <version>', 'that follow one strategy, name@version; none: the ladder of the code')
    .option('--segment <name>', 'in one segment of their strategy')
    .option('--open', 'that are open')
    .option('--closed', 'that are closed')
    .option('--after <account>', 'that come after this one')
    .option('--limit <n>', 'so many at most; 100 when left out, with --json all', whole(1, 1_000_000))
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await import('./commands/list-accounts.ts')).listAccounts(options)));
  program
    .command('explain <account>')
    .description('tell where an account stands, why, what was done and what comes next')
    .option(
      '--ahead [days]',
      `what comes in so many days (${AHEAD_DAYS}) if nothing new occurs, and why not sooner`,
      whole(1, MOST_AHEAD_DAYS),
    )
    .option('--delivered', 'with --ahead: as if each message were delivered')
    .option('--unanswered', 'with --ahead: as if callers called and nobody answered')
    .option('--json', JSON_WORDS)
    .action(
      run(async (account, options) => (await import('./commands/explain-account.ts')).explainAccount(account, options)),
    );
  program
    .command('permits <account>')
    .description('show why each effect of an account left or was held back, and under which law')
    .option('--limit <n>', 'the last so many', whole(1, 1000), 50)
    .option('--json', JSON_WORDS)
    .action(
      run(async (account, options) => (await import('./commands/list-permits.ts')).listPermits(account, options)),
    );
  program
    .command('ladder')
    .description('show the stages and their steps')
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await import('./commands/show-ladder.ts')).showLadder(options)));
  program
    .command('check')
    .description('check what must always hold')
    .option('--days <n>', 'judge the sends of so many days again; 31 when left out', whole(1, 36_600))
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await import('./commands/check-invariants.ts')).checkInvariants(options)));
}

function addStatement(program: Command): void {
  program
    .command('statement <account>')
    .description(
      'show what was owed, each movement and what is owed, over a month: always adds up (docs/statements.md)',
    )
    .option('--month <month>', 'YYYY-MM; the month so far when left out')
    .option('--from <date>', 'with --through: first day, instead of a month')
    .option('--through <date>', 'with --from: last day')
    .option('--as-known-on <date>', 'as it was known at the end of this day; today when left out')
    .option('--last-fact <number>', 'without the facts after this one: makes a statement again exactly as it was')
    .option('--json', JSON_WORDS)
    .action(
      run(async (account, options) => (await import('./commands/show-statement.ts')).showStatement(account, options)),
    );
}

/** Commands about the person of an account and those who contact them. */
function addPersons(program: Command): void {
  program
    .command('contacts <account>')
    .description("list the contacts with an account's person: made, reserved, released and refused")
    .option('--days <n>', 'of so many days', whole(1, 3660), 8)
    .option('--json', JSON_WORDS)
    .action(
      run(async (account, options) => (await import('./commands/list-contacts.ts')).listContacts(account, options)),
    );
  program
    .command('conduct [agency]')
    .description('list what agencies did that they should not have done')
    .option('--limit <n>', 'so many at most', whole(1, 1000), 100)
    .option('--json', JSON_WORDS)
    .action(run(async (agency, options) => (await import('./commands/list-conduct.ts')).listConduct(agency, options)));
  program
    .command('complaints')
    .description('report a month of complaints: received, open, late and closed, by cause and by party')
    .requiredOption('--month <month>', 'YYYY-MM, in the zones of the creditors')
    .option('--creditor <code>', 'of one creditor')
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await import('./commands/report-complaints.ts')).reportComplaints(options)));
  program
    .command('contact-files [agency]')
    .description('list the files of contacts for agencies: what each allowed, what was reported, whether it left')
    .option('--limit <n>', 'so many at most', whole(1, 1000), 30)
    .option('--json', JSON_WORDS)
    .action(
      run(async (agency, options) =>
        (await import('./commands/list-contact-files.ts')).listContactFiles(agency, options),
      ),
    );
  program
    .command('consents <account>')
    .description('show what the person agreed to, asked for and said about who speaks for them: now and before')
    .option('--json', JSON_WORDS)
    .action(
      run(async (account, options) => (await import('./commands/list-consents.ts')).listConsents(account, options)),
    );
  program
    .command('pressure <account>')
    .description('show how much contact weighs on the person, what fills the budget, and when a demand fits again')
    .option('--json', JSON_WORDS)
    .action(
      run(async (account, options) => (await import('./commands/show-pressure.ts')).showPressure(account, options)),
    );
}

function addFacts(program: Command): void {
  program
    .command('pay <account> <amount>')
    .description('record a payment')
    .option('--via <who>', 'who got the money: lender or agency', 'lender')
    .option('--reference <reference>', 'of the payment')
    .option('--at <moment>', 'when it was paid: 2026-03-05 or 2026-03-05T09:30+08:00; now when left out')
    .option('--yes', 'the amount is right, however far above what is owed')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(
      run(async (account, amount, options) =>
        (await import('./commands/record-payment.ts')).recordPayment(account, amount, options),
      ),
    );
  program
    .command('record [words...]')
    .usage('ACCOUNT FACT [options]')
    .description('record any fact of an account or its person (npx arrears record --help)')
    .helpOption(false)
    .allowUnknownOption()
    .action(run(async (words) => (await import('./commands/record-fact.ts')).recordFact(words)));
  program
    .command('hold <account>')
    .description('let nothing press until a date')
    .requiredOption('--until <date>', 'last day of the hold, YYYY-MM-DD')
    .requiredOption('--reason <words>', 'why, without names or numbers of a person')
    .option('--from <date>', 'first day; today when left out')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(
      run(async (account, options) => (await import('./commands/hold-account.ts')).holdAccount(account, options)),
    );
  program
    .command('release [account]')
    .description('end every hold of an account; or, after a restore, let the database send again')
    .option('--reason <words>', 'of an account: why, without names or numbers of a person')
    .option('--database', 'the database that was put back (docs/operating.md, After a restore)')
    .option(
      '--log <lane=file>',
      'with --database: what left by a lane that cannot be asked, as CSV; again for each lane',
      many,
    )
    .addOption(noLogOption())
    .option(
      '--since <moment>',
      'with --database: when the backup was made, or earlier; the whole logs are read when left out',
    )
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(
      run(async (account, options) => (await import('./commands/release-what.ts')).releaseWhat(account, options)),
    );
}

/** Commander would read `--no-log` as "no --log". */
function noLogOption(): Option {
  const option = new Option(
    '--no-log <lane>',
    'with --database: take the risk that something leaves twice by this lane',
  ).argParser(many);
  option.negate = false;
  return option;
}

function addTasks(program: Command): void {
  program
    .command('tasks [task]')
    .description('list what waits for a person, or show one task with its script or checklist')
    .option('--kind <kind>', 'of one kind')
    .option('--account <account>', 'of one account')
    .option('--state <state>', 'open, done or withdrawn', 'open')
    .option('--limit <n>', 'so many at most; 200 when left out, with --json all', whole(1, 1_000_000))
    .option('--json', JSON_WORDS)
    .action(run(async (task, options) => (await import('./commands/list-tasks.ts')).listTasks(task, options)));
  program
    .command('outcome <task> [words...]')
    .description('record what came of a task')
    .option('--parts <date=amount>', 'what was promised; again for each date', many)
    .option('--offer <offer>', 'the offer that was accepted, instalments or deferral; without --parts as it was made')
    .option('--call-back-at <moment>', 'when to call again: 2026-03-05T14:00+08:00')
    .option('--dues <date>', 'with disputes: a due that is disputed; again for each, all of the debt without', many)
    .option('--amount <amount>', 'with disputes: the sum that is disputed')
    .option('--court <name>', 'where the claim was filed')
    .option('--number <number>', "the court's number of it")
    .option('--until <date>', 'with wait: when to ask again')
    .option('--means <what>', 'with read: what the person meant')
    .option('--hardship-ended', 'with reviewed: the hardship is over')
    .option('--reason <words>', 'what was found, or why not')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .addHelpText('after', OUTCOMES)
    .action(
      run(async (task, words, options) =>
        (await import('./commands/record-outcome.ts')).recordOutcome(task, words, options),
      ),
    );
  program
    .command('approve <task>')
    .description('approve what a task asks for, or refuse it; never by the one who asked')
    .option('--refuse <reason>', 'refuse it, and why')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(
      run(async (task, options) => (await import('./commands/answer-approval.ts')).answerApproval(task, options)),
    );
}

const OUTCOMES = `
${outcomesHelp()}

Examples:
  npx arrears outcome 12 no-answer --as Ann
  npx arrears outcome 12 right-party promise --parts 2026-04-02=1434 --as Ann
  npx arrears outcome 13 filed --court "Taipei District Court" --number 115-1042 --as Ann`;

function addFreeing(program: Command): void {
  program
    .command('stuck')
    .description('list what is stuck, since when, and what to do')
    .option('--cause <code>', 'for one cause')
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await import('./commands/list-stuck.ts')).listStuck(options)));
  program
    .command('retry [what]')
    .description(
      'free what is stuck: an effect, an account, a refused file, a lane or all of one cause; the gate is asked again',
    )
    .option('--lane <lane>', 'open this lane and free what failed on it')
    .option('--cause <code>', 'free everything that is stuck for one cause')
    .option('--found <verdict>', 'what became of an effect that nobody knows about: sent, unsent or give-up')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (what, options) => (await import('./commands/retry-stuck.ts')).retryStuck(what, options)));
}
