/** Restarts what ends by itself, and reports each restart. */
interface Ending {
  stop(): Promise<void>;
  onExit(run: () => void): void;
}
export interface Supervised<T> {
  /** The running instance, or the last that ran. */
  now(): T;
  /** Starts a new instance after the last was ended on purpose. */
  start(): Promise<void>;
  /** Ends it for good. */
  close(): Promise<void>;
}

/** Wall milliseconds before a restart; doubled after each failed start, up to the longest. */
const AGAIN_AFTER_MS = 1000;
const LONGEST_MS = 30_000;
const SLICE_MS = 100;

/**
 * `start` gets the previous instance, so that the new one can take its place (the same port). Without `report` nothing
 * is restarted.
 */
export async function supervise<T extends Ending>(
  name: string,
  start: (before: T | null) => Promise<T>,
  report: ((words: string) => void) | null,
): Promise<Supervised<T>> {
  let closing = false;
  let waiting: Promise<void> = Promise.resolve();
  const watched = (item: T): T => {
    item.onExit(() => {
      if (closing || report === null || current !== item) return;
      report(`${name} ended; it is started again`);
      waiting = again(item, report);
    });
    return item;
  };
  const again = async (before: T, tell: (words: string) => void): Promise<void> => {
    for (let pause = AGAIN_AFTER_MS; ; pause = Math.min(2 * pause, LONGEST_MS)) {
      for (let left = pause; left > 0 && !closing; left -= SLICE_MS)
        await new Promise((resolve) => setTimeout(resolve, SLICE_MS));
      if (closing) return;
      try {
        current = watched(await start(before));
        return;
      } catch (error) {
        tell(`${name} could not be started again: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  };
  let current: T = watched(await start(null));
  return {
    now: () => current,
    async start() {
      current = watched(await start(current));
    },
    async close() {
      closing = true;
      await waiting;
      await current.stop();
    },
  };
}
