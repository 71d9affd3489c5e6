/** The local stack: every server for which the environment has no address. */
import { join } from 'node:path';
import { Problem } from '../../domain/problems.ts';
import { plainAddress } from '../address.ts';
import type { Config } from '../config.ts';
import { listens } from './ports.ts';
import { type LocalPostgres, startPostgres } from './postgres.ts';
import { type Supervised, supervise } from './supervise.ts';
import { type LocalTemporal, startTemporal } from './temporal.ts';

interface LocalStack {
  databaseUrl: string;
  temporalAddress: string;
  uiUrl: string | null;
  close(): Promise<void>;
}

interface StackOptions {
  ui?: boolean;
  /** No fsync: for demo and tests, whose data is disposable. */
  fast?: boolean;
  report?: (words: string) => void;
  /** Restarts a server that ends by itself, on the same port. */
  restart?: boolean;
}
type StackConfig = Pick<
  Config,
  'home' | 'DATABASE_URL' | 'TEMPORAL_ADDRESS' | 'TEMPORAL_CLI_PATH' | 'TEMPORAL_NAMESPACE' | 'REDIS_URL'
>;

/**
 * Starts Postgres and Temporal in parallel unless an address is configured. `close` stops only what this started.
 * Throws at once if nothing listens at a configured address.
 */
export async function startLocalStack(config: StackConfig, options: StackOptions = {}): Promise<LocalStack> {
  await checkAddresses(config);
  const [postgres, temporal] = await Promise.allSettled([
    config.DATABASE_URL ? null : supervisePostgres(config, options),
    config.TEMPORAL_ADDRESS ? null : superviseTemporal(config, options),
  ]);
  const started = [postgres, temporal].flatMap((item) =>
    item.status === 'fulfilled' && item.value ? [item.value] : [],
  );
  const close = async () => {
    for (const item of [...started].reverse()) await item.close();
  };
  if (postgres.status === 'rejected' || temporal.status === 'rejected') {
    await close();
    throw postgres.status === 'rejected' ? postgres.reason : (temporal as PromiseRejectedResult).reason;
  }
  return {
    databaseUrl: postgres.value?.now().url ?? (config.DATABASE_URL as string),
    temporalAddress: temporal.value?.now().address ?? (config.TEMPORAL_ADDRESS as string),
    uiUrl: temporal.value?.now().uiUrl ?? null,
    close,
  };
}

/** Detects a closed port in milliseconds; the servers' own clients would retry for a long time. */
async function checkAddresses({ DATABASE_URL, TEMPORAL_ADDRESS, REDIS_URL }: StackConfig): Promise<void> {
  const asked = [
    { url: DATABASE_URL, port: 5432, code: 'database-unreachable' },
    { url: REDIS_URL, port: 6379, code: 'redis-unreachable' },
    {
      url: TEMPORAL_ADDRESS === undefined ? undefined : `temporal://${TEMPORAL_ADDRESS}`,
      port: 7233,
      code: 'temporal-unreachable',
    },
  ] as const;
  await Promise.all(
    asked.map(async ({ url, port, code }) => {
      if (url === undefined) return;
      const { hostname, port: given } = new URL(url);
      if (hostname === '' || (await listens(hostname.replace(/^\[|\]$/g, ''), Number(given || port)))) return;
      throw new Problem(code, {
        address: code === 'temporal-unreachable' ? (TEMPORAL_ADDRESS ?? '') : plainAddress(url),
      });
    }),
  );
}

type Ended = { close(): Promise<void>; onExit(run: () => void): void };
const ending = <T extends Ended>(server: T): T & { stop(): Promise<void> } => ({
  ...server,
  stop: () => server.close(),
});
const reportOf = ({ restart, report }: StackOptions) => (restart && report ? report : null);

const supervisePostgres = (config: StackConfig, options: StackOptions): Promise<Supervised<LocalPostgres>> =>
  supervise(
    'Postgres',
    async (before: LocalPostgres | null) => {
      const port = before === null ? {} : { port: before.port };
      return ending(await startPostgres(join(config.home, 'postgres'), { fast: options.fast ?? false, ...port }));
    },
    reportOf(options),
  );

const superviseTemporal = (config: StackConfig, options: StackOptions): Promise<Supervised<LocalTemporal>> =>
  supervise(
    'the Temporal server',
    async (before: LocalTemporal | null) =>
      ending(
        await startTemporal(join(config.home, 'temporal'), {
          cliPath: config.TEMPORAL_CLI_PATH,
          namespace: config.TEMPORAL_NAMESPACE,
          ui: options.ui ?? false,
          ...(options.report ? { report: options.report } : {}),
          ...(before === null ? {} : { ports: before }),
        }),
      ),
    reportOf(options),
  );
