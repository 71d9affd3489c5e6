/**
 * Combines items into batches, so that many commits become one: while calls are under way, new items gather for the
 * next. A failing item never fails its neighbours.
 */

interface CollectorOptions {
  /** Wall milliseconds that an item waits for others while fewer calls than `inFlight` are under way. */
  waitMs: number;
  /** Most items a call. */
  most: number;
  /** Most calls under way at once. */
  inFlight: number;
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
  { waitMs, most, inFlight }: CollectorOptions,
): (item: T) => Promise<R> {
  const waiting: Waiting<T, R>[] = [];
  let underWay = 0;
  let timer: NodeJS.Timeout | null = null;
  const flush = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (waiting.length === 0 || underWay >= inFlight) return;
    underWay += 1;
    void runBatch(run, waiting.splice(0, most)).finally(() => {
      underWay -= 1;
      flush();
    });
    if (waiting.length > 0) schedule();
  };
  const schedule = () => {
    if (waiting.length >= most) flush();
    else if (underWay < inFlight) timer ??= setTimeout(flush, waitMs);
  };
  return (item) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
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
