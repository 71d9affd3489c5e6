/** The account's loop with a timer that no history has: replay must refuse it. Only for tests/replay/replay.test.ts. */
import { sleep } from '@temporalio/workflow';
import { account as right } from '../../../workflows/account.ts';

export async function account(id: string): Promise<void> {
  await sleep(1);
  await right(id);
}
