/** Runs the loop of an account by foreign code (foreign-loop.ts) up to its first wait. */
import { fileURLToPath } from 'node:url';
import type { WorkflowHandle } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import type { RunningEngine } from './running-engine.ts';
import { until } from './wire.ts';

export async function runForeignLoop(engine: RunningEngine, accountId: string): Promise<{ handle: WorkflowHandle }> {
  const connection = await NativeConnection.connect({ address: engine.environment['TEMPORAL_ADDRESS'] ?? '' });
  const worker = await Worker.create({
    connection,
    taskQueue: engine.taskQueue,
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('foreign-loop.ts', import.meta.url)),
      logger: new DefaultLogger('ERROR'),
    }),
  });
  try {
    return await worker.runUntil(async () => {
      const workflowId = `account-${accountId}`;
      const started = await engine.client.workflow.start('account', {
        workflowId,
        taskQueue: engine.taskQueue,
        workflowTaskTimeout: '2s',
      });
      const handle = engine.client.workflow.getHandle(workflowId, started.firstExecutionRunId);
      await until('it waits', async () => (await handle.describe()).historyLength > 4);
      return { handle };
    });
  } finally {
    await connection.close();
  }
}
