/** What can break, by name. `run` resolves when the fault ends; the system must heal what it broke. */
import { Redis } from 'ioredis';
import type { Dice } from './dice.ts';
import type { Kind } from './parts.ts';
import { insist, pause } from './patience.ts';
import { type ChaosWorld, emptyQueue, hostOf, type Link } from './world.ts';

export interface Scenario {
  name: string;
  /** Name under which it is counted. */
  kind: string;
  /** It is a kill -9, so it is part of the steady fire of a long run. */
  kills?: true;
  /** Runs only if named: it needs root, or takes long. */
  byCommand?: true;
  /** Why it is impossible here; null if it is possible. */
  unfit?(world: ChaosWorld): string | null;
  /** False while its target is not running. */
  ready?(world: ChaosWorld): boolean;
  run(world: ChaosWorld, dice: Dice): Promise<void>;
}

/** Wall milliseconds of a freeze: 2.5 times the lock of a job (2 s in this world). */
const STOP_MS = 5000;
/** Wall milliseconds of a broken link; can be longer than the time limit of a provider call. */
const BREAK_MS = { least: 3000, most: 12_000 } as const;

const VICTIMS: readonly Kind[] = ['worker', 'postgres', 'redis', 'temporal'];
const TITLES: Readonly<Record<string, string>> = {
  worker: 'a worker',
  postgres: 'Postgres',
  redis: 'Redis',
  temporal: 'Temporal',
};

const partOf = (world: ChaosWorld, kind: Kind, dice: Dice) =>
  kind === 'worker' ? dice.pick(world.workers()) : world.part(kind);
const needsQueue = (kind: Kind) =>
  kind === 'redis'
    ? { unfit: (world: ChaosWorld) => (world.redisUrl === null ? 'the queue is in Postgres' : null) }
    : {};

const kill = (kind: Kind): Scenario => ({
  name: `kill-${kind}`,
  kind: `kill -9 of ${TITLES[kind]}`,
  kills: true,
  ...needsQueue(kind),
  // The steady fire leaves one worker running; `kill-all` covers the case without any.
  ready: (world) => world.parts.every((part) => part.kind !== kind || part.pid() !== null),
  run: async (world, dice) => {
    // Every other time the queue restarts empty.
    if (kind === 'redis' && dice.chance(0.5)) {
      await world.part('redis').down();
      emptyQueue(world.dir);
      world.part('redis').up();
    } else await partOf(world, kind, dice).kill();
  },
});

const stopAndGoOn = (kind: Kind): Scenario => ({
  name: `stop-${kind}`,
  kind: `stop and go on of ${TITLES[kind]}`,
  ...needsQueue(kind),
  run: async (world, dice) => {
    const goOn = partOf(world, kind, dice).freeze();
    await pause(STOP_MS).finally(goOn);
  },
});

const LINKS: Readonly<Record<Link, string>> = { database: 'Postgres', http: 'the provider', smtp: 'the provider' };

const breakLines = (links: readonly Link[], how: 'resetAll' | 'swallow'): Scenario => ({
  name: `${how === 'swallow' ? 'hole' : 'reset'}-${links.includes('database') ? 'postgres' : 'provider'}`,
  kind: `${how === 'swallow' ? 'black hole' : 'resets'} to ${LINKS[links[0] ?? 'http']}`,
  run: async (world, dice) => {
    for (const link of links) world.links[link][how]();
    await pause(dice.between(BREAK_MS.least, BREAK_MS.most)).finally(() => {
      for (const link of links) world.links[link].repair();
    });
  },
});

const flushQueue: Scenario = {
  name: 'flushall',
  kind: 'FLUSHALL',
  ...needsQueue('redis'),
  run: async ({ redisUrl }) => {
    await insist(async () => {
      const redis = new Redis(redisUrl ?? '', { lazyConnect: true, retryStrategy: () => null });
      redis.on('error', () => undefined);
      await redis
        .connect()
        .then(() => redis.flushall())
        .finally(() => redis.disconnect());
    });
  },
};

/** Wall milliseconds that an added worker works before it is killed. */
const ADDED_MS = { least: 2000, most: 8000 } as const;

/** A host comes, works and is gone. */
const addWorker: Scenario = {
  name: 'add-worker',
  kind: 'a worker added, then kill -9 of it',
  unfit: ({ options }) => (options.ownHomes ? null : 'the workers share a home'),
  run: async (world, dice) => {
    const worker = await world.extraWorker(hostOf(world.options, world.dir, `added-${Date.now()}`));
    await pause(dice.between(ADDED_MS.least, ADDED_MS.most)).finally(() => worker.kill());
  },
};

/** Like a power failure: all at the same moment, each restarts on its own. */
const killAll: Scenario = {
  name: 'kill-all',
  kind: 'kill -9 of everything at once',
  run: async (world) => {
    await Promise.all(world.parts.filter((part) => part.kind !== 'double').map((part) => part.kill()));
  },
};

export const SCENARIOS: readonly Scenario[] = [
  ...VICTIMS.map(kill),
  ...VICTIMS.map(stopAndGoOn),
  breakLines(['http', 'smtp'], 'resetAll'),
  breakLines(['http', 'smtp'], 'swallow'),
  breakLines(['database'], 'resetAll'),
  breakLines(['database'], 'swallow'),
  flushQueue,
  addWorker,
  killAll,
];
