/** Commands about what a person can afford. They need nothing running. */
import { type Command, Option } from 'commander';
import { LANGUAGES } from '../domain/letter.ts';
import { JSON_WORDS, optionsOf, run } from './command-parts.ts';

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
}
