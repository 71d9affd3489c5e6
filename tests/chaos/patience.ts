/** Waiting in a world that breaks. */
export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Repeats what fails while Postgres is away. Throws the last error after `ms`. */
export async function insist<T>(ask: () => Promise<T>, ms = 120_000): Promise<T> {
  for (const end = performance.now() + ms; ; ) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() > end) throw error;
      await pause(100);
    }
  }
}

/** Waits until it holds; what fails does not. False when it did not within `ms`. */
export async function holdsWithin(ms: number, holds: () => Promise<boolean>, everyMs = 50): Promise<boolean> {
  for (const end = performance.now() + ms; performance.now() < end; await pause(everyMs))
    if (await holds().catch(() => false)) return true;
  return false;
}
