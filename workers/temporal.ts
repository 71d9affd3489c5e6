/** The Temporal worker of a process: the loops from workflows/, the activities over the given parts. */
import { IllegalStateError } from '@temporalio/common';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { type ActivityDeps, createActivities } from '../activities/index.ts';
import type { TemporalConfig } from '../platform/temporal.ts';
import { openBundle } from './workflow-bundle.ts';

export { bundleWorkflows } from './workflow-bundle.ts';

export interface TemporalWorker {
  stop(): Promise<void>;
}

/** Starts polling. Short runs and few cached workflows: a wake is cheap, months of sleep are not kept in memory. */
export async function startTemporalWorker(
  config: TemporalConfig & { ARREARS_TASK_QUEUE: string },
  deps: ActivityDeps,
  options: { maxCachedWorkflows?: number } = {},
): Promise<TemporalWorker> {
  quietRuntime();
  const connection = await NativeConnection.connect({ address: config.TEMPORAL_ADDRESS });
  const worker = await Worker.create({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: config.ARREARS_TASK_QUEUE,
    workflowBundle: await openBundle(),
    activities: createActivities(deps),
    maxCachedWorkflows: options.maxCachedWorkflows ?? 600,
    maxConcurrentWorkflowTaskExecutions: 40,
    shutdownGraceTime: '3s',
  });
  const running = worker.run();
  return {
    async stop() {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}

/** Signals are the process's own business (workers/main.ts). Installed once a process. */
function quietRuntime(): void {
  try {
    Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  } catch (error) {
    if (!(error instanceof IllegalStateError)) throw error;
  }
}
