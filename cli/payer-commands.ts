/** `arrears payer ...` as the command line shows it. */
import { type Command, Option } from 'commander';
import { NOTICE_KINDS } from '../domain/money/payment-notice.ts';
import { JSON_WORDS, optionsOf, run, whole } from './command-parts.ts';

export function addPayers(program: Command): void {
  const payer = program
    .command('payer')
    .description('payment providers: what came of each, and what was refused (docs/payments.md)')
    .option('--json', JSON_WORDS)
    .action(run(async (options) => (await commands()).listProviders(options)));
  payer
    .command('list')
    .description('list what payment providers told, the oldest first')
    .addOption(new Option('--kind <kind>', 'of one kind').choices(NOTICE_KINDS))
    .option('--provider <name>', 'of one provider')
    .option('--limit <n>', 'so many at most; 200 when left out, with --json all', whole(1, 1_000_000))
    .option('--json', JSON_WORDS)
    .action(run(async (_, command) => (await commands()).listNotices(optionsOf(command))));
  payer
    .command('test')
    .description('start the built-in payer until Ctrl-C: it pays and takes back what it is told to, and moves no money')
    .option('--creditor <code>', 'to whom it pays; needed when several have a secret of test-payer')
    .option('--port <n>', 'its port; 0 = any free one', whole(0, 65_535), 7310)
    .option('--json', 'say where it listens as one JSON document')
    .action(run(async (_, command) => (await commands()).runTestPayer(optionsOf(command))));
}

const commands = () => import('./commands/payers.ts');
