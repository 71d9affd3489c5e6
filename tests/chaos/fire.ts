/**
 * The faults of a run, drawn from its seed: a kill -9 every few seconds, another fault at longer intervals, and a
 * provider that always misbehaves.
 */
import type { Armed } from '../support/provider-double/faults.ts';
import { ALL_SCENARIOS } from './all-scenarios.ts';
import { type Dice, openDice } from './dice.ts';
import { insist, pause } from './patience.ts';
import type { RecoveryWatch } from './recovery.ts';
import type { Scenario } from './scenarios.ts';
import type { ChaosWorld } from './world.ts';

export interface Fire {
  /** Number of faults so far, by kind. */
  readonly faults: Readonly<Record<string, number>>;
  kills(): number;
  /** Makes the provider misbehave. */
  misbehave(): Promise<void>;
  /** Strikes until `over`. */
  burn(over: () => boolean): Promise<void>;
  /** Ends all faults, including those of the provider. */
  cease(): Promise<void>;
  /** Faults of the provider that occurred. */
  met(): Promise<Record<string, number>>;
}
export interface FireOptions {
  seed: number;
  killEveryMs: number;
  otherEveryMs: number;
  only: readonly string[] | null;
  report(words: string): void;
}

/** Chances per message or receipt. */
const MISBEHAVIOUR: readonly Armed[] = [
  { fault: 'accept-reset', chance: 0.004 },
  { fault: 'accept-500', chance: 0.004, protocol: 'http' },
  { fault: 'accept-hang', chance: 0.001 },
  { fault: 'hang', chance: 0.001 },
  { fault: 'reset', chance: 0.004 },
  { fault: '500', chance: 0.004 },
  { fault: 'busy', chance: 0.003, retryAfterSeconds: 1 },
  { fault: 'slow', chance: 0.3, ms: 100 },
  { fault: 'twice', chance: 0.05 },
  { fault: 'late', chance: 0.05, ms: 2000 },
  { fault: 'lost', chance: 0.02 },
  { fault: 'forged', chance: 0.02 },
  { fault: 'early', chance: 0.05 },
];

/** Weights of the steady kills. */
const WEIGHTS: Readonly<Record<string, number>> = {
  'kill-worker': 5,
  'kill-postgres': 1,
  'kill-redis': 2,
  'kill-temporal': 2,
};

export function openFire(world: ChaosWorld, watch: RecoveryWatch, options: FireOptions): Fire {
  const faults: Record<string, number> = {};
  let kills = 0;
  const fit = ALL_SCENARIOS.filter((scenario) => {
    const named = options.only?.includes(scenario.name);
    const unfit = scenario.unfit?.(world) ?? null;
    if (named && unfit !== null) options.report(`${scenario.name} is skipped: ${unfit}`);
    return (named ?? !scenario.byCommand) && unfit === null;
  });
  const strike = async (scenario: Scenario, dice: Dice): Promise<void> => {
    options.report(`fault: ${scenario.kind}`);
    faults[scenario.kind] = (faults[scenario.kind] ?? 0) + 1;
    if (scenario.kills) kills += 1;
    await scenario.run(world, dice);
    watch.ended(scenario.name);
  };
  const how = { strike, ready: (scenario: Scenario) => scenario.ready?.(world) ?? true };
  return {
    faults,
    kills: () => kills,
    async misbehave() {
      for (const armed of MISBEHAVIOUR) await insist(() => world.double.arm(armed));
    },
    async burn(over) {
      const deadly = fit
        .filter((scenario) => scenario.kills)
        .flatMap((kill) => Array.from({ length: WEIGHTS[kill.name] ?? 1 }, () => kill));
      const others = fit.filter((scenario) => !scenario.kills);
      await Promise.all([
        every(options.killEveryMs, over, deadly, openDice(options.seed, 'kills'), how),
        every(options.otherEveryMs, over, others, openDice(options.seed, 'others'), how),
      ]);
    },
    async cease() {
      await insist(() => world.double.clear());
      for (const line of Object.values(world.links)) line.repair();
    },
    met: () => insist(() => world.double.met()),
  };
}

/** Draws scenarios from a pile without replacement and refills it when empty, so that every scenario gets its turn. */
async function every(
  ms: number,
  over: () => boolean,
  scenarios: readonly Scenario[],
  dice: Dice,
  { strike, ready }: { strike(scenario: Scenario, dice: Dice): Promise<void>; ready(scenario: Scenario): boolean },
): Promise<void> {
  const pile: Scenario[] = [];
  while (!over() && scenarios.length > 0) {
    const until = performance.now() + ms * (0.8 + 0.4 * dice.next());
    while (performance.now() < until && !over()) await pause(50);
    if (over()) return;
    if (pile.length === 0) pile.push(...scenarios);
    const first = dice.between(0, pile.length - 1);
    const at = pile.findIndex((scenario, index) => index >= first && ready(scenario));
    const [item] = at < 0 ? [] : pile.splice(at, 1);
    if (item) await strike(item, dice);
  }
}
