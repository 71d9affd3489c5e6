/** `arrears work ...` as the command line shows it. */
import { type Command, Option } from 'commander';
import { AS_WORDS, JSON_WORDS, optionsOf, run, whole } from './command-parts.ts';

const LANGUAGES = ['en', 'zh-Hans'];
const MINUTES_WORDS = 'for how many minutes nobody else may do it; 30 when left out';

export function addWork(program: Command): void {
  const work = ofPersons(
    program
      .command('work')
      .description("the team's worklist: open tasks in the order in which they should be done (docs/worklist.md)"),
  )
    .option('--limit <n>', 'so many at most; 50 when left out', whole(1, 1000))
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await commands()).listWork(options)));
  ofPersons(work.command('list').description('the same: list open tasks in order, and why'))
    .option('--limit <n>', 'so many at most; 50 when left out', whole(1, 1000))
    .option('--json', JSON_WORDS)
    .action(run(async (_, command) => (await commands()).listWork(optionsOf(command))));
  ofPersons(
    work
      .command('next')
      .description('take the most important task that may be done right now, or the one that you have'),
  )
    .option('--minutes <n>', MINUTES_WORDS, whole(1, 120))
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (_, command) => (await commands()).takeNext(optionsOf(command))));
  addLocks(work);
  work
    .command('team')
    .description('show what is open, late and due today, who has what, who did what, and call-backs that were missed')
    .option('--creditor <code>', 'of one creditor')
    .option('--json', JSON_WORDS)
    .action(run(async (_, command) => (await commands()).showTeam(optionsOf(command))));
}

/** Commands about one task by its number. */
function addLocks(work: Command): void {
  for (const [name, words] of [
    ['take', 'take this task'],
    ['keep', 'keep a task that you have'],
  ] as const)
    work
      .command(`${name} <task>`)
      .description(words)
      .option('--minutes <n>', MINUTES_WORDS, whole(1, 120))
      .option('--as <name>', AS_WORDS)
      .option('--json', JSON_WORDS)
      .action(
        run(async (task, _, command) =>
          (await commands())[name === 'take' ? 'takeTask' : 'keepTask'](task, optionsOf(command)),
        ),
      );
  work
    .command('leave <task>')
    .description('give a task back undone')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (task, _, command) => (await commands()).leaveTask(task, optionsOf(command))));
  work
    .command('release <task>')
    .description('free a task that somebody else has')
    .option('--reason <words>', 'why')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (task, _, command) => (await commands()).releaseTask(task, optionsOf(command))));
}

/** Adds the options that narrow the tasks. */
const ofPersons = (command: Command): Command =>
  command
    .option('--kind <kind>', 'of one kind')
    .option('--creditor <code>', 'of one creditor')
    .addOption(new Option('--language <language>', 'of persons with this language').choices(LANGUAGES));

const commands = () => import('./commands/do-work.ts');
