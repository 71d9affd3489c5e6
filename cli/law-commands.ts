/** Commands about the law and the lender's own rules. */
import { type Command, Option } from 'commander';
import { LANGUAGES } from '../domain/letter.ts';
import { AS_WORDS, JSON_WORDS, optionsOf, run } from './command-parts.ts';

export function addLaw(program: Command): void {
  program
    .command('lint-text <file>')
    .description('find forbidden phrases in a text: threats, shaming, false urgency; - reads standard input')
    .addOption(new Option('--language <language>', 'of the text; both when left out').choices(LANGUAGES))
    .option('--json', JSON_WORDS)
    .action(run(async (file, options) => (await import('./commands/lint-text.ts')).lintFile(file, options)));
  program
    .command('gate <file>')
    .description('judge described situations by the law and tell why; - reads them from standard input (docs/law.md)')
    .option('--rules <file>', "ask the lender's own rules of this file besides (docs/law.md)")
    .option('--json', JSON_WORDS)
    .action(
      run(async (file, options) => (await import('./commands/judge-situations.ts')).judgeSituations(file, options)),
    );
  const law = program
    .command('law [jurisdiction]')
    .description('list the rules of law that hold, of one jurisdiction or of all')
    .option('--on <date>', 'the day on which they hold, YYYY-MM-DD; today when left out')
    .option('--json', JSON_WORDS)
    .action(
      run(async (jurisdiction, options) => (await import('./commands/show-law.ts')).showLaw(jurisdiction, options)),
    );
  addOwnRules(law);
}

/** What `arrears law` does with the lender's own rules. */
function addOwnRules(law: Command): void {
  law
    .command('dry-run')
    .description('say what other rules would change for the open accounts; changes nothing')
    .option('--rules <file>', "a file in place of the lender's own rules")
    .option('--on <date>', 'the day whose rules are tried, YYYY-MM-DD; today when left out')
    .option('--json', JSON_WORDS)
    .action(run(async (_, command) => (await import('./commands/dry-run-law.ts')).dryRunLaw(optionsOf(command))));
  law
    .command('publish <file>')
    .description("propose a version of the lender's own rules; a second person publishes it")
    .option('--from <date>', 'first day on which it holds, YYYY-MM-DD')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(
      run(async (file, _, command) =>
        (await import('./commands/publish-law.ts')).proposeRules(file, optionsOf(command)),
      ),
    );
  law
    .command('approve <version>')
    .description('publish a proposed version; never by the one who proposed it')
    .option('--as <name>', AS_WORDS)
    .option('--json', JSON_WORDS)
    .action(
      run(async (version, _, command) =>
        (await import('./commands/publish-law.ts')).approveRules(version, optionsOf(command)),
      ),
    );
  law
    .command('versions')
    .description("list the versions of the lender's own rules and since when each holds")
    .option('--json', JSON_WORDS)
    .action(
      run(async (_, command) => (await import('./commands/publish-law.ts')).listRuleVersions(optionsOf(command))),
    );
}
