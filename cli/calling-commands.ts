/** `arrears calling ...` as the command line shows it. */
import { type Command, Option } from 'commander';
import { CALLS_FOR } from '../domain/contracts/caller.ts';
import { AS_WORDS, JSON_WORDS, many, optionsOf, run } from './command-parts.ts';

export function addCalling(program: Command): void {
  const calling = program
    .command('calling')
    .description('somebody calls: say what to ask before anything is told (docs/worklist.md)')
    .option('--number <number>', 'the number that calls, with its country code')
    .option('--reference <account>', 'the account that they name')
    .option('--name <name>', 'the full name that they give')
    .addOption(new Option('--speaks-as <role>', 'whom they say to be').choices(CALLS_FOR).default('debtor'))
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await commands()).openCaller(options)));
  calling
    .command('identify <caller>')
    .description('type what they answer: two questions at least; the right answers are shown to nobody')
    .option('--answer <question=answer>', 'an answer; again for each', many)
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (caller, _, command) => (await commands()).identifyCaller(caller, optionsOf(command))));
}

const commands = () => import('./commands/answer-caller.ts');
