/** A whole Arrears on one machine: the servers that no address is configured for, the API and workers, and the run file by which other commands find it. */
import type { Config } from '../config.ts';
import { removeRunFile, writeRunFile } from '../run-file.ts';
import { type Running, startProcess } from './processes.ts';
import { startLocalStack } from './stack.ts';

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
  say(words: string): void;
  /** Runs once the database answers, before the processes start. */
  prepare?(databaseUrl: string): Promise<void>;
  /** A process that ends by itself is started again, and `say` says so. */
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
type Entry = 'workers/main.ts' | 'api/main.ts';

/** Wall milliseconds before a process that ended is started again. */
const RESTART_AFTER_MS = 1000;

export async function startArrears(config: Config, options: ArrearsOptions): Promise<Arrears> {
  const stack = await startLocalStack(config, { fast: options.fast ?? false, ui: options.ui ?? false, say: options.say });
  try {
    await options.prepare?.(stack.databaseUrl);
    options.say(`starting the API and ${options.workers} worker${options.workers === 1 ? '' : 's'}`);
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

type Processes = Pick<Arrears, 'apiUrl' | 'workerPids' | 'killWorkers' | 'startWorkers' | 'close'>;

async function startProcesses(environment: Record<string, string>, options: ArrearsOptions): Promise<Processes> {
  let closing = false;
  const running = new Map<string, Running>();
  const start = async (name: string, path: Entry, given = environment): Promise<Running> => {
    const one = await startProcess(path, given, options.log ?? 'inherit');
    running.set(name, one);
    one.onExit(() => {
      if (closing || !options.restart || running.get(name) !== one) return;
      options.say(`the ${name} ended; it is started again`);
      setTimeout(() => void start(name, path, given).catch((error: Error) => options.say(error.message)), RESTART_AFTER_MS);
    });
    return one;
  };
  const names = Array.from({ length: options.workers }, (_, index) => `worker ${index + 1}`);
  const startWorkers = async () => {
    await Promise.all(names.map((name) => start(name, 'workers/main.ts')));
  };
  const workers = () => names.flatMap((name) => running.get(name) ?? []);
  const close = async () => {
    closing = true;
    await Promise.all([...running.values()].map((one) => one.stop()));
  };
  try {
    const [api] = await Promise.all([start('API', 'api/main.ts'), startWorkers()]);
    return {
      apiUrl: `http://127.0.0.1:${String(api.said['port'])}`,
      workerPids: () => workers().map((one) => one.pid),
      killWorkers: async () => {
        await Promise.all(workers().map((one) => one.kill()));
      },
      startWorkers,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
