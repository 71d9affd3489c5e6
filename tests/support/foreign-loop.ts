/** A loop of an account as no release wrote it: our code cannot replay its history. */
import { sleep } from '@temporalio/workflow';

export async function account(): Promise<void> {
  await sleep('365 days');
}
