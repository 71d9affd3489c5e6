/** The processes of the system under test. Each is supervised and can be killed, frozen, resumed and held down. */
import { readdirSync, readFileSync } from 'node:fs';

export type Kind = 'worker' | 'api' | 'postgres' | 'redis' | 'temporal' | 'double';

/** A process that was started. */
export interface Started {
  pid: number;
  onExit(run: () => void): void;
}
export interface ChaosPart {
  readonly name: string;
  readonly kind: Kind;
  /** Null while it is down. */
  pid(): number | null;
  /** kill -9 of it and its children; it is restarted at once. */
  kill(): Promise<void>;
  /** kill -9; it stays down until `up`. */
  down(): Promise<void>;
  up(): void;
  /** SIGSTOP of it and its children. The returned function resumes exactly these. */
  freeze(): () => void;
  /** Waits until it runs. Throws after `ms` wall milliseconds. */
  ready(ms: number): Promise<void>;
  /** How often it ended without being killed. */
  endedByItself(): number;
  /** Kills it for good. */
  close(): Promise<void>;
}

/** Wall milliseconds between attempts to start it. */
const AGAIN_MS = 150;
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // The process has ended.
  }
}

/**
 * The process and its children, from /proc. Children of Postgres have sessions of their own, so a signal to the group
 * would miss them.
 */
export function treeOf(pid: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((value) => parentOf(value) === pid);
  return [pid, ...children];
}

function parentOf(pid: number): number | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}

/** Supervises a process. Resolves once it runs for the first time; throws if the first start fails. */
export async function supervisePart(
  name: string,
  kind: Kind,
  start: () => Promise<Started>,
  report: (words: string) => void,
): Promise<ChaosPart> {
  const state = { current: null as Started | null, held: false, closing: false, expected: false, deaths: 0 };
  let exited: Promise<void> = Promise.resolve();
  const run = (started: Started): void => {
    state.current = started;
    state.expected = false;
    exited = new Promise((resolve) => started.onExit(resolve));
    if (state.closing || state.held) strike();
  };
  const strike = (): void => {
    state.expected = true;
    if (state.current) for (const pid of treeOf(state.current.pid)) signal(pid, 'SIGKILL');
  };
  const supervise = async (): Promise<void> => {
    while (!state.closing) {
      await exited;
      if (state.current && !state.expected) {
        state.deaths += 1;
        report(`${name} ended by itself`);
      }
      state.current = null;
      while (state.held && !state.closing) await pause(20);
      if (state.closing) return;
      await start().then(run, async (error: unknown) => {
        report(`${name} could not be started: ${error instanceof Error ? error.message : 'error'}`);
        await pause(AGAIN_MS);
      });
    }
  };
  run(await start());
  const supervised = supervise();
  return {
    name,
    kind,
    pid: () => state.current?.pid ?? null,
    async kill() {
      strike();
      await exited;
    },
    async down() {
      state.held = true;
      strike();
      await exited;
    },
    up() {
      state.held = false;
    },
    freeze() {
      const frozen = new Set<number>();
      // The second pass catches children started during the first.
      for (let pass = 0; pass < 2 && state.current; pass += 1)
        for (const pid of treeOf(state.current.pid)) {
          frozen.add(pid);
          signal(pid, 'SIGSTOP');
        }
      return () => {
        for (const pid of frozen) signal(pid, 'SIGCONT');
      };
    },
    async ready(ms) {
      for (const end = performance.now() + ms; state.current === null; await pause(20))
        if (performance.now() > end) throw new Error(`${name} does not run`);
    },
    endedByItself: () => state.deaths,
    async close() {
      state.closing = true;
      strike();
      await supervised;
    },
  };
}
