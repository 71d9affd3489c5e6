/** `arrears dev`: everything on this machine until Ctrl-C. */
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TEST_PAYER } from '../../channels/payer/providers.ts';
import { CreditorFile } from '../../domain/contracts/creditor.ts';
import { Problem } from '../../domain/problems.ts';
import { loadOwnRules } from '../../engine/law/load-own-rules.ts';
import { type Config, readConfig, showConfig } from '../../platform/config.ts';
import { type Arrears, startArrears } from '../../platform/local/arrears.ts';
import { readRunFile } from '../../platform/run-file.ts';
import { EXIT } from '../fault.ts';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const EXAMPLE = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'creditors.example.json');

interface DevOptions {
  /** Worker processes. */
  workers: number;
  json: boolean;
}

export async function runDev(options: DevOptions): Promise<void> {
  const config = readConfig();
  const other = readRunFile(config.home);
  if (other)
    throw new Problem('not-allowed-now', {
      reason: `a stack runs in ${config.home} already`,
      remedy: `End it with Ctrl-C there (process ${other.pid}).`,
    });
  loadOwnRules(config.ARREARS_RULES);
  const report = (words: string) => process.stderr.write(`${words}\n`);
  const creditors = creditorsOf(config, report);
  const environment = { ARREARS_CREDITORS: creditors, ...testPayerSecrets(config, creditors) };
  // Until everything has started there is nothing to stop in order: started processes end with this one.
  const interrupted = () => process.exit(EXIT.interrupted);
  for (const signal of SIGNALS) process.once(signal, interrupted);
  const arrears = await startArrears(config, {
    workers: options.workers,
    environment,
    ui: true,
    restart: true,
    report,
  });
  for (const signal of SIGNALS) process.off(signal, interrupted);
  const stopping = untilStopped(interrupted);
  try {
    showAddresses(config, arrears, options);
    await stopping;
    report('stopping');
  } finally {
    await arrears.close();
  }
}

/** The creditors file: the configured one, else one in the home, copied from the example. */
function creditorsOf(config: Config, report: (words: string) => void): string {
  if (config.ARREARS_CREDITORS !== undefined) return config.ARREARS_CREDITORS;
  const path = join(config.home, 'creditors.json');
  if (!existsSync(path)) {
    mkdirSync(config.home, { recursive: true });
    copyFileSync(EXAMPLE, path);
    report(`wrote an example of a creditor to ${path}: put your own there`);
  }
  return path;
}

/** A secret of the test payer for each creditor, for `arrears payer test`; none where secrets are configured. */
function testPayerSecrets({ ARREARS_PAYMENT_SECRETS: given }: Config, path: string): Record<string, string> {
  const codes = given === undefined ? codesIn(path) : [];
  const pairs = codes.map((code) => `${TEST_PAYER}/${code}=whsec_${randomBytes(24).toString('base64')}`);
  return pairs.length === 0 ? {} : { ARREARS_PAYMENT_SECRETS: pairs.join(',') };
}

/** Codes of the creditors of a file; none where it cannot be read, which the API then says as it starts. */
function codesIn(path: string): string[] {
  try {
    return CreditorFile.parse(JSON.parse(readFileSync(path, 'utf8'))).map(({ code }) => code);
  } catch {
    return [];
  }
}

/** The first signal stops in order, the second at once. */
function untilStopped(atOnce: () => void): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      for (const signal of SIGNALS) process.off(signal, stop).on(signal, atOnce);
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, stop);
  });
}

function showAddresses(config: Config, arrears: Arrears, { json, workers }: DevOptions): void {
  const where = {
    api: arrears.apiUrl,
    ...showConfig({ ...config, DATABASE_URL: arrears.databaseUrl, TEMPORAL_ADDRESS: arrears.temporalAddress }),
    temporalUi: arrears.uiUrl,
    outbox: join(config.home, 'outbox'),
    workers,
  };
  if (json) process.stdout.write(`${JSON.stringify(where)}\n`);
  else {
    for (const [name, value] of Object.entries(where))
      if (value !== null) process.stdout.write(`${name.padEnd(12)}${value}\n`);
    process.stdout.write('Arrears runs. Next: npx arrears import FILE (docs/import-format.md). Ctrl-C ends it.\n');
  }
}
