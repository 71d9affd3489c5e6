/** The command line, from its words to its exit code. */
import { CommanderError } from 'commander';
import { report, UsageFault } from './fault.ts';
import { buildProgram } from './program.ts';

/** Commander's codes after it has shown help or the version. */
const SHOWN = new Set(['commander.helpDisplayed', 'commander.version', 'commander.help']);

/** Runs one command line; sets the exit code of the process. */
export async function main(words: readonly string[]): Promise<void> {
  try {
    await buildProgram().parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && SHOWN.has(error.code)) process.exitCode = error.exitCode;
    else report(error instanceof CommanderError ? usageOf(error) : error, words.includes('--json'));
  }
}

/** Commander's words as one of our sentences: "error: unknown option '--jsn'\n(Did you mean --json?)". */
function usageOf(error: CommanderError): UsageFault {
  const [first = '', hint = ''] = error.message.replace(/^error: /, '').split('\n');
  const sentence = `${first.charAt(0).toUpperCase()}${first.slice(1)}`.replace(/\.?$/, '.');
  return new UsageFault(
    sentence,
    hint.replace(/^\(|\)$/g, '') || 'npx arrears --help shows the commands, npx arrears COMMAND --help its options.',
  );
}
