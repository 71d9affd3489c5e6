/** Commands about what a person can afford. Judging a sheet needs nothing running; recording it does. */
import { type Command, Option } from 'commander';
import { SHEET_TELLERS } from '../domain/care/affordability/sheet-facts.ts';
import { LANGUAGES } from '../domain/letter.ts';
import { AS_WORDS, JSON_WORDS, optionsOf, run } from './command-parts.ts';

const inLanguage = (): Option => new Option('--language <language>', 'of the words').choices(LANGUAGES).default('en');

export function addAfford(program: Command): void {
  const afford = program
    .command('afford [file]')
    .description(
      'say what an income and expense sheet leaves for debts, and offer a fair share of it; - reads standard input (docs/affordability.md)',
    )
    .option('--guidelines <file>', 'judge by guidelines of your own (docs/affordability.md)')
    .addOption(inLanguage())
    .option('--json', JSON_WORDS)
    .action(run(async (file, options) => (await import('./commands/assess-sheet.ts')).assessSheet(file, options)));
  afford
    .command('sheet <country>')
    .description('show the blank sheet of a country; with --json as a file to fill in')
    .addOption(inLanguage())
    .option('--json', JSON_WORDS)
    .action(
      run(async (country, _, command) =>
        (await import('./commands/show-sheet.ts')).showSheet(country, optionsOf(command)),
      ),
    );
  afford
    .command('record <account> <file>')
    .description('keep a sheet for the person of an account, and let letters ask for no more than it leaves')
    .addOption(new Option('--told-by <who>', 'from whom it comes').choices(SHEET_TELLERS).default('person'))
    .option('--at <moment>', 'when it was told; now when left out')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(
      run(async (account, file, _, command) =>
        (await import('./commands/record-sheet.ts')).recordSheet(account, file, optionsOf(command)),
      ),
    );
  afford
    .command('recorded <account>')
    .description('list the sheets that are kept for the person of an account, the newest first')
    .option('--json', JSON_WORDS)
    .action(
      run(async (account, _, command) =>
        (await import('./commands/record-sheet.ts')).listSheets(account, optionsOf(command)),
      ),
    );
}
