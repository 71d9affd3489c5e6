/**
 * The real parts of a run over a fresh private home: Postgres, Temporal, two workers and the API, with a simulated
 * clock.
 */
import { mkdirSync, openSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simulateClock } from '../db/clock.ts';
import { openDatabase } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { loadCreditorsFile } from '../engine/import/creditors.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { startArrears } from '../platform/local/arrears.ts';
import { openPool } from '../platform/pool.ts';
import { readRunFile } from '../platform/run-file.ts';
import type { DemoLaw } from './laws.ts';
import { type Source, secretsSetting } from './outside/api-client.ts';

const CREDITORS = fileURLToPath(new URL('../creditors.example.json', import.meta.url));
/** As much of a creditor of the example as a run changes. */
interface ExampleCreditor {
  terms: { floors: Record<string, string> };
}
const WORKERS = 2;
/** Clock speed until the run sets its own. */
const FIRST_SPEED = 1000;

export interface Parts {
  apiUrl: string;
  home: string;
  outbox: string;
  /** Number of live worker processes. */
  workers(): number;
  /** kill -9 of all workers. */
  killWorkers(): Promise<void>;
  startWorkers(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Empties the home of an earlier run. Its database folder may be elsewhere, behind a link. Throws while a run is alive
 * there.
 */
function freshHome(home: string): void {
  if (readRunFile(home)) throw new Error(`a demo runs in ${home} already: end it with Ctrl-C first`);
  const data = join(home, 'postgres');
  try {
    rmSync(realpathSync(data), { recursive: true, force: true });
  } catch {
    // There was no database.
  }
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
}

/** Uses only built-in servers, so that a run never touches somebody else's database. */
function configOf(home: string): Config {
  const path = process.env['TEMPORAL_CLI_PATH'];
  return readConfig({ ARREARS_HOME: home, ...(path === undefined ? {} : { TEMPORAL_CLI_PATH: path }) });
}

/** The creditors of the example, under the law of the run: floors are as much in its currency. */
function creditorsUnder({ zone, country, currency, perUnit }: DemoLaw, home: string): string {
  const creditors = JSON.parse(readFileSync(CREDITORS, 'utf8')) as ExampleCreditor[];
  const scaled = (minor: string): string => String(Math.floor(Number(minor) / perUnit));
  const path = join(home, 'creditors.json');
  writeFileSync(
    path,
    JSON.stringify(
      creditors.map(({ terms, ...creditor }) => {
        const floors = Object.fromEntries(Object.entries(terms.floors).map(([name, minor]) => [name, scaled(minor)]));
        return { ...creditor, zone, currency, terms: { ...terms, country, floors } };
      }),
    ),
  );
  return path;
}

/** Prepares an empty database: tables, simulated clock, creditors. */
async function prepare(url: string, startsAt: string, creditors: string): Promise<void> {
  const db = openDatabase(openPool(url, { name: 'demo' }));
  try {
    await migrate(db);
    await simulateClock(db, Date.parse(startsAt), FIRST_SPEED);
    await loadCreditorsFile(db, creditors);
  } finally {
    await db.destroy();
  }
}

export async function startParts(
  home: string,
  options: { secrets: ReadonlyMap<Source, string>; startsAt: string; law: DemoLaw; report: (words: string) => void },
): Promise<Parts> {
  freshHome(home);
  const arrears = await startArrears(configOf(home), {
    workers: WORKERS,
    fast: true,
    log: openSync(join(home, 'log.jsonl'), 'a'),
    environment: {
      ARREARS_EVENT_SECRETS: secretsSetting(options.secrets),
      ARREARS_LEASE_SECONDS: '5',
      PORT: '0',
      LOG_LEVEL: 'warn',
    },
    report: options.report,
    prepare: (url) => prepare(url, options.startsAt, creditorsUnder(options.law, home)),
  });
  let alive = WORKERS;
  return {
    apiUrl: arrears.apiUrl,
    home,
    outbox: join(home, 'outbox'),
    workers: () => alive,
    async killWorkers() {
      alive = 0;
      await arrears.killWorkers();
    },
    async startWorkers() {
      await arrears.startWorkers();
      alive = WORKERS;
    },
    close: () => arrears.close(),
  };
}
