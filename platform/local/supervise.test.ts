/** A process that ends by itself is restarted; a process that is ended on purpose is not. */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { supervise } from './supervise.ts';

interface Running {
  no: number;
  stopped: boolean;
  /** Makes it end by itself. */
  end(): void;
  stop(): Promise<void>;
  onExit(run: () => void): void;
}

let made: Running[];
let befores: (number | null)[];
let failures: number;
let said: string[];
const report = (words: string) => void said.push(words);
async function start(before: Running | null): Promise<Running> {
  if (failures > 0) {
    failures -= 1;
    throw new Error('the port is taken');
  }
  befores.push(before?.no ?? null);
  let exit: () => void = () => undefined;
  const item: Running = {
    no: made.length,
    stopped: false,
    end: () => exit(),
    stop: async () => {
      item.stopped = true;
      exit();
    },
    onExit: (run) => {
      exit = run;
    },
  };
  made.push(item);
  return item;
}

beforeEach(() => {
  jest.useFakeTimers();
  [made, befores, failures, said] = [[], [], 0, []];
});
afterEach(() => {
  jest.useRealTimers();
});

test('it is started again after a second, told whose place it takes, again and again', async () => {
  const kept = await supervise('worker 1', start, report);
  made[0]?.end();
  await jest.advanceTimersByTimeAsync(900);
  expect(made).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(200);
  made[1]?.end();
  await jest.advanceTimersByTimeAsync(1100);
  expect([befores, kept.now().no]).toEqual([[null, 0, 1], 2]);
  expect(said).toEqual(['worker 1 ended; it is started again', 'worker 1 ended; it is started again']);
});

test('a start that fails is tried again, more and more slowly, and each time says why', async () => {
  const kept = await supervise('worker 1', start, report);
  failures = 2;
  made[0]?.end();
  await jest.advanceTimersByTimeAsync(1000 + 2000 + 3900);
  expect(made).toHaveLength(1);
  await jest.advanceTimersByTimeAsync(200);
  expect([kept.now().no, said.slice(1)]).toEqual([
    1,
    [
      'worker 1 could not be started again: the port is taken',
      'worker 1 could not be started again: the port is taken',
    ],
  ]);
});

test('closed for good: nothing is started any more, not even what was about to be', async () => {
  const kept = await supervise('worker 1', start, report);
  made[0]?.end();
  const closed = kept.close();
  await jest.advanceTimersByTimeAsync(60_000);
  await closed;
  expect([made.length, made[0]?.stopped]).toEqual([1, true]);
});

test('one that is being started when all is closed is ended too', async () => {
  let letGo: () => void = () => undefined;
  const slow = async (before: Running | null) => {
    if (before !== null) await new Promise<void>((resolve) => (letGo = resolve));
    return start(before);
  };
  const kept = await supervise('worker 1', slow, report);
  made[0]?.end();
  await jest.advanceTimersByTimeAsync(1100);
  const closed = kept.close();
  letGo();
  await closed;
  expect([made.length, made[1]?.stopped]).toEqual([2, true]);
});

test('without a voice nothing is started again but by hand', async () => {
  const kept = await supervise('worker 1', start, null);
  made[0]?.end();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(made).toHaveLength(1);
  await kept.start();
  expect([befores, kept.now().no]).toEqual([[null, 0], 1]);
});

test('a first start that fails is for the caller to know', async () => {
  failures = 1;
  await expect(supervise('worker 1', start, report)).rejects.toThrow('the port is taken');
  expect(said).toEqual([]);
});
