/**
 * The loop of an account on a real server with a scripted evaluation. Measures what an evaluation costs in history
 * events and billable actions.
 */
import type { temporal } from '@temporalio/proto';
import { NativeConnection, Worker } from '@temporalio/worker';
import { uuidv7 } from 'uuidv7';
import type { EvaluationAnswer } from '../../domain/contracts/loop.ts';
import { ensureSearchAttributes, nudgeAccounts, openTemporal } from '../../platform/temporal.ts';
import { openBundle } from '../../workers/workflow-bundle.ts';
import { until } from './wire.ts';

export interface Cost {
  events: number;
  /**
   * As Temporal bills: timers, signals, upserts, continue-as-new, and one action for the local activities of a workflow
   * task.
   */
  actions: number;
}
type History = temporal.api.history.v1.IHistoryEvent[];
/** Event types: marker 25, signal 26, timer 17, upsert 40, activity 10, continued as new 28. */
const BILLED = [25, 26, 17, 40, 10, 28];

const attributes = (stage: string) => ({ creditor: 'harbour', stage, health: 'ok' });
/** Three evaluations that end by timer, the third with a changed stage; then evaluations that wait for a nudge. */
const SCRIPT: EvaluationAnswer[] = [
  { waitMs: 50, over: false, attributes: attributes('reminder') },
  { waitMs: 50, over: false, attributes: attributes('reminder') },
  { waitMs: 50, over: false, attributes: attributes('sms') },
  { waitMs: 600_000, over: false, attributes: attributes('sms') },
  { waitMs: 600_000, over: false, attributes: attributes('sms') },
];

export async function runScripted(
  address: string,
): Promise<{ timer: Cost; changed: Cost; nudged: Cost; history: temporal.api.history.v1.IHistory }> {
  const client = await openTemporal({ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'default' });
  await ensureSearchAttributes(client);
  const taskQueue = `scripted-${uuidv7()}`;
  const id = uuidv7();
  let evaluations = 0;
  const look = async () => {
    evaluations += 1;
    return SCRIPT[Math.min(evaluations, SCRIPT.length) - 1] as EvaluationAnswer;
  };
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: await openBundle(),
    activities: { look },
  });
  const handle = client.workflow.getHandle(`account-${id}`);
  const history = async (): Promise<History> => (await handle.fetchHistory()).events ?? [];
  try {
    return await worker.runUntil(async () => {
      await nudgeAccounts(client, { ARREARS_TASK_QUEUE: taskQueue }, [id]);
      const ends: number[] = [];
      for (const no of [1, 2, 3, 4]) {
        await until(`evaluation ${no} is over`, async () => timers(await history()) >= no);
        ends.push(
          (await history()).findIndex(
            (event, at, all) => Number(event.eventType) === 17 && timers(all.slice(0, at + 1)) === no,
          ),
        );
      }
      await nudgeAccounts(client, { ARREARS_TASK_QUEUE: taskQueue }, [id]);
      await until('the nudged evaluation is over', async () => timers(await history()) >= 5);
      const all = await history();
      await handle.terminate('the test is over');
      const cost = (from: number, to: number): Cost => {
        const part = all.slice(from, to);
        return {
          events: part.length,
          actions: part.filter((event) => BILLED.includes(Number(event.eventType))).length,
        };
      };
      const [first = 0, second = 0, third = 0, fourth = 0] = ends;
      return {
        timer: cost(first + 1, second + 1),
        changed: cost(second + 1, third + 1),
        nudged: cost(fourth + 1, all.length),
        history: { events: all },
      };
    });
  } finally {
    await connection.close();
    await client.connection.close();
  }
}

const timers = (events: History): number => events.filter((event) => Number(event.eventType) === 17).length;
