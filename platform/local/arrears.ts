/**
 * A whole Arrears on one machine: servers without a configured address, the API, workers, and the run file by which
 * other commands find them.
 */
import { Problem } from '../../domain/problems.ts';
import type { Config } from '../config.ts';
import { removeRunFile, writeRunFile } from '../run-file.ts';
import { isFree } from './ports.ts';
import { type Running, startProcess } from './processes.ts';
import { startLocalStack } from './stack.ts';
import { type Supervised, supervise } from './supervise.ts';

interface ArrearsOptions {
  /** Worker processes. */
  workers: number;
  /** Settings of the processes in addition to the configuration. */
  environment?: Readonly<Record<string, string>>;
  /** Runs the built-in Postgres without fsync: for data that may be lost. */
  fast?: boolean;
  /** Also starts Temporal's web page. */
  ui?: boolean;
  /** Where the processes write logs: this process's stderr, or an open file. */
  log?: 'inherit' | number;
  report(words: string): void;
  /** Runs once the database answers, before the processes start. */
  prepare?(databaseUrl: string): Promise<void>;
  /** Restarts a process or server that ends by itself in the same place and calls `report`. */
  restart?: boolean;
}
export interface Arrears {
  apiUrl: string;
  /** Temporal's web page; null if Temporal runs elsewhere or `ui` is off. */
  uiUrl: string | null;
  databaseUrl: string;
  temporalAddress: string;
  workerPids(): number[];
  /** kill -9 of all workers. */
  killWorkers(): Promise<void>;
  startWorkers(): Promise<void>;
  close(): Promise<void>;
}

/** Throws the Problem that prevents the start, after ending what was already started. */
export async function startArrears(config: Config, options: ArrearsOptions): Promise<Arrears> {
  await checkPort(config, options.environment);
  const { fast = false, ui = false, restart = false, report } = options;
  const stack = await startLocalStack(config, { fast, ui, restart, report });
  try {
    await options.prepare?.(stack.databaseUrl);
    report(`starting the API and ${options.workers} worker${options.workers === 1 ? '' : 's'}`);
    const environment = {
      ...options.environment,
      DATABASE_URL: stack.databaseUrl,
      TEMPORAL_ADDRESS: stack.temporalAddress,
      ARREARS_HOME: config.home,
    };
    const processes = await startProcesses(environment, options);
    writeRunFile(config.home, { pid: process.pid, environment, apiUrl: processes.apiUrl });
    return {
      ...processes,
      uiUrl: stack.uiUrl,
      databaseUrl: stack.databaseUrl,
      temporalAddress: stack.temporalAddress,
      async close() {
        removeRunFile(config.home);
        await processes.close();
        await stack.close();
      },
    };
  } catch (error) {
    await stack.close();
    throw error;
  }
}

/** Fails before anything starts, not when the API tries to listen. */
async function checkPort(config: Config, environment: ArrearsOptions['environment']): Promise<void> {
  const port = Number(environment?.['PORT'] ?? config.PORT);
  if (port !== 0 && !(await isFree(config.HOST, port))) throw new Problem('port-taken', { host: config.HOST, port });
}

type Processes = Pick<Arrears, 'apiUrl' | 'workerPids' | 'killWorkers' | 'startWorkers' | 'close'>;

/** Starts all processes at once. If one fails, ends the others and throws its Problem. */
async function startProcesses(environment: Record<string, string>, options: ArrearsOptions): Promise<Processes> {
  const failed = new AbortController();
  const report = options.restart ? options.report : null;
  const started = { log: options.log ?? 'inherit', signal: failed.signal } as const;
  // A restarted API keeps its port, because others know its address.
  const portOf = (before: Running | null) => (before === null ? {} : { PORT: String(before.said['port']) });
  const starting: Promise<Supervised<Running>>[] = [
    supervise(
      'the API',
      (before) => startProcess('api/main.ts', { ...environment, ...portOf(before) }, started),
      report,
    ),
    ...Array.from({ length: options.workers }, (_, index) =>
      supervise(`worker ${index + 1}`, () => startProcess('workers/main.ts', environment, started), report),
    ),
  ];
  try {
    const [api, ...workers] = (await Promise.all(starting)) as [Supervised<Running>, ...Supervised<Running>[]];
    const each = async (act: (worker: Supervised<Running>) => Promise<void>) =>
      void (await Promise.all(workers.map(act)));
    return {
      apiUrl: `http://127.0.0.1:${String(api.now().said['port'])}`,
      workerPids: () => workers.map((worker) => worker.now().pid),
      killWorkers: () => each((worker) => worker.now().kill()),
      startWorkers: () => each((worker) => worker.start()),
      close: async () => void (await Promise.all([api, ...workers].map((item) => item.close()))),
    };
  } catch (error) {
    failed.abort();
    for (const outcome of await Promise.allSettled(starting))
      if (outcome.status === 'fulfilled') await outcome.value.close();
    throw error;
  }
}
