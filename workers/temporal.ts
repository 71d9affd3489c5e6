/** The Temporal worker of a process: the loops of workflows/ and the activities. */
import { IllegalStateError } from '@temporalio/common';
import { DefaultLogger, makeTelemetryFilterString, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { type ActivityDeps, createActivities } from '../activities/index.ts';
import type { LoopsConfig, TemporalConfig } from '../platform/temporal.ts';
import { openBundle } from './workflow-bundle.ts';

export { bundleWorkflows } from './workflow-bundle.ts';

/**
 * About 60 kB each. A loop outside the cache is replayed from its history when it wakes, which doubles the work of an
 * evaluation.
 */
const CACHED_WORKFLOWS = 2000;

export interface TemporalWorker {
  stop(): Promise<void>;
}

/** Starts polling. Waking a loop is cheap, so few are cached: loops that sleep for months are not kept in memory. */
export async function startTemporalWorker(
  config: TemporalConfig & LoopsConfig,
  deps: ActivityDeps,
  options: { maxCachedWorkflows?: number } = {},
): Promise<TemporalWorker> {
  quietRuntime();
  const { ARREARS_TAKEOVER_SECONDS: seconds } = config;
  const connection = await NativeConnection.connect({ address: config.TEMPORAL_ADDRESS });
  const worker = await Worker.create({
    connection,
    namespace: config.TEMPORAL_NAMESPACE,
    taskQueue: config.ARREARS_TASK_QUEUE,
    workflowBundle: await openBundle(),
    activities: createActivities(deps),
    maxCachedWorkflows: options.maxCachedWorkflows ?? CACHED_WORKFLOWS,
    maxConcurrentWorkflowTaskExecutions: 40,
    // How long a task waits for the worker that caches its loop, which may be dead, before any worker may take it.
    ...(seconds === undefined ? {} : { stickyQueueScheduleToStartTimeout: seconds * 500 }),
    shutdownGraceTime: '3s',
    // A history that cannot be replayed would be tried for ever. All state is in rows, so the loop fails instead, and the
    // sweep begins it anew.
    workflowFailureErrorTypes: { '*': ['NondeterminismError'] },
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

/** Leaves signals to the process (workers/main.ts). Installed once per process. */
function quietRuntime(): void {
  try {
    const telemetryOptions = { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } };
    Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [], telemetryOptions });
  } catch (error) {
    if (!(error instanceof IllegalStateError)) throw error;
  }
}
