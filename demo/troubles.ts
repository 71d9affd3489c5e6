/** Two troubles that belong to a run: workers that are killed, and an SMS lane that refuses. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoApi } from './outside/api-client.ts';
import type { Parts } from './parts.ts';

/** Days of the run, counted from 1 as the screen does. */
export const KILL_DAY = 60;
export const REFUSES_FROM = 75;
export const REFUSES_UNTIL = 78;

/** kill -9 while the day's messages leave; two others start and free what was claimed. */
export async function killWorkers(parts: Parts, tell: (words: string) => Promise<void>): Promise<void> {
  await parts.killWorkers();
  await tell('both workers were killed with -9 while messages left; the clock stands still');
  await parts.startWorkers();
  await tell('two new workers run; what was claimed is asked of its channel and goes on');
}

/**
 * The SMS lane refuses: a file stands where the outbox needs a folder, as if a disk had been mounted wrong. The adapter is the real one; it proves that nothing left.
 * What was sent before is set aside meanwhile.
 */
export class BrokenLane {
  private readonly path: string;
  private readonly aside: string;
  broken = false;

  constructor(outbox: string) {
    this.path = join(outbox, 'sms');
    this.aside = join(outbox, '.sms-set-aside');
  }
  break(): void {
    mkdirSync(this.path, { recursive: true });
    renameSync(this.path, this.aside);
    writeFileSync(this.path, 'this is no folder\n', { mode: 0o600 });
    this.broken = true;
  }
  repair(): void {
    rmSync(this.path);
    renameSync(this.aside, this.path);
    this.broken = false;
  }
}

export interface StuckItem {
  account: string | null;
  code: string;
  cause: string;
  remedy: string;
  effect: string | null;
}
const CODE = 'send-failed';

/** What `stuck` says of the lane; the words of the first entry stand for all. */
export async function readStuck(door: DemoApi): Promise<StuckItem[]> {
  return door.get<StuckItem[]>(`/v1/stuck?code=${CODE}`);
}
/** `retry`, as a person would after mending the lane. Returns how many were freed. */
export async function retryStuck(door: DemoApi): Promise<number> {
  const { effects } = await door.post<{ effects: string[] }>(`/v1/stuck/${CODE}/retry`, {});
  return effects.length;
}
