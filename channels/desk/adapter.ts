/** Calls and desk tasks leave as rows of the table `task`, written by whoever claims them; there is nothing outside to call. */
import type { ChannelAdapter } from '../channel.ts';
import { holds, PERMIT_PASSED } from '../outbox/adapter.ts';

/** `sent` means: the caller may show the task now. `not-sent` to `ask` is true always, since nothing leaves through here. */
export function openDesk(id: 'call' | 'desk'): ChannelAdapter {
  return {
    id,
    slowestCallMs: 0,
    policy: 'at-most-once',
    send: async (permit) =>
      holds(permit)
        ? { kind: 'sent', reference: `task/${permit.effectId}` }
        : { kind: 'not-sent', reason: PERMIT_PASSED },
    ask: async () => 'not-sent',
    // Nothing leaves through here.
    log: async () => [],
  };
}
