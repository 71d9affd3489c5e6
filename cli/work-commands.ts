/** `arrears work ...` as the command line shows it. */
import { type Command, Option } from 'commander';
import { AS_WORDS, JSON_WORDS, run, whole } from './command-parts.ts';

const LANGUAGES = ['en', 'zh-Hans'];
const MINUTES_WORDS = 'for how many minutes nobody else may do it; 30 when left out';

export function addWork(program: Command): void {
  const work = program
    .command('work')
    .description("the team's worklist: take tasks in order, see who has what (docs/worklist.md)");
  work
    .command('next')
    .description('take the most important task that may be done right now, or the one that you have')
    .option('--kind <kind>', 'of one kind')
    .option('--creditor <code>', 'of one creditor')
    .addOption(new Option('--language <language>', 'of persons with this language').choices(LANGUAGES))
    .option('--minutes <n>', MINUTES_WORDS, whole(1, 120))
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await commands()).takeNext(options)));
  work
    .command('list')
    .description('list open tasks in the order of the worklist, and why')
    .option('--kind <kind>', 'of one kind')
    .option('--creditor <code>', 'of one creditor')
    .addOption(new Option('--language <language>', 'of persons with this language').choices(LANGUAGES))
    .option('--limit <n>', 'so many at most; 50 when left out', whole(1, 1000))
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await commands()).listWork(options)));
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
        run(async (task, options) => (await commands())[name === 'take' ? 'takeTask' : 'keepTask'](task, options)),
      );
  work
    .command('leave <task>')
    .description('give a task back undone')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (task, options) => (await commands()).leaveTask(task, options)));
  work
    .command('release <task>')
    .description('free a task that somebody else has')
    .option('--reason <words>', 'why')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (task, options) => (await commands()).releaseTask(task, options)));
  work
    .command('team')
    .description('show what is open, late and due today, who has what, who did what, and call-backs that were missed')
    .option('--creditor <code>', 'of one creditor')
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await commands()).showTeam(options)));
}

const commands = () => import('./commands/do-work.ts');
