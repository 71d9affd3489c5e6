/** A job queue that does the work of Arrears for comparison. Its module exports `peer`. */

/** Sends items, given by number, and records them (item.ts). */
export type SendItems = (items: readonly string[]) => Promise<void>;

/** The servers that a run has for itself. */
export interface Place {
  /** An empty database but for the tables of item.ts. */
  databaseUrl: string;
  redisUrl: string;
}

export interface Peer {
  /** Makes what the library needs and adds a job for each item. */
  fill(place: Place, items: readonly string[]): Promise<void>;
  /** Connects a worker process. It takes no job before `begin`. */
  open(place: Place, send: SendItems): Promise<{ begin(): Promise<void> }>;
  /**
   * Lets the time pass after which the library by default retries the jobs of a dead worker, by moving its rows into
   * the past. Missing: that time is waited for.
   */
  passTime?(place: Place): Promise<void>;
}

/** Jobs that a worker process runs at once, and connections that it opens for the rows of items. */
export const AT_ONCE = 20;
/** Jobs added by one call. */
const ADDED_AT_ONCE = 1000;

export async function inBatches<T>(items: readonly T[], add: (batch: T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < items.length; at += ADDED_AT_ONCE) await add(items.slice(at, at + ADDED_AT_ONCE));
}
