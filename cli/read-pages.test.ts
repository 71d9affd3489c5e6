import { expect, test } from '@jest/globals';
import type { ApiClient } from './api-client.ts';
import { limitOf, readPages } from './read-pages.ts';

const ALL = Array.from({ length: 2345 }, (_, index) => index + 1);
/** An API that lists numbers, at most 1,000 at once. */
const asked: unknown[] = [];
const api = {
  get: async (_: string, { after = 0, limit }: { after?: string | number; limit: number }) => {
    asked.push(limit);
    return ALL.slice(Number(after)).slice(0, Math.min(limit, 1000));
  },
} as unknown as ApiClient;
const read = async (limit: number) => {
  asked.length = 0;
  return readPages(api, { path: '/v1/numbers', filter: {}, keyOf: (entry: number) => String(entry) }, limit);
};

test('a list is read page by page, up to what was asked for', async () => {
  expect(await read(Number.POSITIVE_INFINITY)).toEqual(ALL);
  expect(asked).toEqual([1000, 1000, 1000]);
  expect(await read(1500)).toEqual(ALL.slice(0, 1500));
  expect(asked).toEqual([1000, 500]);
  expect(await read(2)).toEqual([1, 2]);
});

test('--json gives all; a terminal a screen; --limit what it says', () => {
  expect(limitOf({ json: true }, 100)).toBe(Number.POSITIVE_INFINITY);
  expect(limitOf({}, 100)).toBe(100);
  expect(limitOf({ json: true, limit: 3 }, 100)).toBe(3);
});
