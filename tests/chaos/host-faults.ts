/**
 * Faults of the machine, run only on request: full disks need root and their own small disks, a shifted clock needs
 * libfaketime.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Dice } from './dice.ts';
import { pause } from './patience.ts';
import type { Scenario } from './scenarios.ts';
import type { ChaosWorld } from './world.ts';

const FULL_MS = 8000;
const SKEWED_MS = 15_000;
const BLOCK = Buffer.alloc(1024 * 1024, 1);
const DISKS = { postgres: '768m', home: '64m' } as const;
type Disk = keyof typeof DISKS;

/** Mounts small disks below a world's folder. Returns how to unmount them, or why mounting is impossible. */
export function mountSmallDisks(dir: string): { unmount(): Promise<void> } | string {
  if (process.getuid?.() !== 0) return 'small disks need root';
  const mounted: string[] = [];
  const unmount = async () => {
    for (const path of mounted.splice(0)) spawnSync('umount', ['-l', path]);
  };
  for (const [name, size] of Object.entries(DISKS)) {
    const path = join(dir, name);
    mkdirSync(path);
    const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=0711`, 'tmpfs', path], {
      encoding: 'utf8',
    });
    if (status !== 0) {
      void unmount();
      return `no small disk could be mounted: ${stderr.trim()}`;
    }
    mounted.push(path);
  }
  return { unmount };
}

const fill = (disk: Disk, kind: string): Scenario => ({
  name: `disk-${disk === 'home' ? 'outbox' : disk}`,
  kind,
  byCommand: true,
  unfit: (world) => (world.smallDisks === true ? null : world.smallDisks),
  run: async (world) => {
    const ballast = join(world.dir, disk, 'ballast');
    const refill = setInterval(() => fillUp(ballast), 200);
    fillUp(ballast);
    await pause(FULL_MS).finally(() => {
      clearInterval(refill);
      rmSync(ballast, { force: true });
    });
  },
});

/** Fills the disk. Repeated calls also use space freed since. */
function fillUp(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (let size = BLOCK.length; size >= 4096; ) {
      try {
        writeSync(file, BLOCK, 0, size);
      } catch {
        size = Math.floor(size / 4);
      }
    }
  } finally {
    closeSync(file);
  }
}

const FAKE_TIME = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1',
].find(existsSync);
const STEPS = ['-1h', '+1h', '+1d'] as const;

const stepClock: Scenario = {
  name: 'clock-step',
  kind: 'a worker whose wall clock is hours off',
  byCommand: true,
  unfit: () => (FAKE_TIME === undefined ? 'libfaketime is not installed' : null),
  run: async (world: ChaosWorld, dice: Dice) => {
    const skewed = await world.extraWorker({
      LD_PRELOAD: FAKE_TIME ?? '',
      FAKETIME: dice.pick(STEPS),
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    });
    await pause(SKEWED_MS).finally(() => skewed.kill());
  },
};

export const HOST_FAULTS: readonly Scenario[] = [
  fill('postgres', "Postgres's disk is full"),
  fill('home', 'the disk of the outbox is full'),
  stepClock,
];
