/** The local stack: everything that the environment does not already give. */
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { startPostgres } from './postgres.ts';
import { startTemporal } from './temporal.ts';

export interface LocalStack {
  databaseUrl: string;
  temporalAddress: string;
  uiUrl: string | null;
  close(): Promise<void>;
}

export interface StackOptions {
  ui?: boolean;
  /** No fsync: for demo and tests, whose data may be thrown away. */
  fast?: boolean;
  say?: (words: string) => void;
}

/** Starts Postgres and Temporal side by side where no address is configured; `close` stops what it started. */
export async function startLocalStack(
  config: Pick<Config, 'home' | 'DATABASE_URL' | 'TEMPORAL_ADDRESS' | 'TEMPORAL_CLI_PATH' | 'TEMPORAL_NAMESPACE'>,
  options: StackOptions = {},
): Promise<LocalStack> {
  const [postgres, temporal] = await Promise.allSettled([
    config.DATABASE_URL ? null : startPostgres(join(config.home, 'postgres'), { fast: options.fast ?? false }),
    config.TEMPORAL_ADDRESS
      ? null
      : startTemporal(join(config.home, 'temporal'), {
          cliPath: config.TEMPORAL_CLI_PATH,
          namespace: config.TEMPORAL_NAMESPACE,
          ui: options.ui ?? false,
          ...(options.say ? { say: options.say } : {}),
        }),
  ]);
  const started = [postgres, temporal].flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value] : []));
  const close = async () => {
    for (const one of [...started].reverse()) await one.close();
  };
  if (postgres.status === 'rejected' || temporal.status === 'rejected') {
    await close();
    throw postgres.status === 'rejected' ? postgres.reason : (temporal as PromiseRejectedResult).reason;
  }
  return {
    databaseUrl: postgres.value?.url ?? (config.DATABASE_URL as string),
    temporalAddress: temporal.value?.address ?? (config.TEMPORAL_ADDRESS as string),
    uiUrl: temporal.value?.uiUrl ?? null,
    close,
  };
}
