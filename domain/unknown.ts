/** An effect whose outcome is unknown: the provider is asked, then a person decides. */
import type { TaskKind } from './tasks.ts';
import { DAY_MS, type Instant } from './time.ts';

/** Business time after which a person must find out. */
export const UNKNOWN_DEADLINE_MS = DAY_MS;
/** Kind of the task that the deadline opens. */
export const UNKNOWN_TASK = 'settle-unknown' satisfies TaskKind;

/** When a person must find out about an effect that became unknown at `since`. Business time. */
export const unknownDeadline = (since: Instant): Instant => since + UNKNOWN_DEADLINE_MS;
