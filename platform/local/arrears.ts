/** A whole Arrears on one machine: the servers that no address is configured for, the API and workers, and the run file by which other commands find it. */
import { Problem } from '../../domain/problems.ts';
import type { Config } from '../config.ts';
import { removeRunFile, writeRunFile } from '../run-file.ts';
import { isFree } from './ports.ts';
import { type Running, startProcess } from './processes.ts';
import { startLocalStack } from './stack.ts';
import { type Supervised, supervise } from './supervise.ts';

export interface ArrearsOptions {
  /** Worker processes. */
  workers: number;
  /** Settings for the processes beside those of the configuration. */
  environment?: Readonly<Record<string, string>>;
  /** No fsync in the built-in Postgres: for data that may be thrown away. */
  fast?: boolean;
  /** Starts Temporal's own web page too. */
  ui?: boolean;
  /** Where the processes log: this process's stderr, or an open file. */
  log?: 'inherit' | number;
  report(words: string): void;
  /** Runs once the database answers, before the processes start. */
  prepare?(databaseUrl: string): Promise<void>;
  /** What ends by itself is started again where it was, and `say` says so. */
  restart?: boolean;
}
export interface Arrears {
  apiUrl: string;
  /** Temporal's web page; null when it runs elsewhere or was not asked for. */
  uiUrl: string | null;
  databaseUrl: string;
  temporalAddress: string;
  workerPids(): number[];
  /** kill -9 of all workers. */
  killWorkers(): Promise<void>;
  startWorkers(): Promise<void>;
  close(): Promise<void>;
}

/** Throws the Problem that is in the way; what was started is ended then. */
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

/** Known before anything starts, not when the API wants to listen. */
async function checkPort(config: Config, environment: ArrearsOptions['environment']): Promise<void> {
  const port = Number(environment?.['PORT'] ?? config.PORT);
  if (port !== 0 && !(await isFree(config.HOST, port))) throw new Problem('port-taken', { host: config.HOST, port });
}

type Processes = Pick<Arrears, 'apiUrl' | 'workerPids' | 'killWorkers' | 'startWorkers' | 'close'>;

/** All at once; when one cannot start, the others are ended and its problem is thrown. */
async function startProcesses(environment: Record<string, string>, options: ArrearsOptions): Promise<Processes> {
  const failed = new AbortController();
  const report = options.restart ? options.report : null;
  const started = { log: options.log ?? 'inherit', signal: failed.signal } as const;
  // A new API listens where the one before did: others know its address.
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
