/** Time limits, and which lanes may repeat a call. */
import { type Channel, isFileChannel } from '../../domain/channels.ts';

export const LEASE_MS = 60_000;
export const SLOWEST_CALL_MS = 10_000;

/** Files have names that make a repeat harmless. */
export const isAtLeastOnce = (channel: Channel): boolean => isFileChannel(channel);
