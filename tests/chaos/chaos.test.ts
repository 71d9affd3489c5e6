/**
 * The short run: real processes under fire, then one worker death at each named point. `npm run chaos` runs longer and
 * includes scenarios that need root. The time limits assume an otherwise idle machine, so invariants are tested first.
 */
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type CrashReport, dieAtEach, WORKER_POINTS } from './crash-points.ts';
import { type ChaosReport, runChaos } from './run-chaos.ts';

jest.setTimeout(480_000);
const logLine = () => undefined;

describe('a kill -9 every few seconds, and everything else in between', () => {
  let report: ChaosReport;
  let findings: string[];
  beforeAll(async () => {
    const ran = await runChaos({
      minutes: 5,
      seed: 7,
      queue: 'redis',
      effects: 1000,
      kills: 20,
      killEveryMs: 3000,
      otherEveryMs: 10_000,
      only: null,
      wave: 300,
      report: logLine,
    });
    ({ report, findings } = ran);
  });

  test('nothing leaves twice, nothing is lost, nothing is violated', () => {
    expect(findings).toEqual([]);
    expect(report).toMatchObject({ duplicates: 0, losses: 0, violations: 0, contactsAfterPayment: 0, unknownOpen: 0 });
  });
  test('1,000 effects left under at least 20 kills, and payments raced with them', () => {
    expect(report.effects).toBeGreaterThanOrEqual(1000);
    expect(report.kills).toBeGreaterThanOrEqual(20);
    expect(Object.keys(report.races).filter((name) => name.startsWith('payment'))).not.toEqual([]);
  });
  test('it came to rest within two minutes of the last fault, and of each', () => {
    expect(report.convergedSeconds ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(120);
    expect(report.slowestRecoverySeconds).toBeLessThanOrEqual(120);
  });
});

describe('a worker that dies between two steps', () => {
  let report: CrashReport;
  beforeAll(async () => {
    report = await dieAtEach({ seed: 7, queue: 'redis', report: logLine });
  });

  test.each(WORKER_POINTS)('%s: what it had in hand is done within ten seconds', (point) => {
    const death = report.deaths.find((death) => death.point === point);
    expect(death?.seconds ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(10);
  });
  test('no provider was called twice', () => {
    expect([report.repeated, report.findings]).toEqual([0, []]);
  });
});
