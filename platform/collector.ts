/**
 * Combines items that arrive within a few milliseconds into one call, so that many commits become one. A failing item
 * never fails its neighbours.
 */

interface CollectorOptions {
  /** Wall milliseconds that the first item waits for others. */
  waitMs: number;
  /** Maximum number of items per call. */
  most: number;
}
interface Waiting<T, R> {
  item: T;
  resolve(result: R): void;
  reject(reason: unknown): void;
}

/**
 * Returns a function for single items. If `run` throws for several items, each is retried alone, so that only the
 * faulty item fails.
 */
export function collect<T, R>(
  run: (items: T[]) => Promise<R[]>,
  { waitMs, most }: CollectorOptions,
): (item: T) => Promise<R> {
  let waiting: Waiting<T, R>[] = [];
  let timer: NodeJS.Timeout | null = null;
  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    const batch = waiting;
    waiting = [];
    if (batch.length > 0) void runBatch(run, batch);
  };
  return (item) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (waiting.length >= most) flush();
      else timer ??= setTimeout(flush, waitMs);
    });
}

async function runBatch<T, R>(run: (items: T[]) => Promise<R[]>, batch: Waiting<T, R>[]): Promise<void> {
  try {
    const results = await run(batch.map((waiting) => waiting.item));
    for (const [index, waiting] of batch.entries()) waiting.resolve(results[index] as R);
  } catch (error) {
    const [only] = batch;
    if (batch.length === 1 && only) return only.reject(error);
    for (const waiting of batch)
      await run([waiting.item]).then((results) => waiting.resolve(results[0] as R), waiting.reject);
  }
}
