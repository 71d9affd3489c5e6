/**
 * The loop of an account: evaluate, wait, repeat. It reads no clock, no zone, no rule, and never changes. Stages are in
 * stages/.
 */

import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { SeenEvaluation } from '../domain/contracts/loop.ts';

/** "Evaluate again"; carries no data. */
export const nudge = defineSignal('nudge');

/** A history longer than this is restarted at the next quiet moment. */
const LONG_HISTORY = 300;
const local = proxyLocalActivities<Activities>({
  startToCloseTimeout: '3s',
  scheduleToCloseTimeout: '7s',
  retry: { maximumAttempts: 2 },
});
// Used when the local activity fails; trouble then shows as a pending activity.
const patient = proxyActivities<Activities>({ startToCloseTimeout: '10s', retry: { maximumInterval: '60s' } });

const CREDITOR = defineSearchAttributeKey('creditor', SearchAttributeType.KEYWORD);
const STAGE = defineSearchAttributeKey('stage', SearchAttributeType.KEYWORD);
const HEALTH = defineSearchAttributeKey('health', SearchAttributeType.KEYWORD);

/**
 * `handed`: what the previous run saw. Each evaluation gets what the last one returned, so that an older copy of the
 * database is detected.
 */
export async function account(id: string, handed?: SeenEvaluation): Promise<void> {
  let seen = handed;
  let nudged = false;
  setHandler(nudge, () => {
    nudged = true;
  });
  for (;;) {
    nudged = false;
    const answer = await local.look(id, seen).catch(() => patient.look(id, seen));
    seen = answer.seen ?? seen;
    if (answer.attributes) show(answer.attributes);
    if (nudged) continue;
    if (answer.over) return;
    if (workflowInfo().historyLength > LONG_HISTORY) await continueAsNew<typeof account>(id, seen);
    if (answer.waitMs === null) await condition(() => nudged);
    else await condition(() => nudged, answer.waitMs);
  }
}

/** Updates only attributes that differ, because each upsert is an event and a billable action. */
function show(attributes: { creditor: string; stage: string; health: string }): void {
  const shown = workflowInfo().typedSearchAttributes;
  const changed = [
    { key: CREDITOR, value: attributes.creditor },
    { key: STAGE, value: attributes.stage },
    { key: HEALTH, value: attributes.health },
  ].filter(({ key, value }) => shown.get(key) !== value);
  if (changed.length > 0) upsertSearchAttributes(changed);
}
