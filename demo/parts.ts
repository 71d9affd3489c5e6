/** The real parts of a run: Postgres, Temporal, two workers, the API, over a fresh private home; the business clock is governed. */
import { mkdirSync, openSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate } from '../db/migrate.ts';
import { loadCreditorsFile } from '../db/queries/creditors.ts';
import { governClock } from '../platform/clock.ts';
import { openDatabase, openPool } from '../platform/database.ts';
import { type Running, startProcess } from '../platform/local/processes.ts';
import { startLocalStack } from '../platform/local/stack.ts';
import { readRunFile, removeRunFile, writeRunFile } from '../platform/run-file.ts';
import { type Source, secretsSetting } from './outside/door.ts';

export const CREDITORS = fileURLToPath(new URL('../creditors.example.json', import.meta.url));
/** Most business seconds a wall second: a day from 06:00 to 21:00 takes at least half a second. */
const SPEED = 100_000;

export interface Parts {
  apiUrl: string;
  home: string;
  outbox: string;
  /** Worker processes that are alive. */
  workers(): number;
  /** kill -9 of both workers. */
  killWorkers(): Promise<void>;
  startWorkers(): Promise<void>;
  close(): Promise<void>;
}

/** Empties the home of an earlier run. Throws while a run lives there. */
function freshHome(home: string): void {
  if (readRunFile(home)) throw new Error(`a demo runs in ${home} already; end it with Ctrl-C first`);
  for (const path of [join(home, 'postgres'), home]) {
    try {
      rmSync(realpathSync(path), { recursive: true, force: true });
    } catch {
      // It was not there.
    }
    rmSync(path, { recursive: true, force: true });
  }
  mkdirSync(home, { recursive: true });
}

export async function startParts(
  wanted: string,
  options: { secrets: ReadonlyMap<Source, string>; startsAt: string; say: (words: string) => void },
): Promise<Parts> {
  freshHome(wanted);
  const home = wanted;
  const stack = await startLocalStack(
    {
      home,
      DATABASE_URL: undefined,
      TEMPORAL_ADDRESS: undefined,
      TEMPORAL_CLI_PATH: process.env['TEMPORAL_CLI_PATH'],
      TEMPORAL_NAMESPACE: 'default',
    },
    { fast: true, say: options.say },
  );
  const db = openDatabase(openPool(stack.databaseUrl, { name: 'demo' }));
  await migrate(db);
  await governClock(db, Date.parse(options.startsAt), SPEED);
  await loadCreditorsFile(db, CREDITORS);
  await db.destroy();
  const environment = {
    DATABASE_URL: stack.databaseUrl,
    TEMPORAL_ADDRESS: stack.temporalAddress,
    ARREARS_HOME: home,
    ARREARS_CLOCK: 'governed',
    ARREARS_EVENT_SECRETS: secretsSetting(options.secrets),
    ARREARS_LEASE_SECONDS: '5',
    PORT: '0',
    LOG_LEVEL: 'warn',
  };
  const log = openSync(join(home, 'log.jsonl'), 'a');
  const start = (path: 'workers/main.ts' | 'api/main.ts'): Promise<Running> => startProcess(path, environment, log);
  const startTwo = () => Promise.all([start('workers/main.ts'), start('workers/main.ts')]);
  options.say('starting the API and two workers');
  const [api, first] = await Promise.all([start('api/main.ts'), startTwo()]);
  let workers: Running[] = first;
  const apiUrl = `http://127.0.0.1:${String(api.said['port'])}`;
  writeRunFile(home, { pid: process.pid, environment, apiUrl });
  return {
    apiUrl,
    home,
    outbox: join(home, 'outbox'),
    workers: () => workers.length,
    async killWorkers() {
      const killed = workers;
      workers = [];
      await Promise.all(killed.map((worker) => worker.kill()));
    },
    async startWorkers() {
      workers = await startTwo();
    },
    async close() {
      removeRunFile(home);
      await Promise.all([api, ...workers].map((one) => one.stop()));
      await stack.close();
    },
  };
}
