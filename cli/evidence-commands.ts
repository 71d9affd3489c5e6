/** `arrears evidence ...` as the command line shows it. */
import type { Command } from 'commander';
import { AS_WORDS, JSON_WORDS, optionsOf, run } from './command-parts.ts';

export function addEvidence(program: Command): void {
  const evidence = program
    .command('evidence')
    .description('keep the files that persons send with a dispute or a complaint (docs/disputes.md)')
    .option('--json', JSON_WORDS);
  evidence
    .command('add <account> <file...>')
    .description('add PDF, JPEG, PNG or plain text files to an open dispute or complaint')
    .option('--dispute <id>', 'the dispute that they came with')
    .option('--complaint <id>', 'the complaint that they came with')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(run(async (account, files, _, command) => (await commands()).addFiles(account, files, optionsOf(command))));
  evidence
    .command('list <account>')
    .description('list the files of the disputes of an account and the complaints of its person')
    .option('--json', JSON_WORDS)
    .action(run(async (account, _, command) => (await commands()).listFiles(account, optionsOf(command))));
  evidence
    .command('get <evidence>')
    .description('save a file; who reads it is recorded')
    .option('--out <path>', 'where to; nothing there is overwritten')
    .option('--as <name>', 'who reads it; recorded, not proved')
    .option('--json', JSON_WORDS)
    .action(run(async (id, _, command) => (await commands()).getFile(id, optionsOf(command))));
}

const commands = () => import('./commands/evidence-files.ts');
