/** Waiting in a world that breaks. */
export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Repeats `ask` while it fails, as it does when Postgres is away. Throws the last error after `ms`. */
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

/** Waits until `holds` is true; an error counts as false. Returns false if that does not happen within `ms`. */
export async function holdsWithin(ms: number, holds: () => Promise<boolean>, everyMs = 50): Promise<boolean> {
  for (const end = performance.now() + ms; performance.now() < end; await pause(everyMs))
    if (await holds().catch(() => false)) return true;
  return false;
}
