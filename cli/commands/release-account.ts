/** `arrears release`: ends every hold of an account. */
import { findAccount } from '../account.ts';
import { openDoor } from '../door.ts';
import { type FactOptions, sendFact } from '../facts.ts';

export async function releaseAccount(typed: string, options: FactOptions & { reason: string }): Promise<void> {
  const door = openDoor();
  const account = await findAccount(door, typed);
  await sendFact(
    door,
    account,
    'hold-released',
    { facts: { reason: options.reason }, words: 'every hold is released' },
    options,
  );
}
