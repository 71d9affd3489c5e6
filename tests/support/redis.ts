/** A Redis server for the test run, on a free port or the given one. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { endWithParent, stopChild, whenEnded } from '../../platform/local/children.ts';
import { freePort } from '../../platform/local/ports.ts';
import { findRedis } from './find-redis.ts';

export interface TestRedis {
  url: string;
  pid: number;
  onExit(run: () => void): void;
  close(): Promise<void>;
}

export async function startRedis(dir: string, settings: readonly string[] = [], on?: number): Promise<TestRedis> {
  const program = findRedis();
  mkdirSync(dir, { recursive: true });
  const port = on ?? (await freePort());
  const child = spawn(
    program,
    [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      dir,
      '--save',
      '',
      '--maxmemory-policy',
      'noeviction',
      ...settings,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  endWithParent(child);
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString('utf8').includes('Ready to accept connections')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`redis-server ended at its start (${code})`)));
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: child.pid as number,
    onExit: (run) => whenEnded(child, run),
    close: () => stopChild(child),
  };
}
