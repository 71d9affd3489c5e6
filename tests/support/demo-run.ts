/**
 * Runs the demo as a process: `node --import tsx tests/support/demo-run.ts HOME KEYS ACCOUNTS DAYS SEED`. Prints one
 * JSON document on stdout.
 */
import { runDemo } from '../../demo/run-demo.ts';

const [home = '', keys = '', accounts = '24', days = '50', seed = '7'] = process.argv.slice(2);
process.exitCode = await runDemo({
  home,
  keys,
  accounts: Number(accounts),
  days: Number(days),
  seed: Number(seed),
  law: 'TW',
  exit: true,
  json: true,
});
