/** Lists of the API, which answers a page at a time. */
import type { ApiClient } from './api-client.ts';

/** Entries a request; the API answers no more at once. */
const PAGE = 1000;

/** A list of the API. */
export interface PagedList<T> {
  path: string;
  filter: Readonly<Record<string, string | boolean | undefined>>;
  /** The entry after which the first page begins; the first of all when left out. */
  after?: string | undefined;
  /** What names an entry as `after`. */
  keyOf(entry: T): string;
}

/** How many entries are asked for: what `--limit` says; without it all with `--json`, else those of a screen. */
export function limitOf({ limit, json }: { limit?: number; json?: boolean | undefined }, screen: number): number {
  return limit ?? (json ? Number.POSITIVE_INFINITY : screen);
}

/** The first `limit` entries, page by page. */
export async function readPages<T>(api: ApiClient, list: PagedList<T>, limit: number): Promise<T[]> {
  const entries: T[] = [];
  while (entries.length < limit) {
    const size = Math.min(PAGE, limit - entries.length);
    const last = entries.at(-1);
    const after = last === undefined ? list.after : list.keyOf(last);
    const page = await api.get<T[]>(list.path, { ...list.filter, after, limit: size });
    entries.push(...page);
    if (page.length < size) break;
  }
  return entries;
}
