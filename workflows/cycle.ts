/** The loop of a cycle over many accounts (an agency's file day, a bureau's month): evaluate, wait, repeat. */
import { condition, continueAsNew, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import { nudge } from './account.ts';

const LONG_HISTORY = 300;
const patient = proxyActivities<Activities>({ startToCloseTimeout: '30s', retry: { maximumInterval: '60s' } });

export async function cycle(id: string): Promise<void> {
  let nudged = false;
  setHandler(nudge, () => {
    nudged = true;
  });
  for (;;) {
    nudged = false;
    const { waitMs } = await patient.lookAtCycle(id);
    if (nudged) continue;
    if (workflowInfo().historyLength > LONG_HISTORY) await continueAsNew<typeof cycle>(id);
    if (waitMs === null) await condition(() => nudged);
    else await condition(() => nudged, waitMs);
  }
}
