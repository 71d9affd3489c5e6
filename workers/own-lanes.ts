/** The lanes that this process works (ARREARS_LANES). It queues, evaluates and sweeps for all of them. */
import type { ChannelAdapter } from '../channels/channel.ts';
import type { Channel } from '../domain/channels.ts';
import type { Lanes } from '../platform/queue.ts';

/** The queue, of which only these lanes are worked. */
export function workOnly(lanes: Lanes, own: ReadonlySet<string>): Lanes {
  return {
    ...lanes,
    work: (lane, ...how) => {
      if (own.has(lane)) lanes.work(lane, ...how);
    },
  };
}

/** The channels that this process asks what became of a call. Others may not see what was sent by them. */
export function askOnly(
  channels: Readonly<Record<Channel, ChannelAdapter>>,
  own: ReadonlySet<string>,
): Readonly<Partial<Record<Channel, ChannelAdapter>>> {
  return Object.fromEntries(Object.entries(channels).filter(([lane]) => own.has(lane)));
}
