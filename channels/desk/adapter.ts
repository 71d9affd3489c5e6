/** Calls and desk tasks become rows of the table `task`, written by the claim. There is no provider to call. */
import type { ChannelAdapter } from '../channel.ts';
import { holds, PERMIT_PASSED } from '../outbox/adapter.ts';

/** `sent` means that staff may see the task now. `ask` answers `not-sent`, since this channel sends nothing out. */
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
    // This channel sends nothing out.
    log: async () => [],
  };
}
