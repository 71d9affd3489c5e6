/** Ladders of workflows alone on a running Temporal server, worker in this process: the barest one, and the account's own loop over a look that decides nothing. */
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { EvaluationAnswer } from '../../domain/contracts/loop.ts';
import { openTemporal } from '../../platform/temporal.ts';
import type { bare } from './bare-workflow.ts';

export interface LadderRun {
  looksPerSecond: number;
  /** History events of a look that its timer ended. */
  eventsPerLook: number;
}
interface Ladder {
  path: string;
  activities: object;
  start(
    client: Client,
    workflowId: string,
    taskQueue: string,
  ): Promise<{ result(): Promise<unknown>; describe(): Promise<{ historyLength: number }> }>;
}

/** `workflows` ladders at once, each of `steps` local activities with a timer of `waitMs` after each. */
export function runBareLadder(address: string, workflows: number, steps: number, waitMs: number): Promise<LadderRun> {
  const ladder: Ladder = {
    path: './bare-workflow.ts',
    activities: { step: async () => undefined },
    start: (client, workflowId, taskQueue) =>
      client.workflow.start<typeof bare>('bare', { workflowId, taskQueue, args: [steps, waitMs] }),
  };
  return run(address, ladder, workflows, steps);
}

/** The same through workflows/account.ts. */
export function runAccountLoop(address: string, workflows: number, steps: number, waitMs: number): Promise<LadderRun> {
  const looks = new Map<string, number>();
  const look = async (id: string): Promise<EvaluationAnswer> => {
    const no = (looks.get(id) ?? 0) + 1;
    looks.set(id, no);
    return { waitMs, over: no > steps };
  };
  const ladder: Ladder = {
    path: '../../workflows/index.ts',
    activities: { look },
    start: (client, workflowId, taskQueue) =>
      client.workflow.start('account', { workflowId, taskQueue, args: [workflowId] }),
  };
  return run(address, ladder, workflows, steps);
}

async function run(address: string, ladder: Ladder, workflows: number, steps: number): Promise<LadderRun> {
  const taskQueue = `ladder-${ladder.path.replace(/\W/g, '')}`;
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL(ladder.path, import.meta.url)),
      logger: new DefaultLogger('WARN'),
    }),
    activities: ladder.activities,
    maxCachedWorkflows: 600,
    maxConcurrentWorkflowTaskExecutions: 40,
  });
  const running = worker.run();
  const client = await openTemporal({ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'default' });
  const started = performance.now();
  const handles = await Promise.all(
    Array.from({ length: workflows }, (_, no) => ladder.start(client, `${taskQueue}-${no}`, taskQueue)),
  );
  await Promise.all(handles.map((handle) => handle.result()));
  const seconds = (performance.now() - started) / 1000;
  const { historyLength } = await (handles[0] as (typeof handles)[number]).describe();
  worker.shutdown();
  await running;
  await connection.close();
  await client.connection.close();
  return { looksPerSecond: (workflows * steps) / seconds, eventsPerLook: historyLength / steps };
}

/** Once a process, before the first worker. */
export function quietRuntime(): void {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
}
