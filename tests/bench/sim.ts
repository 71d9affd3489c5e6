/**
 * How many account-years the simulation lives a second, on one core, with all faults and checks. `npm run bench -- sim`. One JSON line; exit 1 when the gate is
 * missed.
 */
import { runSeed } from '../simulation/run-seed.ts';
import { report } from './report.ts';

/** The first seed builds the tables of the time zones and warms the code up; it does not count. */
const WARM_UP = 1;
const SEEDS = [2, 3, 4, 5, 6];
const GATE = 200;

function yearsPerSecond(seed: number): number {
  const started = process.cpuUsage();
  const { accountYears } = runSeed(seed);
  const { user, system } = process.cpuUsage(started);
  return accountYears / ((user + system) / 1e6);
}

runSeed(WARM_UP);
const speeds = SEEDS.map(yearsPerSecond).sort((a, b) => a - b);
report(
  'sim',
  {
    figure: 'account-years-per-second',
    value: speeds[Math.floor(speeds.length / 2)] as number,
    unit: 'account-years/s of CPU',
    atLeast: GATE,
  },
  { seeds: SEEDS.length },
);
