/** Two planned troubles of a run: killed workers, and an SMS lane that refuses. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DemoApi } from './outside/api-client.ts';
import type { Parts } from './parts.ts';

/** Days of the run, counted from 1 as on the screen. */
export const KILL_DAY = 60;
export const REFUSES_FROM = 75;
export const REFUSES_UNTIL = 78;

/** kill -9 while the day's messages are being sent. Two new workers start and free what was claimed. */
export async function killWorkers(parts: Parts, tell: (words: string) => Promise<void>): Promise<void> {
  await parts.killWorkers();
  await tell('both workers were killed with -9 while messages left; the clock stands still');
  await parts.startWorkers();
  await tell('two new workers run; what was claimed is asked of its channel and goes on');
}

/**
 * Makes the SMS lane refuse: a file takes the place of a folder that the outbox needs, as after a wrong mount. The
 * adapter is real and proves that nothing was sent. Messages sent earlier are moved aside.
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

interface StuckItem {
  account: string | null;
  code: string;
  cause: string;
  remedy: string;
  effect: string | null;
}
const CODE = 'send-failed';

/** The lane's entries of `stuck`. */
export async function readStuck(api: DemoApi): Promise<StuckItem[]> {
  return api.get<StuckItem[]>(`/v1/stuck?code=${CODE}`);
}
/** Calls `retry`, as a person would after the repair. Returns the number of freed effects. */
export async function retryStuck(api: DemoApi): Promise<number> {
  const { effects } = await api.post<{ effects: string[] }>(`/v1/stuck/${CODE}/retry`, {});
  return effects.length;
}
