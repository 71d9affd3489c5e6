/** The barest ladder on Temporal: a local activity and a timer a step, nothing else. */
import { proxyLocalActivities, sleep } from '@temporalio/workflow';

const { step } = proxyLocalActivities<{ step(no: number): Promise<void> }>({ startToCloseTimeout: '3s' });

export async function bare(steps: number, waitMs: number): Promise<void> {
  for (let no = 0; no < steps; no += 1) {
    await step(no);
    await sleep(waitMs);
  }
}
